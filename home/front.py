"""What the front page says: what one can do here, and what is true today."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import NewsPage
from cms.pages import tables, words
from cms.pages.news import news_line
from cms.selectors.counting import Tally
from cms.selectors.home import FrontPage, front_page
from participation.base.calendar import today
from participation.base.site.selectors import path_is_open, portal_settings
from participation.base.text import dates

QUARTIERS, CONVENTIONS, NEWS = "/quartiers/", "/conventions/", "/actualites/"
SKYLINE_MIN, SKYLINE_MAX = 2, 6
_FIRST_SENTENCE = re.compile(r"^(.+?[.?!])\s+(.+)$", re.DOTALL)


def context(page, request) -> dict:
    """The context of `home/home.html`.

    In a pre-electoral period (Code électoral, art. L52-1) the front page keeps its doors and leaves out what praises
    the authority's action: results and news stay on their own pages.
    """
    day = today()
    site = portal_settings()
    neutral = site.in_preelectoral_period(day)
    found = front_page(page.convention_id if path_is_open(CONVENTIONS) else None, day, with_news=path_is_open(NEWS))
    question, answer = _split(page.headline)
    shared = {
        "question": question,
        "answer": answer,
        "day": day,
        "neutral_until": site.preelectoral_until if neutral else None,
        "doors": doors(found, neutral=neutral),
        "news": [] if neutral else [news_line(one) for one in found.news],
    }
    if neutral or found.progress is None or not found.progress.whole.total:
        return {**shared, "convention": None, "skyline": [], "kept": [], "bars": []}
    progress, url = found.progress, found.convention.get_absolute_url()
    return {
        **shared,
        "convention": found.convention,
        "whole": progress.whole,
        "kept_sentence": words.kept(progress.whole),
        "late_sentence": words.late_in_words(progress.whole.late) if progress.whole.late else "",
        "skyline": skyline(progress.quartiers),
        "kept": [_kept(step) for step in found.kept],
        "bars": tables.bars(progress.themes, f"{url}#croise"),
    }


def doors(found: FrontPage, *, neutral: bool) -> list[dict]:
    """The few things one can do here, each with what is true now; none leads to a module that is closed."""
    tally = found.progress.whole if found.progress and not neutral else Tally()
    news = found.news[0] if found.news and not neutral else None
    every = [
        {
            "icon": "quartier",
            "title": _("Mon quartier"),
            "url": QUARTIERS,
            "text": _("Ce qui y est promis, qui gère quoi, et à quel numéro"),
        },
        {
            "icon": "document",
            "title": _("Conventions"),
            "url": CONVENTIONS,
            "text": _promises(tally) if tally.total else _("Qui s’est engagé à quoi, et jusqu’à quand"),
        },
        {
            "icon": "papier",
            "title": _("Actualités"),
            "url": NEWS,
            "text": _latest(news) if news else _("Ce qui se passe dans les quartiers"),
        },
    ]
    return [door for door in every if path_is_open(door["url"])]


def skyline(quartiers) -> list[dict]:
    """One building a quartier, lit in the share of its steps that are kept. Nothing when the street is too long."""
    lines = [line for line in quartiers if line.tally.total and line.slug]
    if not SKYLINE_MIN <= len(lines) <= SKYLINE_MAX:
        return []
    return [
        {
            "name": line.label,
            "slug": line.slug,
            "url": f"{QUARTIERS}{line.slug}/",
            "done": line.tally.done,
            "total": line.tally.total,
            "text": ngettext("tenue sur %(total)s", "tenues sur %(total)s", max(line.tally.done, 1))
            % {"total": line.tally.total},
            "label": f"{line.label} : {words.kept(line.tally)}",
        }
        for line in lines
    ]


def _promises(tally):
    late = f", {tally.late} {_('en retard')}" if tally.late else ""
    return f"{words.kept(tally)}{late}"


def _latest(news: NewsPage):
    return f"{words.capital(dates.day(news.published_on, year=False))} : {news.title}"


def _kept(step):
    place = step.quartier if step.quartier not in step.title else ""
    day = _("Tenue le %(day)s") % {"day": dates.day(step.done_on)}
    return {
        "title": f"{step.title}, {place}" if place else step.title,
        "url": f"{step.url}#etapes",
        "text": f"{day}. {_('Fiche')} : {step.project}.",
    }


def _split(headline: str) -> tuple[str, str]:
    """« Un souci dans le quartier ? On vous répond. » is two lines."""
    found = _FIRST_SENTENCE.match(headline.strip())
    return (found[1], found[2]) if found else (headline, "")
