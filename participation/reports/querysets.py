from django.db import models
from django.db.models import Exists, OuterRef, Q

from participation.reports.enums import HANDLED, OPEN, REPAIRED, State, TextKind, Visibility


class CategoryQuerySet(models.QuerySet):
    def offered(self):
        """The tiles of the form, in their order."""
        return self.filter(active=True)


class ReportQuerySet(models.QuerySet):
    def public(self):
        return self.filter(visibility=Visibility.PUBLIC)

    def with_names(self):
        """With everything a line of a list says about a report; outlines are large, and read where one is drawn."""
        named = self.select_related("commune", "quartier", "residence", "partner", "category")
        return named.defer("quartier__perimeter", "quartier__note")

    def called(self, reference: str):
        """The one report of this number; none for what no database takes as a text."""
        return self.none() if "\0" in reference else self.filter(reference=reference)

    def newest_first(self):
        return self.order_by("-pk")

    def before(self, pk):
        return self.filter(pk__lt=pk)

    def in_quartier(self, quartier):
        return self.filter(quartier=quartier)

    def received(self):
        """What reached the agents: everything but what still waits for an address to be confirmed."""
        return self.exclude(state=State.AWAITING_CONFIRMATION)

    def awaiting_confirmation(self):
        return self.filter(state=State.AWAITING_CONFIRMATION)

    def open(self):
        return self.filter(state__in=OPEN)

    def owed(self, commune_id):
        """Open ones of this commune, with the days by which something is promised."""
        return self.open().filter(commune=commune_id, acknowledge_by__isnull=False)

    def late(self, day):
        """The same answer as `workflow.is_late`, in SQL."""
        return self.filter(late_on(day))

    def to_acknowledge(self):
        return self.filter(state=State.RECEIVED)

    def to_read(self):
        """What somebody wants published and nobody has read yet."""
        return self.received().filter(UNREAD)

    def unanswered_since(self, instant):
        """Said to be repaired before `instant`, and no resident said a word since."""
        return self.filter(state=State.RESOLVED, state_since__lt=instant)

    def closed_before(self, instant):
        return self.filter(closed_at__lt=instant)

    def holding_content(self):
        """With words or pictures of their reporter, or the exact place."""
        texts = self.model._meta.get_field("texts").related_model.objects
        photos = self.model._meta.get_field("photos").related_model.objects
        written = Exists(texts.filter(report=OuterRef("pk")).exclude(kind=TextKind.ANSWER))
        shown = Exists(photos.filter(report=OuterRef("pk")))
        return self.filter(written | shown | ~Q(place="") | Q(cell__isnull=False))

    def repaired(self):
        return self.filter(state__in=REPAIRED)

    def of_partners(self, partner_ids):
        return self.filter(partner__in=partner_ids)

    def of_communes(self, commune_ids):
        return self.filter(commune__in=commune_ids)


# Wanted in public, and not read yet.
UNREAD = Q(wants_public=True, text_published=False, text_withheld=False) & ~Q(visibility=Visibility.HIDDEN)


def late_on(day) -> Q:
    return (
        Q(state=State.RECEIVED, acknowledge_by__lt=day)
        | Q(state__in=HANDLED, resolve_by__lt=day)
        | Q(state=State.PLANNED, planned_for__lt=day)
    )


class ReferenceCounterQuerySet(models.QuerySet):
    def of_year(self, commune, year):
        return self.filter(commune=commune, year=year)
