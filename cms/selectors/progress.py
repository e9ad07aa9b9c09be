"""How far a convention is, from the dated steps of its fiches and from nothing else. `counting` does the sums."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from cms.enums import LifeCycle
from cms.models import ConventionPage, Milestone, ProjectPage
from cms.selectors.counting import Progress, Step, roll_up
from cms.selectors.themes import Themes, themes_of
from cms.visibility import tree_frame, visible
from participation.territory.models import Quartier


def step_of(milestone: Milestone, *, dropped: bool = False) -> Step:
    return Step(
        project_id=milestone.project_id,
        quartier_id=milestone.quartier_id,
        weight=milestone.weight,
        due_on=milestone.due_on,
        done_on=milestone.done_on,
        proven=is_proven(milestone),
        dropped=dropped,
    )


def is_proven(milestone) -> bool:
    """Its evidence is there to be read: a public document or address, not its name alone."""
    return milestone.evidence_public and bool(milestone.evidence_url or milestone.evidence_document_id)


_QUARTIER_FIELDS = ("name", "slug", "within_id", "perimeter_mark")
STEP_FIELDS = (
    "project_id",
    "quartier_id",
    "project__life_cycle",
    "weight",
    "due_on",
    "done_on",
    "evidence_public",
    "evidence_url",
    "evidence_document_id",
)


def public_steps(milestones) -> list[Step]:
    """The steps that pages show, of a query set of milestones. One query."""
    return [counted(row) for row in milestones.public().values_list(*STEP_FIELDS).order_by()]


def counted(row) -> Step:
    """A step from one row of STEP_FIELDS."""
    project, quartier, cycle, weight, due, done, public, url, document = row
    return Step(project, quartier, weight, due, done, public and bool(url or document), cycle == LifeCycle.ABANDONED)


def quartiers_of(page: ConventionPage, steps: Iterable[Step]) -> list[Quartier]:
    """The quartiers the convention names, and any other that a step names; without their perimeters. One query."""
    named = {step.quartier_id for step in steps if step.quartier_id}
    covered = ConventionPage.quartiers.through.objects.filter(conventionpage=page).values("quartier_id")
    found = Quartier.objects.filter(Q(pk__in=covered) | Q(pk__in=named)).only(*_QUARTIER_FIELDS)
    return list(found.order_by("commune__name", "name"))


def convention_progress(page: ConventionPage, day: date) -> Progress:
    """The whole convention on `day`. Three queries, however many fiches, themes and quartiers."""
    steps = public_steps(milestones_of(page))
    quartiers = [(one.pk, one.slug, one.name) for one in quartiers_of(page, steps)]
    return progress_of(steps, themes_of(page), quartiers, day)


def progress_of(
    steps: Iterable[Step], themes: Themes, quartiers: Sequence[tuple[int, str, str]], day: date
) -> Progress:
    """The same for what was read already. No query."""
    return roll_up(
        steps,
        day=day,
        themes=[(theme.pk, theme.number, theme.title) for theme in themes.at_the_top],
        quartiers=quartiers,
        theme_of_project=themes.root_of_project,
    )


def milestones_of(page: ConventionPage):
    """The milestones of the fiches of a convention that everyone may read."""
    frame = tree_frame()
    if frame.restricted:
        return Milestone.objects.filter(project__in=live_projects(page))
    below = {"project__path__startswith": page.path, "project__depth": page.depth + 1}
    return Milestone.objects.filter(project__live=True, **below)


def live_projects(page: ConventionPage):
    """The fiches of a convention that everyone may read."""
    return visible(ProjectPage.objects.child_of(page))
