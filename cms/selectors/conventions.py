"""Everything a convention's page reads about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cms.models import ConventionPage, DeliberationPage, Signatory
from cms.selectors.counting import Progress, roll_up
from cms.selectors.money import Statement, statements_of
from cms.selectors.progress import progress_of, quartiers_of
from cms.selectors.projects import Fiches, ProjectRef, fiches_of
from cms.selectors.themes import Themes, themes_of
from cms.visibility import visible
from participation.territory.models import Quartier, QuartierStatus
from participation.territory.selectors import StatusFact, status_fact


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    function: str
    signed_on: date | None
    kind: str


@dataclass(frozen=True)
class ThemeNode:
    """A theme with its sub-themes, in the convention's words (`label`: axe, enjeu, chantier…), and its fiches."""

    id: int
    label: str
    number: str
    title: str
    summary: str
    children: Sequence["ThemeNode"]
    projects: Sequence[ProjectRef]

    @property
    def plain_children(self) -> bool:
        """Whether the sub-themes are titles alone, to be read as a list."""
        return bool(self.children) and not any(
            child.summary or child.projects or child.children for child in self.children
        )


@dataclass(frozen=True)
class Place:
    """A quartier of the convention, and what it was and is in the State's geography."""

    quartier: Quartier
    statuses: Sequence[StatusFact]


@dataclass(frozen=True)
class ConventionDetail:
    """`root_of_project`: the theme a fiche counts in. `framework` and `follow_ups`: agreements tied to this one."""

    progress: Progress
    fiches: Fiches
    root_of_project: Mapping[int, int]
    themes: Sequence[ThemeNode]
    unthemed: Sequence[ProjectRef]
    money: Sequence[Statement]
    signatures: Sequence[Signature]
    places: Sequence[Place]
    framework: ConventionPage | None
    follow_ups: Sequence[ConventionPage]
    deliberations: Sequence[DeliberationPage]


def convention_detail(page: ConventionPage, day: date) -> ConventionDetail:
    """All of one convention on `day`. At most eleven queries, whatever its size."""
    fiches = fiches_of(page, day)
    themes = themes_of(page)
    quartiers = quartiers_of(page, fiches.counted)
    related = _related(page)
    return ConventionDetail(
        progress=progress_of(fiches.counted, themes, [(one.pk, one.slug, one.name) for one in quartiers], day),
        fiches=fiches,
        root_of_project=themes.root_of_project,
        themes=_tree(themes, fiches.projects),
        unthemed=tuple(one for one in fiches.projects if one.id not in themes.root_of_project),
        money=statements_of(page),
        signatures=signatures_of(page),
        places=_places(quartiers, day),
        framework=next((one for one in related if one.pk == page.parent_agreement_id), None),
        follow_ups=tuple(one for one in related if one.pk != page.parent_agreement_id),
        deliberations=tuple(
            visible(DeliberationPage.objects.filter(convention=page)).only("title", "url_path").order_by("session_date")
        ),
    )


def nothing_yet(day: date) -> ConventionDetail:
    """What a convention that was never saved holds: no query."""
    progress = roll_up([], day=day, themes=[], quartiers=[], theme_of_project={})
    return ConventionDetail(progress, Fiches((), {}, (), ()), {}, (), (), (), (), (), None, (), ())


def signatures_of(page: ConventionPage) -> tuple[Signature, ...]:
    """Who signed, in the document's order: bodies and functions, never people. One query."""
    found = Signatory.objects.public().filter(page=page).select_related("partner").order_by("order", "id")
    found = found.only("function", "signed_on", "partner__name", "partner__kind", "partner__fictional")
    return tuple(Signature(str(one.partner), one.function, one.signed_on, one.partner.kind) for one in found)


def _related(page):
    tied = Q(parent_agreement=page)
    if page.parent_agreement_id:
        tied |= Q(pk=page.parent_agreement_id)
    return list(visible(ConventionPage.objects.filter(tied)).only("title", "url_path").order_by("path"))


def _tree(themes: Themes, projects: Sequence[ProjectRef]) -> tuple[ThemeNode, ...]:
    by_id = {project.id: project for project in projects}

    def node(theme):
        own = (by_id.get(project) for project in themes.projects_of.get(theme.pk, ()))
        return ThemeNode(
            id=theme.pk,
            label=theme.label,
            number=theme.number,
            title=theme.title,
            summary=theme.summary,
            children=tuple(node(child) for child in themes.children.get(theme.pk, ())),
            projects=in_order(project for project in own if project),
        )

    return tuple(node(theme) for theme in themes.at_the_top)


def in_order(projects: Iterable[ProjectRef]) -> tuple[ProjectRef, ...]:
    """By number as people count (2 before 10), those without a number last."""
    return tuple(
        sorted(projects, key=lambda one: (not one.number, one.number.zfill(12), one.title)),
    )


def _places(quartiers: Sequence[Quartier], day: date) -> tuple[Place, ...]:
    statuses: dict[int, list[StatusFact]] = {}
    if quartiers:
        names = {quartier.pk: quartier.name for quartier in quartiers}
        for status in QuartierStatus.objects.filter(quartier__in=names):
            fact = status_fact(status, quartier_name=names[status.quartier_id], day=day)
            statuses.setdefault(status.quartier_id, []).append(fact)
    return tuple(Place(quartier, tuple(statuses.get(quartier.pk, ()))) for quartier in quartiers)
