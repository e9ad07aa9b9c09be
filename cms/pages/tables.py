"""The figures of a convention as the table and chart components draw them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.pages import words
from cms.selectors.counting import Line, Progress, State
from cms.selectors.money import Statement
from cms.selectors.projects import DatedStep, Fiches, ProjectRef
from participation.base.drawing.gantt import GanttRow
from participation.base.drawing.tables import CrossedRow, CrossedTable, Row, Table
from participation.base.text import dates, numbers

GANTT_LABEL_MAX = 48


def crossed(progress: Progress, by: str) -> CrossedTable | None:
    """Themes × quartiers (`by` « theme ») or the other way round; None when one of the two sides is empty.

    A theme or a quartier in which nothing is promised has no line.
    """
    themes, quartiers = _filled(progress.themes), _filled(progress.quartiers)
    if not themes or not quartiers:
        return None
    rows, columns = (themes, quartiers) if by == "theme" else (quartiers, themes)

    def cell(row, column):
        place = (row.id, column.id) if by == "theme" else (column.id, row.id)
        tally = progress.cells.get(place)
        return tally.count if tally else None

    on = {"day": dates.day(progress.day)}
    return CrossedTable(
        caption=_("Étapes tenues et en retard, par thème et par quartier, au %(day)s") % on,
        corner=_("Thème") if by == "theme" else _("Quartier"),
        columns=[column.label for column in columns],
        rows=[CrossedRow(row.label, [cell(row, column) for column in columns], url=_quartier_url(row)) for row in rows],
        totals=[column.tally.count for column in columns],
        totals_label=_("Tous les thèmes") if by == "theme" else _("Tous les quartiers"),
    )


def bars(lines: Sequence[Line], url: str) -> list[dict]:
    """One line a theme for the `bars` component, those without any step left out."""
    return [
        {"label": line.label, "url": url, "total": line.tally.total, "lit": line.tally.done, "late": line.tally.late}
        for line in _filled(lines)
    ]


def calendar(fiches: Fiches, day: date) -> list[GanttRow]:
    """One row for each fiche with dated steps, the one that begins first on top."""
    rows = [row for project in fiches.projects if (row := _calendar_row(project, fiches.steps[project.id], day))]
    return sorted(rows, key=lambda row: (row.start, row.end))


def statement_table(statement: Statement) -> Table:
    """The lines as printed, their sum, the printed total, and the difference between the two."""
    footer = []
    if len(statement.lines) > 1:
        title = _("Somme des %(count)s lignes") % {"count": words.in_words(len(statement.lines))}
        footer.append(Row(title, [numbers.euros(statement.sum)]))
    if statement.printed_total is not None:
        footer.append(Row(_("Total imprimé dans le document"), [numbers.euros(statement.printed_total)]))
    if statement.gap:
        footer.append(Row(_("Écart"), [numbers.euros(abs(statement.gap))], gap=True))
    return Table(
        caption=statement.name,
        columns=[_("Objet"), _("Montant")],
        rows=[Row(line.label, [numbers.euros(line.amount)], bar=line.amount) for line in statement.lines],
        footer=footer,
        bar_max=max((line.amount for line in statement.lines), default=None) if len(statement.lines) > 1 else None,
    )


def gap_sentence(statement: Statement) -> str:
    """Both figures, and which is which: nothing is repaired, nobody is blamed."""
    lines = len(statement.lines)
    sentence = ngettext(
        "Le document imprime %(printed)s ; sa ligne fait %(sum)s.",
        "Le document imprime %(printed)s ; ses %(lines)s lignes font %(sum)s.",
        lines,
    ) % {
        "printed": numbers.euros(statement.printed_total),
        "sum": numbers.euros(statement.sum),
        "lines": words.in_words(lines),
    }
    as_printed = _("Les deux sont montrés comme ils sont imprimés.")
    return f"{sentence} {as_printed}"


def _filled(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.tally.total]


def _quartier_url(line: Line) -> str:
    return reverse("quartier", args=[line.slug]) if line.slug else ""


def _calendar_row(project: ProjectRef, steps: Sequence[DatedStep], day: date) -> GanttRow | None:
    days = [when for step in steps for when in (step.starts_on, step.due_on, step.new_due_on, step.done_on) if when]
    if not days:
        return None
    marks = [(step.done_on or step.due_on, step.state.value) for step in steps if step.done_on or step.due_on]
    return GanttRow(
        label=_short(f"{project.number}. {project.title}" if project.number else project.title),
        start=min(days),
        end=max(days),
        milestones=sorted(marks),
        next=_next(steps),
        url=project.url,
    )


def _next(steps: Sequence[DatedStep]) -> str:
    open_steps = [step for step in steps if step.state in (State.LATE, State.UPCOMING) and step.due_on]
    if not open_steps:
        return ""
    step = min(open_steps, key=lambda one: one.due_on)
    said = _("en retard") if step.state is State.LATE else dates.day(step.due_on)
    return f"{step.title}, {said}"


def _short(text: str) -> str:
    if len(text) <= GANTT_LABEL_MAX:
        return text
    return text[: GANTT_LABEL_MAX - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
