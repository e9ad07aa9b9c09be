"""What the search and the desk show of surveys."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.desk.registry import DeskItem, DeskLink
from participation.base.search.registry import Document
from participation.base.site.selectors import module_enabled
from participation.base.text.dates import day as written
from participation.surveys.models import Survey
from participation.surveys.selectors import waiting_for


def searchable():
    return Survey.objects.public().prefetch_related("quartiers", "questions")


def document(survey) -> Document:
    asked = [question.text for question in survey.questions.all()]
    return Document(
        title=survey.title,
        text="\n".join(filter(None, [survey.intro, *asked, survey.outcome])),
        url=survey.get_absolute_url(),
        day=survey.opens_on,
        place=", ".join(sorted(quartier.name for quartier in survey.quartiers.all())),
    )


def desk_items(user, day: date) -> list[DeskItem]:
    """Surveys of this person's communes that close within a week, and closed ones without an outcome. Two queries."""
    if not module_enabled("enquetes"):
        return []
    return [_item(waiting.survey, waiting.what) for waiting in waiting_for(user, day)]


def desk_links(user) -> list[DeskLink]:
    return [DeskLink(url=reverse("surveys:desk"), label=_("Enquêtes"))] if module_enabled("enquetes") else []


def _item(survey, what) -> DeskItem:
    answers = ngettext("%(n)s réponse", "%(n)s réponses", survey.n) % {"n": survey.n}
    if what == "closing":
        return DeskItem(
            title=survey.title,
            url=survey.get_absolute_url(),
            detail=answers,
            action=_("Rappeler que l’enquête ferme"),
            due=survey.closes_on,
            icon="prevu",
        )
    return DeskItem(
        title=survey.title,
        url=reverse("surveys_admin:edit", args=[survey.pk]),
        detail=_("%(answers)s, close depuis le %(day)s") % {"answers": answers, "day": written(survey.closes_on)},
        action=_("Dire ce qui est décidé"),
        icon="conteste",
    )
