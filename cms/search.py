"""What the portal's search reads of the pages, and how it follows them."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms import visibility
from cms.models import (
    ConventionPage,
    DeliberationPage,
    ExperiencePage,
    NewsPage,
    ProjectPage,
    QuartierPage,
    StandardPage,
)
from cms.models.projects import FICHE_FIELDS, OPTIONAL_FICHE_FIELDS
from cms.visibility import visible
from participation.base.search import services
from participation.base.search.registry import Document, register
from participation.territory.models import Quartier

# `day`: the field by which newer pages come first, if the page speaks of a day at all.
PAGES = (
    ("actualite", _("Actualités"), NewsPage, "published_on"),
    ("convention", _("Conventions"), ConventionPage, None),
    ("fiche", _("Fiches projets"), ProjectPage, None),
    ("deliberation", _("Délibérations"), DeliberationPage, "session_date"),
    ("experience", _("Fiches expériences"), ExperiencePage, None),
    ("page", _("Pages"), StandardPage, None),
)
# In the order of reading, on whichever page has them.
FIELDS = (
    *("intro", "short_title", "period_label", "duration_text", "operator", "identifier"),
    *FICHE_FIELDS,
    *OPTIONAL_FICHE_FIELDS,
    *("body", "source"),
)


def register_sources() -> None:
    register("quartier", _("Quartiers"), model=Quartier, queryset=_quartiers, document=_quartier)
    for key, label, model, day in PAGES:
        register(key, label, model=model, queryset=_public(model), document=_document(day))


def _public(model):
    return lambda: visible(model.objects.all())


def _document(day):
    def document(page) -> Document:
        return Document(
            title=_title(page),
            text=text_of(page),
            url=page.get_absolute_url(),
            day=getattr(page, day) if day else None,
            place=", ".join(_places(page)),
        )

    return document


def _title(page):
    number = getattr(page, "number", "")
    return _("Fiche %(number)s : %(title)s") % {"number": number, "title": page.title} if number else page.title


def _places(page) -> list[str]:
    if any(field.name == "quartiers" for field in page._meta.many_to_many):
        there = page._meta.get_field("quartiers").related_query_name()
        return list(Quartier.objects.filter(**{there: page.pk}).order_by("name").values_list("name", flat=True))
    return [page.commune.name] if getattr(page, "commune_id", None) else []


def text_of(page) -> str:
    """What the page says in its own fields, without markup."""
    texts = []
    for name in FIELDS:
        value = getattr(page, name, "")
        if value:
            read = getattr(page._meta.get_field(name), "get_searchable_content", lambda plain: [str(plain)])
            texts += read(value)
    return "\n".join(text for text in texts if text)


def _quartiers():
    return Quartier.objects.select_related("commune", "page").defer("perimeter")


def _quartier(quartier) -> Document:
    """A quartier is there before its page, and stays when the page is withdrawn."""
    page = getattr(quartier, "page", None)
    written = text_of(page) if page is not None and page.live and not visibility.is_restricted(page) else ""
    return Document(
        title=quartier.name,
        text=f"{written}\n{quartier.note}",
        url=quartier.get_absolute_url(),
        place=quartier.commune.name,
    )


def refresh_pages(pages: Iterable[Page]) -> None:
    """Bring the entries of these pages up to date, and of all that stands below them or shows the same elsewhere."""
    within = Q(pk=None)
    for page in pages:
        within |= Q(path__startswith=page.path) | Q(alias_of__path__startswith=page.path)
    keys: dict[int, list[int]] = {}
    for pk, content_type in Page.objects.filter(within).values_list("pk", "content_type_id"):
        keys.setdefault(content_type, []).append(pk)
    for content_type, found in keys.items():
        _refresh(ContentType.objects.get_for_id(content_type).model_class(), found)


def _refresh(model, keys):
    if model is QuartierPage:
        model, keys = Quartier, list(QuartierPage.objects.filter(pk__in=keys).values_list("quartier_id", flat=True))
    if model is Quartier or model in {page for _key, _label, page, _day in PAGES}:
        services.refresh_all(model, keys)


def forget_page(page: Page) -> None:
    """A page that is being deleted, its specific type known."""
    if isinstance(page, QuartierPage):
        services.refresh_all(Quartier, [page.quartier_id])
    elif type(page) in {model for _key, _label, model, _day in PAGES}:
        services.remove(type(page), page.pk)
