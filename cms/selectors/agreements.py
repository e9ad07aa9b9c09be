"""Conventions among others: the list of all of them, and those of one quartier."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cms.models import ConventionPage, DeliberationPage, ExperiencePage, Milestone, ProjectPage
from cms.selectors.counting import Step, Tally, total
from cms.selectors.progress import public_steps
from cms.visibility import visible
from participation.territory.models import Quartier

_SHOWN = ("title", "short_title", "kind", "period_label", "invented", "intro", "url_path", "path")


@dataclass(frozen=True, slots=True)
class ConventionLine:
    """A convention with its fiches, and the steps of all of them."""

    page: ConventionPage
    projects: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A fiche as a quartier's page mentions it: `tally` counts its steps in that quartier."""

    title: str
    number: str
    url: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class QuartierConvention:
    """A convention that names the quartier, or one of whose steps is there. `tally` counts the steps there."""

    page: ConventionPage
    tally: Tally
    projects: Sequence[ProjectLine]


@dataclass(frozen=True, slots=True)
class Documents:
    conventions: Sequence[ConventionLine]
    deliberations: Sequence[DeliberationPage]
    experiences: Sequence[ExperiencePage]


def documents(day: date) -> Documents:
    """Everything under the list of conventions on `day`, in the editors' order. Five queries."""
    return Documents(
        conventions=convention_list(day),
        deliberations=tuple(_listed(DeliberationPage, "body_name", "session_date")),
        experiences=tuple(_listed(ExperiencePage, "period_label")),
    )


def convention_list(day: date) -> tuple[ConventionLine, ...]:
    """Every public convention with its fiches and their steps on `day`. Three queries."""
    paths = dict(visible(ProjectPage.objects.all()).values_list("pk", "path").order_by())
    steps: dict[str, list[Step]] = {}
    for step in public_steps(Milestone.objects.all()):
        if step.project_id in paths:
            steps.setdefault(_above(paths[step.project_id]), []).append(step)
    counts = Counter(_above(path) for path in paths.values())
    return tuple(
        ConventionLine(page, counts[page.path], total(steps.get(page.path, ()), day))
        for page in _listed(ConventionPage, "kind", "period_label", "invented")
    )


def for_quartier(quartier: Quartier, day: date) -> tuple[QuartierConvention, ...]:
    """The conventions that concern a quartier on `day`, with its fiches and its own steps. Three queries."""
    projects, steps = _projects_and_steps(
        Milestone.objects.filter(quartier=quartier), ProjectPage.objects.filter(quartiers=quartier)
    )
    own: dict[int, list[Step]] = {}
    for step in steps:
        own.setdefault(step.project_id, []).append(step)
    by_convention: dict[str, list[ProjectPage]] = {}
    for project in projects.values():
        by_convention.setdefault(_above(project.path), []).append(project)
    named = ConventionPage.quartiers.through.objects.filter(quartier=quartier).values("conventionpage_id")
    concerned = ConventionPage.objects.filter(pk__in=named) | ConventionPage.objects.filter(path__in=by_convention)
    return tuple(
        QuartierConvention(
            page,
            total((step for project in by_convention.get(page.path, ()) for step in own.get(project.pk, ())), day),
            tuple(
                ProjectLine(one.title, one.number, one.get_absolute_url(), total(own.get(one.pk, ()), day))
                for one in by_convention.get(page.path, ())
            ),
        )
        for page in visible(concerned).only(*_SHOWN).order_by("path")
    )


def _listed(model, *fields):
    found = model.objects.select_related("commune").only("path", "title", "url_path", "intro", "commune__name", *fields)
    return visible(found).order_by("path")


def _projects_and_steps(milestones, projects):
    """The public fiches among `projects` or with one of the steps, by id; and the steps that are theirs."""
    steps = public_steps(milestones)
    wanted = Q(pk__in=projects.values("pk")) | Q(pk__in={step.project_id for step in steps})
    found = visible(ProjectPage.objects.filter(wanted))
    by_id = {one.pk: one for one in found.only("path", "title", "number", "url_path").order_by("path")}
    return by_id, [step for step in steps if step.project_id in by_id]


def _above(path: str) -> str:
    return path[: -ConventionPage.steplen]
