"""The tables of amounts of a convention, as its documents print them. Amounts are `Decimal` euros."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cms.enums import FactState
from cms.models import BudgetLine, BudgetStatement, ConventionPage


@dataclass(frozen=True, slots=True)
class Amount:
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """`printed_total` is what the document says, right or wrong, or None when it prints none."""

    title: str
    year: int | None
    source: str
    lines: Sequence[Amount]
    printed_total: Decimal | None
    explanation: str

    @property
    def name(self) -> str:
        return f"{self.title}, {self.year}" if self.year else self.title

    @property
    def sum(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def gap(self) -> Decimal | None:
        """Printed total minus the sum of the lines; None when they agree or when one of the two is not there."""
        if self.printed_total is None or not self.lines:
            return None
        return (self.printed_total - self.sum) or None


def statements_of(page: ConventionPage) -> tuple[Statement, ...]:
    """In the document's order. Two queries, one when there is no statement."""
    found = list(BudgetStatement.objects.public().filter(page=page))
    lines: dict[int, list[Amount]] = {}
    if found:
        rows = BudgetLine.objects.filter(statement__in=found, state=FactState.VALIDATED)
        for statement, label, amount in rows.values_list("statement_id", "label", "amount"):
            lines.setdefault(statement, []).append(Amount(label, amount))
    return tuple(
        Statement(
            title=one.title,
            year=one.year,
            source=one.source,
            lines=tuple(lines.get(one.pk, ())),
            printed_total=one.printed_total,
            explanation=one.explanation,
        )
        for one in found
    )
