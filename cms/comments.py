"""What people may comment on among the pages: fiches projets. The comments themselves know no page."""

from cms.models import ConventionPage, ProjectPage
from cms.visibility import visible
from participation.comments import registry


def connect() -> None:
    registry.register(
        ProjectPage,
        key="fiche",
        title=str,
        url=ProjectPage.get_absolute_url,
        is_open=lambda page: page.live,
        queryset=lambda: visible(ProjectPage.objects.all()),
        owner=_owner,
    )


def _owner(page: ProjectPage) -> registry.Owner:
    """The commune of the convention; the partner who conducts the action answers too."""
    above = ConventionPage.objects.filter(path=page.path[: -page.steplen]).select_related("commune").first()
    return registry.Owner(commune=above and above.commune, partner=page.lead)
