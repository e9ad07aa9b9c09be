"""The few things one can do here, each with what is true now. None leads to a module that is closed."""

from django.utils.translation import gettext as _

from participation.base.site.selectors import path_is_open
from participation.base.text import dates

QUARTIERS, REPORTS, SURVEYS, COUNCILS, AGENDA = (
    "/quartiers/",
    "/signalements/",
    "/enquetes/",
    "/conseils/",
    "/agenda/",
)


def doors(figures, surveys, meetings) -> list[dict]:
    """`figures`: of the reports, or None; `surveys`: open ones; `meetings`: to come, the next first."""
    every = [
        {
            "icon": "quartier",
            "title": _("Mon quartier"),
            "url": QUARTIERS,
            "text": _("Ce qui y est promis, qui gère quoi, et à quel numéro"),
        },
        {"icon": "suivre", "title": _("Suivre un signalement"), "url": REPORTS, "text": _in_hand(figures)},
        _opinion(surveys),
        {"icon": "agenda", "title": _("Agenda"), "url": AGENDA, "text": _next(meetings)},
    ]
    return [door for door in every if path_is_open(door["url"])]


def _in_hand(figures):
    """« 25 en cours, 4 en retard »"""
    if figures is None or not figures.open:
        return _("Tout ce qui est signalé, et ce qui est réparé")
    if not figures.late:
        return _("%(count)s en cours") % {"count": figures.open}
    return _("%(open)s en cours, %(late)s en retard") % {"open": figures.open, "late": figures.late}


def _opinion(surveys):
    """An open survey is what can be answered now; without one, the councils."""
    door = {"icon": "avis", "title": _("Donner mon avis"), "url": COUNCILS, "text": _("Les conseils citoyens")}
    if path_is_open(SURVEYS):
        door |= {"url": SURVEYS, "text": _("Les enquêtes, et ce qui en a été fait")}
        if surveys:
            until = dates.day(surveys[0].closes_on, year=False)
            told = _("%(title)s, jusqu’au %(day)s") % {"title": surveys[0].title, "day": until}
            door |= {"url": surveys[0].get_absolute_url(), "text": told}
    return door


def _next(meetings):
    if not meetings:
        return _("Aucune réunion annoncée")
    return _("%(day)s : %(title)s") % {"day": dates.day(meetings[0].day, year=False), "title": meetings[0].title}
