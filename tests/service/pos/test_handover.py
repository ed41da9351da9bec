"""The drawer goes from hand to hand inside a shift; each cashier answers for what he took over."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.actor import Actor
from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.core.money import ZERO, Money, total
from pos.papers.store import stored_paper
from pos.shift.handover import HandedOver, Taker, hand_over, handover
from pos.shift.models import ShiftHandover
from pos.shift.papers import z_document
from pos.shift.service import cash_in_out, x_report
from printing.document import Document, Pair, Text
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.factories.till import TillDesk, counted


def taker_of(actor: Actor) -> Taker:
    assert actor.account_id is not None
    return Taker(actor.account_id, actor.name)


def hands_over(till: TillDesk, to: Actor, amount: str | Money, uid: str = "") -> HandedOver:
    """The cashier counts and signs over; from then on the colleague stands at the till."""
    done = till.does(hand_over, uid or new_uid(), counted(amount), taker_of(to))
    till.cashier = to
    return done


def words_of(paper: Document) -> list[str]:
    texts = [f"{block.label} {block.value}" for block in paper.blocks if isinstance(block, Pair)]
    return texts + [block.text for block in paper.blocks if isinstance(block, Text)]


def test_each_cashier_answers_for_what_he_took_over(shop: Shop) -> None:
    till, goods = shop.till(printer=True), shop.product(price="50.00")
    anna, peter, olga = till.cashier, shop.cashier("Peter"), shop.cashier("Olga")
    till.sells(goods)
    first = hands_over(till, peter, "145.00")
    assert (first.giver_name, first.taker_name) == (anna.name, "Peter")
    assert (first.expected, first.counted, first.difference) == (money("150.00"), money("145.00"), money("-5.00"))
    till.sells(goods)
    second = hands_over(till, olga, "195.00")
    assert (second.expected, second.difference) == (money("195.00"), ZERO)
    till.sells(goods)
    closed = till.closes("247.00")
    assert closed.difference == money("-3.00")
    assert [(one.name, one.sale_count, one.gross) for one in closed.figures.cashiers] == sorted(
        [(anna.name, 1, money("50.00")), ("Peter", 1, money("50.00")), ("Olga", 1, money("50.00"))]
    )
    assert closed.figures.expected_cash == money("250.00"), "a hand-over moves no money"
    with shop.database.read_unit() as tx:
        z = words_of(stored_paper(tx, closed.document))
        slip = words_of(stored_paper(tx, first.document))
    assert any(line.endswith(f"{anna.name} → Peter −5.00") for line in z)
    assert "of it Olga 2.00" in z
    assert "Olga (1) 50.00" in z
    assert {"Handed over to Peter", "Expected 150.00", "Difference −5.00", anna.name, "Peter"} <= set(slip)
    assert closed.document.startswith(z_document(""))
    assert shop.faults() == ([], [])


def test_one_cashier_alone_leaves_no_trace_of_hands(shop: Shop) -> None:
    till = shop.till()
    till.sells(shop.product())
    closed = till.closes("110.00")
    with shop.database.read_unit() as tx:
        z = " ".join(words_of(stored_paper(tx, closed.document)))
    assert "Cashiers" not in z
    assert "Hand-overs" not in z


def test_the_same_hand_over_again_answers_the_first(shop: Shop) -> None:
    till, peter = shop.till(), shop.cashier("Peter")
    anna, uid = till.cashier, new_uid()
    first = hands_over(till, peter, "100.00", uid)
    till.cashier = anna
    assert hands_over(till, peter, "1.00", uid) == first
    till.closes("100.00")
    assert hands_over(till, anna, "1.00", uid) == first, "even after the shift"
    with shop.database.read_unit() as tx:
        assert len(tx.execute(select(ShiftHandover.id)).all()) == 1
        assert handover(tx, uid) == first


def test_what_is_refused(shop: Shop) -> None:
    till, peter = shop.till(), shop.cashier("Peter")
    with pytest.raises(BadInput, match="handover_to_self"):
        hands_over(till, till.cashier, "100.00")
    with pytest.raises(BadInput, match="unknown_denomination"):
        till.does(hand_over, new_uid(), {3: 1}, taker_of(peter))
    with pytest.raises(Conflict, match="taker_cannot_sell"):
        till.does(hand_over, new_uid(), {}, Taker(999, "Nobody"))
    till.cashier = shop.cashier(without=["shift.close"])
    with pytest.raises(Forbidden):
        hands_over(till, peter, "100.00")
    closed = shop.till(opened=False)
    with pytest.raises(Conflict, match="no_open_shift"):
        hands_over(closed, peter, "100.00")


@dataclass(frozen=True)
class Step:
    """A sale of so many cents, or cash in or out, or a hand-over with the drawer off by so many."""

    kind: str
    cents: int


STEPS = st.lists(
    st.one_of(
        st.builds(Step, st.just("in"), st.integers(1, 5_000)),
        st.builds(Step, st.just("out"), st.integers(1, 300)),
        st.builds(Step, st.just("hand"), st.integers(-300, 300)),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(-300, 300))
def test_the_differences_of_all_hands_are_that_of_the_shift(shared_shop: Shop, steps: list[Step], at_last: int) -> None:
    till = shared_shop.till()
    colleagues = [till.cashier, shared_shop.cashier(), shared_shop.cashier()]
    off = ZERO
    differences: list[Money] = []
    for step in steps:
        if step.kind == "hand":
            with shared_shop.database.read_unit() as tx:
                should_be = x_report(tx, till.id).expected_cash
            off += Money(step.cents)
            if (should_be + off).minor < 0:
                off -= Money(step.cents)
                continue
            till.cashier = colleagues[len(differences) % 3]
            done = hands_over(till, colleagues[(len(differences) + 1) % 3], should_be + off)
            differences.append(done.difference)
            assert done.difference == Money(step.cents)
        else:
            till.cashier = colleagues[0]
            till.does(cash_in_out, new_uid(), step.kind, Money(step.cents), "a reason")
    till.cashier = colleagues[0]
    with shared_shop.database.read_unit() as tx:
        should_be = x_report(tx, till.id).expected_cash
    last = max((should_be + off + Money(at_last)).minor, 0)
    closed = till.closes(Money(last))
    assert closed.difference == total(differences) + (Money(last) - should_be - off)
    assert [one.difference for one in closed.figures.handovers] == differences
