"""What a package is worth: the table of the manual, and parts that always add up to what was paid."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.core.money import ZERO, Money, total
from loyalty.packages.ledger import PackageView
from tests.factories.amounts import money

MANUAL = Path(__file__).parents[3] / "docs" / "packages.md"


def package(paid: Money, visits: int, left: int = 0, used: int = 0) -> PackageView:
    """A package as it stands."""
    sold_at = datetime(2026, 3, 6, tzinfo=UTC)
    return PackageView(
        1, "", 1, 1, "", 1, 1, sold_at, visits, left, used, paid, ZERO, None, "sale", None, 0, 0, None, False, "{}"
    )


def test_the_table_of_the_manual_holds() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in MANUAL.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and line[2].isdigit()
    ]
    assert len(rows) == 6
    for paid, visits, gone, back in rows:
        assert package(money(paid), int(visits)).value_of(int(visits) - int(gone)) == money(back), (paid, gone)


@given(st.integers(0, 10**9), st.integers(1, 1000))
def test_the_worth_of_each_visit_adds_up_to_what_was_paid(paid: int, visits: int) -> None:
    worth = [package(Money(paid), visits).value_of(left) for left in range(visits + 1)]
    assert (worth[0], worth[-1]) == (ZERO, Money(paid))
    assert total(after - before for before, after in pairwise(worth)) == Money(paid)
    assert worth == sorted(worth)


def test_visits_given_for_nothing_are_not_paid_back() -> None:
    assert package(money("300.00"), 10, left=4, used=7).paid_back(0) == 3
    assert package(money("300.00"), 10, left=2, used=7).paid_back(0) == 2
    assert package(money("300.00"), 10, left=3, used=2).paid_back(5) == 3
