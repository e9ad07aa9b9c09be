"""Facts with their convention beside them: a constant number of queries for any length of list."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Left, Length

from cms.models import BudgetLine, ConventionPage, Milestone, ProjectPage

_PERSON = ("proposed_by",)
_RELATED = {
    "theme": ("page", "parent"),
    "signatory": ("page", "partner"),
    "budgetstatement": ("page",),
    "budgetline": ("statement__page", "quartier"),
    "milestone": ("project", "quartier"),
}


def with_convention(queryset):
    """Adds `convention_id`, `convention_title` and `convention_commune_id` to facts of one model.

    A fiche lies in its convention in the page tree, so a milestone finds it by the path of its fiche less one step.
    """
    queryset = queryset.select_related(*_RELATED[queryset.model._meta.model_name], *_PERSON)
    if queryset.model is Milestone:
        parents = ConventionPage.objects.filter(
            path=Left(OuterRef("project__path"), Length(OuterRef("project__path")) - ProjectPage.steplen)
        )
        return queryset.annotate(
            convention_id=Subquery(parents.values("pk")[:1]),
            convention_title=Subquery(parents.values("title")[:1]),
            convention_commune_id=Subquery(parents.values("commune_id")[:1]),
        )
    page = "statement__page" if queryset.model is BudgetLine else "page"
    return queryset.annotate(
        convention_id=F(f"{page}_id"),
        convention_title=F(f"{page}__title"),
        convention_commune_id=F(f"{page}__commune_id"),
    )
