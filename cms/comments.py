"""What people may comment on among the pages, and quartiers. The comments themselves know no page."""

from django.utils.translation import gettext_lazy as _

from cms.models import ConventionPage, NewsPage, ProjectPage
from cms.visibility import visible
from participation.comments import registry
from participation.territory.models import Commune, Quartier


def connect() -> None:
    _register_page(ProjectPage, "fiche", _("Fiches projets"), _owner_of_project)
    _register_page(NewsPage, "actualite", _("Actualités"), _owner_of_news)
    _register_page(ConventionPage, "convention", _("Conventions"), lambda page: registry.Owner(commune=page.commune))
    registry.register(
        Quartier,
        key="quartier",
        label=_("Quartiers"),
        title=str,
        url=Quartier.get_absolute_url,
        queryset=lambda: Quartier.objects.select_related("commune"),
        owner=lambda quartier: registry.Owner(commune=quartier.commune),
    )


def _register_page(model, key, label, owner):
    registry.register(
        model,
        key=key,
        label=label,
        title=str,
        url=model.get_absolute_url,
        is_open=lambda page: page.live,
        queryset=lambda: visible(model.objects.all()),
        owner=owner,
    )


def _owner_of_project(page: ProjectPage) -> registry.Owner:
    """The commune of the convention; the partner who conducts the action answers too."""
    above = ConventionPage.objects.filter(path=page.path[: -page.steplen]).select_related("commune").first()
    return registry.Owner(commune=above and above.commune, partner=page.lead)


def _owner_of_news(page: NewsPage) -> registry.Owner:
    """The commune of its quartiers, or the only one of the portal; of several, none: that is the whole portal's."""
    named = list(Commune.objects.filter(quartiers__news=page).distinct()[:2]) if page.pk else []
    found = named or list(Commune.objects.all()[:2])
    return registry.Owner(commune=found[0] if len(found) == 1 else None)
