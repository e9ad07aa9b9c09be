from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cos, Power, Radians

from participation.base.geo.circles import METRES_PER_DEGREE, box
from participation.base.mail.enums import MailStatus
from participation.notifications.enums import DIGESTS
from participation.notifications.registry import AREA, DESK, ME


class RecipientQuerySet(models.QuerySet):
    def digest_due(self, now):
        return self.filter(next_digest_at__lte=now).order_by("next_digest_at", "pk")

    def without_account(self):
        return self.filter(user__isnull=True)


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self):
        return self.filter(confirmed_at__isnull=True)

    def chosen(self):
        """What somebody follows by their own will: not what everybody has."""
        return self.exclude(kind__in=(ME, DESK))

    def in_digests(self):
        return self.confirmed().filter(delivery__in=DIGESTS).exclude(kind=DESK)

    def that_match(self, topics, latitude=None, longitude=None, *, widest):
        """Those that hear of an event: its topics as (kind, key), and areas around its place.

        `widest`: the largest radius an area may have, in metres; the box around it lets the index choose first.
        """
        wanted = Q(pk__in=[])
        for kind, key in topics:
            wanted |= Q(kind=kind, key=key)
        if latitude is None:
            return self.filter(wanted)
        south, north, west, east = box(latitude, longitude, widest)
        near = Q(kind=AREA, latitude__range=(south, north), longitude__range=(west, east))
        return self.alias(
            far=Power((F("latitude") - latitude) * METRES_PER_DEGREE, 2)
            + Power((F("longitude") - longitude) * Cos(Radians(F("latitude"))) * METRES_PER_DEGREE, 2)
        ).filter(wanted | near & Q(far__lte=Power(F("radius_m"), 2)))


class EventQuerySet(models.QuerySet):
    def unplaced(self):
        return self.filter(position__isnull=True).order_by("pk")

    def to_distribute(self):
        return self.filter(distributed_at__isnull=True)

    def older_than(self, instant):
        return self.filter(at__lt=instant)


class SmsQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(status=MailStatus.PENDING)

    def due(self, now):
        return self.pending().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def settled_before(self, instant):
        return self.exclude(status=MailStatus.PENDING).filter(created_at__lt=instant)
