"""The figures of a run: like is compared with like, and what is kept is read again as it was."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.money import ZERO, Money
from app.web.office.promotions.rehearsal_figures import bar_of
from pos.rehearsal.comparison import LEAST_COMPARED, Buyer, Groups
from pos.rehearsal.figures import WHOLE_BP, Figures, Goods
from tests.factories.amounts import money


def groups(*buyers: tuple[bool, int, str, str, int]) -> Groups:
    """So many customers (the last number) of each kind."""
    found = Groups()
    for reached, visits, before, during, count in buyers:
        for _ in range(count):
            found.add(Buyer(reached, visits, money(before), money(during)))
    return found


def test_whoever_comes_often_is_compared_with_whoever_came_as_often() -> None:
    # Of the plain averages the reached would seem to spend far more: nearly all of them come often.
    compared = groups(
        (True, 5, "100.00", "110.00", 18),
        (True, 1, "10.00", "12.00", 6),
        (False, 5, "100.00", "104.00", 6),
        (False, 1, "10.00", "10.00", 40),
    ).compared()
    assert compared is not None
    assert (compared.reached.before, compared.reached.during) == (money("77.50"), money("85.50"))
    assert (compared.others.before, compared.others.during) == (money("77.50"), money("80.50"))
    assert compared.difference == money("5.00")


def test_too_few_are_not_compared_and_nobody_without_both_times_is() -> None:
    few = groups((True, 1, "10.00", "12.00", LEAST_COMPARED - 1), (False, 1, "10.00", "10.00", 40))
    assert few.compared() is None
    elsewhere = groups((True, 1, "10.00", "12.00", 30), (False, 5, "10.00", "10.00", 40))
    assert elsewhere.compared() is None
    new = groups((True, 0, "0.00", "12.00", 30), (False, 1, "10.00", "10.00", 40), (True, 2, "5.00", "0.00", 30))
    assert (new.compared(), new.all_reached, new.new) == (None, 60, 30)


AMOUNTS = st.integers(0, 10**9).map(Money)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(0, 5), st.integers(1, 40))
def test_what_is_kept_is_read_again(net: Money, cost: Money, less: Money, visits: int, count: int) -> None:
    figures = Figures(receipts=count, touched=1, turnover=net, net=net, goods=Goods(net, cost), less=less)
    figures.touched_goods, figures.less_margin = Goods(net, cost), less
    figures.groups.add(Buyer(True, visits, net, cost))
    assert Figures.parse(figures.to_json()) == figures
    bar = bar_of(figures)
    if bar:
        assert sum(part.width_bp for part in bar) == WHOLE_BP
        assert Money(sum(part.amount.minor for part in bar)) == net
        assert all(part.width_bp >= 0 and part.amount >= ZERO for part in bar)
