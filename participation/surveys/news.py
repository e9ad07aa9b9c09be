"""What is told of a survey: that it is open, and what was decided after it. Never that somebody answered, or who."""

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from participation.base.text import dates
from participation.notifications.registry import register_event
from participation.notifications.services import notify
from participation.surveys.enums import Phase
from participation.territory.models import Quartier

MODULE = "enquetes"
TOPIC = "enquete"
OPENED, RESULTS = "surveys/opened", "surveys/results"
# Longer than this, what was decided is read on the page.
OUTCOME_LENGTH = 900


def register() -> None:
    register_event(
        OPENED,
        label=_("Enquête ouverte"),
        module=MODULE,
        words={"title": "Les parcs du Mas", "asked_by": "la Ville", "until": "30 avril 2026"},
        action=_("Répondre"),
    )
    register_event(
        RESULTS,
        label=_("Résultats d’une enquête"),
        module=MODULE,
        words={"title": "Les parcs du Mas", "outcome": "Deux bancs et une fontaine seront posés avant l’été."},
        action=_("Voir les résultats"),
    )


def opened(survey, *, at) -> None:
    """Once in its life, and only while one can answer. In the caller's transaction."""
    if survey.published and survey.phase(timezone.localdate(at)) == Phase.OPEN:
        words = {"title": survey.title, "asked_by": survey.asked_by, "until": dates.day(survey.closes_on)}
        _tell(OPENED, survey, words, at)


def decided(survey, *, at) -> None:
    """Once in its life: to correct a sentence is no news."""
    if survey.published and survey.outcome:
        words = {"title": survey.title, "outcome": Truncator(survey.outcome).chars(OUTCOME_LENGTH)}
        _tell(RESULTS, survey, words, at)


def _tell(name, survey, words, at) -> None:
    quartiers = _asked(survey)
    alone = quartiers[0] if len(quartiers) == 1 else None
    around = [] if alone else [("quartier", quartier.slug) for quartier in quartiers]
    notify(
        name,
        key=f"survey-{survey.pk}-{name.rpartition('/')[2]}",
        url=survey.get_absolute_url(),
        words=words,
        topics=[(TOPIC, survey.slug), *around],
        quartier=alone,
        at=at,
    )


def _asked(survey) -> list[Quartier]:
    """The quartiers it names, else those of its commune, else all of them."""
    named = list(survey.quartiers.only("slug"))
    if named:
        return named
    everywhere = Quartier.objects.only("slug").order_by("pk")
    return list(everywhere if survey.commune_id is None else everywhere.filter(commune=survey.commune_id))
