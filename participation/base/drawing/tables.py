"""What the table components draw. Cells are texts already written for reading (« 29 174,12 € »), never raw numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Count:
    """Milestones of one cell, theme or convention: `lit` are kept, `late` are past their day, the others to come."""

    total: int
    lit: int = 0
    late: int = 0

    @property
    def rest(self) -> int:
        return self.total - self.lit - self.late


@dataclass(frozen=True)
class Row:
    """`bar`: the amount drawn beside the name, for tables with bars. `gap`: the row states a discrepancy."""

    header: str
    cells: Sequence[str]
    url: str = ""
    bar: Decimal | int | None = None
    gap: bool = False


@dataclass(frozen=True)
class Table:
    """`columns` names the first column, then one for each cell. `bar_max` draws bars, the longest of that amount.

    `stacks`: in a narrow block each row becomes a paragraph; for three columns and more. `numeric`: cells are figures.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Row]
    footer: Sequence[Row] = ()
    bar_max: Decimal | int | None = None
    stacks: bool = False
    numeric: bool = True

    @property
    def scrolls(self) -> bool:
        """Three columns and more may not fit a telephone; two always do."""
        return not self.stacks and len(self.columns) > 2

    @property
    def body(self):
        return [(row, list(zip(self.columns[1:], row.cells, strict=True))) for row in self.rows]

    @property
    def foot(self):
        return [(row, list(zip(self.columns[1:], row.cells, strict=True))) for row in self.footer]


@dataclass(frozen=True)
class CrossedRow:
    """A theme; `cells` holds one Count a column, None where nothing is planned."""

    label: str
    cells: Sequence[Count | None]
    url: str = ""


@dataclass(frozen=True)
class CrossedTable:
    """Themes × quartiers. `corner` names the first column; `totals` is the last line, one Count a column."""

    caption: str
    corner: str
    columns: Sequence[str]
    rows: Sequence[CrossedRow]
    totals: Sequence[Count] = ()
    totals_label: str = ""

    @property
    def body(self):
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]

    @property
    def foot(self):
        return list(zip(self.columns, self.totals, strict=True)) if self.totals else []
