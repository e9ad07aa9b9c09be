"""What pages read about reports. Frozen dataclasses; a constant number of queries each."""

from participation.reports.selectors.desk import DeskPage, desk_items, desk_links, desk_list, desk_page
from participation.reports.selectors.figures import (
    Answer,
    Figures,
    QuartierFigures,
    QuartierReports,
    front_figures,
    latest_answers,
    quartier_reports,
)
from participation.reports.selectors.finding import document, findable
from participation.reports.selectors.listing import STATE_FILTERS, Filters, ListPage, public_reports, report_list
from participation.reports.selectors.pages import ReportPage, follow_page, report_of, report_page
from participation.reports.selectors.routing import offered_categories, proposed_partner
from participation.reports.selectors.rows import Line, line

__all__ = [
    "STATE_FILTERS",
    "Answer",
    "DeskPage",
    "Figures",
    "Filters",
    "Line",
    "ListPage",
    "QuartierFigures",
    "QuartierReports",
    "ReportPage",
    "desk_items",
    "desk_links",
    "desk_list",
    "desk_page",
    "document",
    "findable",
    "follow_page",
    "front_figures",
    "latest_answers",
    "line",
    "offered_categories",
    "proposed_partner",
    "public_reports",
    "quartier_reports",
    "report_list",
    "report_of",
    "report_page",
]
