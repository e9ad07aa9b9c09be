"""How far a convention is, from the dated steps of its fiches and from nothing else.

Counting is pure (`roll_up`): each step counts once, in the first of its fiche's themes in the convention's order (a
sub-theme counts in the theme above it) and in its own quartier. So the cells of the crossed table, its lines, its
columns and the whole always add up. Reading is `convention_progress`, in a constant number of queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.enums import LifeCycle
from cms.models import ConventionPage, Milestone, ProjectPage
from cms.selectors.themes import Themes, themes_of
from cms.visibility import tree_frame, visible
from participation.base.drawing.tables import Count
from participation.territory.models import Quartier


class State(Enum):
    """`status_shape` of each step: a kept one is lit, a late one is a triangle."""

    DONE = "resolu"
    LATE = "retard"
    UPCOMING = "prevu"
    DROPPED = "clos"


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, reduced to what counting needs. `proven`: its evidence is online and public."""

    project_id: int
    quartier_id: int | None = None
    weight: int = 1
    due_on: date | None = None
    done_on: date | None = None
    proven: bool = False
    dropped: bool = False

    def state(self, day: date) -> State:
        """On `day`. A new date announced later does not undo a delay; an abandoned fiche promises nothing any more."""
        if self.done_on is not None:
            return State.DONE
        if self.dropped:
            return State.DROPPED
        return State.LATE if self.due_on is not None and self.due_on < day else State.UPCOMING


@dataclass(frozen=True, slots=True)
class Tally:
    """Steps counted, and the same weighted. `proven` are those of `done` whose evidence is online."""

    total: int = 0
    done: int = 0
    late: int = 0
    dropped: int = 0
    proven: int = 0
    weight: int = 0
    weight_done: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))

    @property
    def upcoming(self) -> int:
        return self.total - self.done - self.late - self.dropped

    @property
    def declared(self) -> int:
        """Kept according to whoever leads the action, without evidence online."""
        return self.done - self.proven

    @property
    def count(self) -> Count:
        return Count(self.total, self.done, self.late)


@dataclass(frozen=True, slots=True)
class Line:
    """One theme, or one quartier (then with a slug), with its steps. `id` None: the steps that name none."""

    id: int | None
    label: str
    tally: Tally
    slug: str = ""
    number: str = ""


@dataclass(frozen=True)
class Progress:
    """`themes` and `quartiers` hold one line each, empty ones included; the nameless line comes last, when needed.

    `cells` (theme id, quartier id) hold no empty tally. `even`: every step weighs the same.
    """

    day: date
    whole: Tally
    themes: Sequence[Line]
    quartiers: Sequence[Line]
    cells: Mapping[tuple[int | None, int | None], Tally]
    even: bool = True


def tally_of(step: Step, day: date) -> Tally:
    state = step.state(day)
    done = state is State.DONE
    return Tally(
        total=1,
        done=int(done),
        late=int(state is State.LATE),
        dropped=int(state is State.DROPPED),
        proven=int(done and step.proven),
        weight=step.weight,
        weight_done=step.weight if done else 0,
    )


def total(steps: Iterable[Step], day: date) -> Tally:
    return sum((tally_of(step, day) for step in steps), Tally())


def roll_up(
    steps: Iterable[Step],
    *,
    day: date,
    themes: Sequence[tuple[int, str, str]],
    quartiers: Sequence[tuple[int, str, str]],
    theme_of_project: Mapping[int, int | None],
) -> Progress:
    """Count `steps` on `day`. `themes` (id, number, title) and `quartiers` (id, slug, name) come in display order.

    A step whose theme or quartier is not among them counts on the nameless line.
    """
    theme_ids, quartier_ids = {row[0] for row in themes}, {row[0] for row in quartiers}
    cells: dict[tuple[int | None, int | None], Tally] = {}
    weights = set()
    for step in steps:
        theme = theme_of_project.get(step.project_id)
        place = (theme if theme in theme_ids else None, step.quartier_id if step.quartier_id in quartier_ids else None)
        cells[place] = cells.get(place, Tally()) + tally_of(step, day)
        weights.add(step.weight)

    def gathered(position, key):
        return sum((tally for place, tally in cells.items() if place[position] == key), Tally())

    theme_lines = [Line(key, title, gathered(0, key), number=number) for key, number, title in themes]
    quartier_lines = [Line(key, name, gathered(1, key), slug=slug) for key, slug, name in quartiers]
    if (rest := gathered(0, None)).total:
        theme_lines.append(Line(None, _("Sans thème"), rest))
    if (rest := gathered(1, None)).total:
        quartier_lines.append(Line(None, _("Tous les quartiers"), rest))
    return Progress(
        day=day,
        whole=sum(cells.values(), Tally()),
        themes=tuple(theme_lines),
        quartiers=tuple(quartier_lines),
        cells=cells,
        even=len(weights) < 2,
    )


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


def quartiers_with_steps(steps: Iterable[Step]) -> list[Quartier]:
    """The quartiers that a step names. One query."""
    found = Quartier.objects.filter(pk__in={step.quartier_id for step in steps if step.quartier_id})
    return list(found.only("name", "slug").order_by("commune__name", "name"))


def convention_progress(page: ConventionPage, day: date) -> Progress:
    """The whole convention on `day`. Four queries, however many fiches, themes and quartiers."""
    steps = public_steps(milestones_of(page))
    return progress_of(steps, themes_of(page), quartiers_of(page, steps), day)


def progress_of(steps: Iterable[Step], themes: Themes, quartiers: Iterable[Quartier], day: date) -> Progress:
    """The same for what was read already. No query."""
    return roll_up(
        steps,
        day=day,
        themes=[(theme.pk, theme.number, theme.title) for theme in themes.at_the_top],
        quartiers=[(quartier.pk, quartier.slug, quartier.name) for quartier in quartiers],
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
