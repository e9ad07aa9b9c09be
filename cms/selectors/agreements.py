"""Conventions among others: the list of all of them, and those of one quartier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cms.models import ConventionPage, DeliberationPage, ExperiencePage, Milestone, ProjectPage
from cms.selectors.progress import Step, Tally, public_steps, total
from cms.selectors.visibility import visible
from participation.territory.models import Quartier


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
        deliberations=tuple(_listed(DeliberationPage)),
        experiences=tuple(_listed(ExperiencePage)),
    )


def convention_list(day: date) -> tuple[ConventionLine, ...]:
    """Every public convention with its steps on `day`. Three queries."""
    projects, steps = _projects_and_steps(Milestone.objects.all(), ProjectPage.objects.all())
    tallies: dict[str, Tally] = {}
    for step in steps:
        place = _above(projects[step.project_id].path)
        tallies[place] = tallies.get(place, Tally()) + total([step], day)
    counts: dict[str, int] = {}
    for project in projects.values():
        counts[_above(project.path)] = counts.get(_above(project.path), 0) + 1
    return tuple(
        ConventionLine(page, counts.get(page.path, 0), tallies.get(page.path, Tally()))
        for page in _listed(ConventionPage)
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
        for page in visible(concerned.select_related("commune")).defer("body").order_by("path")
    )


def _listed(model):
    return visible(model.objects.select_related("commune")).defer("body").order_by("path")


def _projects_and_steps(milestones, projects):
    """The public fiches among `projects` or with one of the steps, by id; and the steps that are theirs."""
    steps = public_steps(milestones)
    wanted = Q(pk__in=projects.values("pk")) | Q(pk__in={step.project_id for step in steps})
    found = visible(ProjectPage.objects.filter(wanted))
    by_id = {one.pk: one for one in found.only("path", "title", "number", "url_path").order_by("path")}
    return by_id, [step for step in steps if step.project_id in by_id]


def _above(path: str) -> str:
    return path[: -ConventionPage.steplen]
