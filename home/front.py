"""What the front page says: what one can do here, and what is true today."""

import re
from dataclasses import dataclass

from cms.pages import tables, words
from cms.pages.news import news_line
from cms.selectors.home import FrontPage, front_page
from home import skylines
from home.doors import AGENDA, REPORTS, SURVEYS, doors
from participation.base.cache import remembered
from participation.base.calendar import today
from participation.base.site.selectors import path_is_open, portal_settings
from participation.councils.selectors import MeetingLine, upcoming
from participation.reports.selectors import Answer, Figures, front_figures, latest_answers
from participation.surveys.selectors import open_surveys

CONVENTIONS, NEWS = "/conventions/", "/actualites/"
MEETINGS, ANSWERS = 3, 4
_FIRST_SENTENCE = re.compile(r"^(.+?[.?!])\s+(.+)$", re.DOTALL)


@dataclass(frozen=True)
class Found:
    """Everything the page asks the database for; what belongs to a closed module is left empty."""

    editorial: FrontPage
    figures: Figures | None
    answers: tuple[Answer, ...]
    meetings: tuple[MeetingLine, ...]
    surveys: tuple


def context(page, request) -> dict:
    """The context of `home/home.html`.

    In a pre-electoral period (Code électoral, art. L52-1) the front page keeps its doors and leaves out what praises
    the authority's action: results and news stay on their own pages.
    """
    day = today()
    site = portal_settings()
    neutral = site.in_preelectoral_period(day)
    found = remembered(f"front:{page.pk}", lambda: _find(page, day))
    question, answer = _split(page.headline)
    return {
        "question": question,
        "answer": answer,
        "day": day,
        "can_report": path_is_open(REPORTS),
        "can_meet": path_is_open(AGENDA),
        "neutral_until": site.preelectoral_until if neutral else None,
        "doors": doors(None if neutral else found.figures, found.surveys, found.meetings),
        "meetings": found.meetings,
        "news": [] if neutral else [news_line(one) for one in found.editorial.news],
        **({"skyline": [], "kept": [], "bars": [], "convention": None} if neutral else _results(found)),
    }


def _find(page, day) -> Found:
    reports = path_is_open(REPORTS)
    figures = front_figures(day) if reports else None
    return Found(
        editorial=front_page(
            page.convention_id if path_is_open(CONVENTIONS) else None, day, with_news=path_is_open(NEWS)
        ),
        figures=figures,
        answers=tuple(latest_answers(ANSWERS, day=day)) if reports and figures.reported else (),
        meetings=tuple(upcoming(day, MEETINGS)) if path_is_open(AGENDA) else (),
        surveys=tuple(open_surveys(day)) if path_is_open(SURVEYS) else (),
    )


def _results(found: Found) -> dict:
    progress = found.editorial.progress
    promised = progress is not None and progress.whole.total
    shared = {"convention": None, "bars": [], "skyline": [], "kept": [], "lit_by": ""}
    if promised:
        url = found.editorial.convention.get_absolute_url()
        shared |= {
            "convention": found.editorial.convention,
            "whole": progress.whole,
            "kept_sentence": words.kept(progress.whole),
            "late_sentence": words.late_in_words(progress.whole.late) if progress.whole.late else "",
            "bars": tables.bars(progress.themes, f"{url}#croise"),
        }
    if found.figures and found.figures.reported:
        return shared | {
            "lit_by": "reports",
            "headline": skylines.headline(found.figures),
            "reported": found.figures.reported,
            "skyline": skylines.of_reports(found.figures.quartiers),
            "kept": [skylines.answer_line(one) for one in found.answers],
        }
    if promised:
        shared |= {
            "lit_by": "steps",
            "skyline": skylines.of_steps(progress.quartiers),
            "kept": [skylines.kept_line(step) for step in found.editorial.kept],
        }
    return shared


def _split(headline: str) -> tuple[str, str]:
    """« Un souci dans le quartier ? On vous répond. » is two lines."""
    found = _FIRST_SENTENCE.match(headline.strip())
    return (found[1], found[2]) if found else (headline, "")
