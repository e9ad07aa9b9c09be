from django.db import models
from django.db.models import Q

from participation.territory.enums import PartnerKind, StatusKind


class QuartierQuerySet(models.QuerySet):
    def in_commune(self, commune):
        return self.filter(Q(commune=commune) | Q(other_communes=commune)).distinct()

    def with_perimeter(self):
        """Asks the mark, which a constraint ties to the perimeter: the index answers, no outline is read."""
        return self.filter(perimeter_mark__isnull=False)

    def without_perimeter(self):
        return self.filter(perimeter_mark__isnull=True)

    def top_level(self):
        """Quartiers that lie in no other one."""
        return self.filter(within__isnull=True)


class QuartierStatusQuerySet(models.QuerySet):
    def current(self, day):
        """Statuses in force on `day`; an unknown start or end does not exclude one."""
        return self.filter(Q(from_date__isnull=True) | Q(from_date__lte=day), Q(until__isnull=True) | Q(until__gte=day))

    def past(self, day):
        return self.filter(until__lt=day)

    def qpv(self):
        return self.filter(kind=StatusKind.QPV)


class PartnerQuerySet(models.QuerySet):
    def landlords(self):
        return self.filter(kind=PartnerKind.LANDLORD)

    def real(self):
        return self.filter(fictional=False)

    def fictional(self):
        return self.filter(fictional=True)


class ResidenceQuerySet(models.QuerySet):
    def located(self):
        return self.filter(latitude__isnull=False)


class ClosureQuerySet(models.QuerySet):
    def of(self, commune_id):
        """Those of all communes, and those of this one."""
        return self.filter(Q(commune__isnull=True) | Q(commune=commune_id))

    def meeting(self, commune_id, first, last):
        """Those that share a day with `first` to `last`, where one place would be closed twice."""
        shared = self.filter(starts_on__lte=last, ends_on__gte=first).select_related("commune")
        return shared if commune_id is None else shared.of(commune_id)
