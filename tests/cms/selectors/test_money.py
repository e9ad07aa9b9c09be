from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.enums import FactState
from cms.selectors.money import Amount, Statement, statements_of
from tests.factories.cms import BudgetLineFactory, BudgetStatementFactory, ConventionPageFactory

amounts = st.decimals(min_value=0, max_value=10**9, places=2)


def statement(lines, printed):
    found = tuple(Amount("", amount) for amount in lines)
    return Statement("Subvention", 2015, "", found, printed, "")


@given(st.lists(amounts, min_size=1, max_size=20), st.none() | amounts)
def test_a_gap_is_exactly_what_keeps_the_two_totals_apart(lines, printed):
    one = statement(lines, printed)
    if printed is None or printed == one.sum:
        assert one.gap is None
    else:
        assert one.sum + one.gap == printed


def test_martigues_2015():
    lines = ["29174.12", "50995.34", "154269.16", "68404.37", "186117.58"]
    one = statement([Decimal(line) for line in lines], Decimal("484960.57"))
    assert one.sum == Decimal("488960.57")
    assert one.gap == Decimal("-4000.00")


def test_a_total_without_lines_is_no_discrepancy():
    assert statement([], Decimal("130000")).gap is None


@pytest.mark.django_db
def test_only_validated_statements_and_lines_show():
    page = ConventionPageFactory()
    one = BudgetStatementFactory(page=page, title="Entretien")
    BudgetLineFactory(statement=one, label="Boudème")
    BudgetLineFactory(statement=one, label="Proposée", state=FactState.PROPOSED)
    BudgetStatementFactory(page=page, state=FactState.REJECTED)
    BudgetStatementFactory()
    (found,) = statements_of(page)
    assert [line.label for line in found.lines] == ["Boudème"]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 30])
def test_money_is_read_in_two_queries(size, django_assert_num_queries):
    page = ConventionPageFactory()
    for _ in range(size):
        BudgetLineFactory(statement=BudgetStatementFactory(page=page))
    with django_assert_num_queries(2):
        assert sum(len(one.lines) for one in statements_of(page)) == size
