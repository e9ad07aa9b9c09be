from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import PageViewRestriction


def visible(pages: QuerySet) -> QuerySet:
    """The pages of a query set that everyone may read: live, and no restriction on them, an ancestor or their source.

    Inside the query itself, where Wagtail's `.public()` reads the restrictions first.
    """
    restrictions = PageViewRestriction.objects.annotate(
        outer=ExpressionWrapper(OuterRef("path"), CharField()),
        outer_source=ExpressionWrapper(OuterRef("alias_of__path"), CharField()),
    ).filter(Q(outer__startswith=F("page__path")) | Q(outer_source__startswith=F("page__path")))
    return pages.filter(~Exists(restrictions), live=True)
