"""What the pages tell those who follow a quartier or a fiche: a news item, a step that was kept."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published

from cms.enums import FactState, FactVerb
from cms.models import Milestone, NewsPage, ProjectPage
from cms.visibility import visible
from participation.base.calendar import today
from participation.base.text import dates
from participation.notifications.registry import register_event
from participation.notifications.services import notify

NEWS, MILESTONE = "cms/news", "cms/milestone"
# An article dated longer ago is an archive that somebody puts in order.
STILL_NEWS = timedelta(days=30)


def connect() -> None:
    register_event(
        NEWS,
        label=_("Actualité"),
        module="actualites",
        words={"title": "Le parc rouvre samedi", "intro": "Les jeux sont réparés, l’entrée nord reste fermée."},
        action=_("Lire l’actualité"),
    )
    register_event(
        MILESTONE,
        label=_("Étape tenue d’une fiche projet"),
        module="conventions",
        words={"step": "Pose des bancs", "project": "Placette des Pins", "day": "12 mars 2026"},
        action=_("Voir la fiche"),
    )
    page_published.connect(_news_published, sender=NewsPage, dispatch_uid="cms_tell_news")


def _news_published(instance, **kwargs) -> None:
    """The first time only, and once for each page. Corrections and what is read by few are no news."""
    first_time = instance.first_published_at == instance.last_published_at
    if not first_time or instance.published_on < today() - STILL_NEWS:
        return
    if not visible(NewsPage.objects.filter(pk=instance.pk)).exists():
        return
    with transaction.atomic():
        notify(
            NEWS,
            key=f"news-{instance.pk}",
            url=instance.get_absolute_url(),
            words={"title": instance.title, "intro": instance.intro},
            **_around([("actualite", instance.pk)], instance.quartiers.all()),
        )


def fact_written(fact, verb: str, changes: dict) -> None:
    """A step is kept when a day is first given to it, or when the proposal that gives it is validated; once for each.
    In the caller's transaction."""
    if not isinstance(fact, Milestone) or fact.state != FactState.VALIDATED or fact.done_on is None:
        return
    kept_now = "done_on" in changes and changes["done_on"].get("from") is None
    if not kept_now and verb != FactVerb.VALIDATED:
        return
    page = visible(ProjectPage.objects.filter(pk=fact.project_id)).first()
    if page is None:
        return
    quartiers = [fact.quartier] if fact.quartier_id else page.quartiers.all()
    notify(
        MILESTONE,
        key=f"milestone-{fact.pk}-done",
        url=page.get_absolute_url(),
        words={"step": fact.title, "project": page.title, "day": dates.day(fact.done_on)},
        at=timezone.now(),
        **_around([("fiche", page.pk), ("convention", page.get_parent().pk)], quartiers),
    )


def _around(topics, quartiers) -> dict:
    """Topics with the quartiers it is about; under the name of its quartier where there is one alone."""
    quartiers = list(quartiers)
    if len(quartiers) == 1:
        return {"topics": topics, "quartier": quartiers[0]}
    return {"topics": [*topics, *(("quartier", one.slug) for one in quartiers)]}
