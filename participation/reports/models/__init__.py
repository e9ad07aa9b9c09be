"""What residents report, who has it, and what became of it."""

from participation.reports.models.categories import Category
from participation.reports.models.content import ReportContact, ReportPhoto, ReportText
from participation.reports.models.history import ReportEvent
from participation.reports.models.reports import ReferenceCounter, Report

__all__ = ["Category", "ReferenceCounter", "Report", "ReportContact", "ReportEvent", "ReportPhoto", "ReportText"]
