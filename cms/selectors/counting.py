"""Steps counted on a day, without a database.

Each step counts once, in the first of its fiche's themes in the convention's order (a sub-theme counts in the theme
above it) and in its own quartier. So the cells of the crossed table, its lines, its columns and the whole add up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.translation import gettext as _

from participation.base.drawing.tables import Count


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
        return Tally(
            self.total + other.total,
            self.done + other.done,
            self.late + other.late,
            self.dropped + other.dropped,
            self.proven + other.proven,
            self.weight + other.weight,
            self.weight_done + other.weight_done,
        )

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


NOTHING = Tally()


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
    return sum((tally_of(step, day) for step in steps), NOTHING)


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
        cells[place] = cells.get(place, NOTHING) + tally_of(step, day)
        weights.add(step.weight)

    of_theme: dict[int | None, Tally] = {}
    of_quartier: dict[int | None, Tally] = {}
    for (theme, quartier), tally in cells.items():
        of_theme[theme] = of_theme.get(theme, NOTHING) + tally
        of_quartier[quartier] = of_quartier.get(quartier, NOTHING) + tally
    theme_lines = [Line(key, title, of_theme.get(key, NOTHING), number=number) for key, number, title in themes]
    quartier_lines = [Line(key, name, of_quartier.get(key, NOTHING), slug=slug) for key, slug, name in quartiers]
    if None in of_theme:
        theme_lines.append(Line(None, _("Sans thème"), of_theme[None]))
    if None in of_quartier:
        quartier_lines.append(Line(None, _("Tous les quartiers"), of_quartier[None]))
    return Progress(
        day=day,
        whole=sum(of_theme.values(), NOTHING),
        themes=tuple(theme_lines),
        quartiers=tuple(quartier_lines),
        cells=cells,
        even=len(weights) < 2,
    )
