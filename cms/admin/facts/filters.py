import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from cms.enums import FactState
from cms.models import BudgetLine, BudgetStatement, ConventionPage, Milestone, ProjectPage, Signatory, Theme
from participation.base.calendar import today
from participation.territory.models import Partner, Quartier


class Timeliness(models.TextChoices):
    LATE = "late", _("en retard")
    UPCOMING = "upcoming", _("à venir")
    DONE = "done", _("tenue")


class FactFilterSet(WagtailFilterSet):
    """By convention and by state; `path` leads from the fact to its convention."""

    convention = django_filters.ModelChoiceFilter(
        label=_("Convention"), queryset=lambda request: ConventionPage.objects.order_by("title"), field_name="page"
    )
    state = django_filters.ChoiceFilter(label=_("État"), choices=FactState.choices)


class ThemeFilterSet(FactFilterSet):
    class Meta:
        model = Theme
        fields = []


class SignatoryFilterSet(FactFilterSet):
    partner = django_filters.ModelChoiceFilter(
        label=_("Partenaire"), queryset=lambda request: Partner.objects.order_by("name")
    )

    class Meta:
        model = Signatory
        fields = []


class BudgetStatementFilterSet(FactFilterSet):
    class Meta:
        model = BudgetStatement
        fields = {"year": ["exact"]}


class BudgetLineFilterSet(FactFilterSet):
    convention = django_filters.ModelChoiceFilter(
        label=_("Convention"),
        queryset=lambda request: ConventionPage.objects.order_by("title"),
        field_name="statement__page",
    )
    quartier = django_filters.ModelChoiceFilter(
        label=_("Quartier"), queryset=lambda request: Quartier.objects.order_by("name")
    )

    class Meta:
        model = BudgetLine
        fields = []


class MilestoneFilterSet(FactFilterSet):
    convention = django_filters.ModelChoiceFilter(
        label=_("Convention"),
        queryset=lambda request: ConventionPage.objects.order_by("title"),
        method="of_convention",
    )
    quartier = django_filters.ModelChoiceFilter(
        label=_("Quartier"), queryset=lambda request: Quartier.objects.order_by("name")
    )
    project = django_filters.ModelChoiceFilter(
        label=_("Fiche"), queryset=lambda request: ProjectPage.objects.order_by("title")
    )
    timeliness = django_filters.ChoiceFilter(label=_("Échéance"), choices=Timeliness.choices, method="by_timeliness")

    class Meta:
        model = Milestone
        fields = []

    def of_convention(self, queryset, name, page):
        return queryset.filter(project__path__startswith=page.path)

    def by_timeliness(self, queryset, name, value):
        if value == Timeliness.DONE:
            return queryset.done()
        return queryset.late(today()) if value == Timeliness.LATE else queryset.upcoming(today())
