from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from participation.councils.enums import DecisionState, MeetingState, RequestState


class CouncilQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on__isnull=True)

    def of_quartier(self, quartier):
        return self.filter(quartiers=quartier)

    def with_next_meeting(self, instant):
        """`next_meeting_id`: the first planned meeting that has not ended at `instant`."""
        meetings = self.model._meta.get_field("meetings").related_model.objects
        first = meetings.filter(council=OuterRef("pk")).planned().to_come(instant).order_by("starts_at", "pk")
        return self.annotate(next_meeting_id=Subquery(first.values("pk")[:1]))


class MembershipQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(
            Q(from_date__isnull=True) | Q(from_date__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        )

    def not_ended(self):
        """Neither resigned nor replaced, whatever its dates say."""
        return self.filter(ended_on__isnull=True)


class JoinRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=RequestState.WAITING)

    def settled_before(self, instant):
        """Answered or withdrawn before `instant`, and still with a person or a text in it."""
        held = Q(user__isnull=False) | ~Q(motivation="") | ~Q(reason="")
        return self.exclude(state=RequestState.WAITING).filter(held, settled_at__lt=instant)


class MeetingQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(state=MeetingState.PLANNED)

    def to_come(self, instant):
        """Not over at `instant`: one that is under way still is to come; without an end it counts from its start."""
        return self.filter(Q(ends_at__gte=instant) | Q(ends_at__isnull=True, starts_at__gte=instant))

    def past(self, instant):
        return self.filter(Q(ends_at__lt=instant) | Q(ends_at__isnull=True, starts_at__lt=instant))

    def of_quartier(self, quartier):
        """Its own open events and the meetings of the councils that serve it, each once."""
        here = self.model.quartiers.through.objects.filter(meeting=OuterRef("pk"), quartier=quartier)
        council = self.model._meta.get_field("council").related_model.quartiers.through.objects
        served = council.filter(council=OuterRef("council_id"), quartier=quartier)
        return self.filter(Exists(here) | Exists(served))

    def after(self, meeting):
        """Those that follow `meeting` in the agenda's order (keyset)."""
        return self.filter(Q(starts_at__gt=meeting.starts_at) | Q(starts_at=meeting.starts_at, pk__gt=meeting.pk))

    def before(self, meeting):
        return self.filter(Q(starts_at__lt=meeting.starts_at) | Q(starts_at=meeting.starts_at, pk__lt=meeting.pk))


class DecisionQuerySet(models.QuerySet):
    def unsettled(self):
        return self.filter(state__in=(DecisionState.OPEN, DecisionState.TAKEN))
