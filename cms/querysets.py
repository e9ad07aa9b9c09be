from django.db import models
from django.db.models import Q

from cms.enums import FactState


class FactQuerySet(models.QuerySet):
    def public(self):
        """What the pages show: proposals wait for the coordination."""
        return self.filter(state=FactState.VALIDATED)

    def proposed(self):
        return self.filter(state=FactState.PROPOSED)


class MilestoneQuerySet(FactQuerySet):
    def done(self):
        return self.filter(done_on__isnull=False)

    def late(self, day):
        """Not done although the promised day has passed; a new date announced later does not un-late a promise."""
        return self.filter(done_on__isnull=True, due_on__lt=day)

    def upcoming(self, day):
        return self.filter(done_on__isnull=True).filter(Q(due_on__gte=day) | Q(due_on__isnull=True))

    def of_convention(self, page):
        return self.filter(project__in=page.projects_queryset())
