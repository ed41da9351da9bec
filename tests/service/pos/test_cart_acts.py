"""What a cashier does to a cart: each act, its undo, what the journal keeps of it, and who may."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.core.journal import JournalEntry, till_chain
from app.core.money import ZERO, Money
from pos.cart import service as cart
from pos.cart.goods import GivenPrice
from pos.cart.views import CartView, LineView, UndoView
from tests.factories.amounts import money, qty, unit_price
from tests.factories.till import TillDesk

PLAIN = ("version", "undo")
"""What differs between a cart and the same cart after an act and its undo."""


def journal(till: TillDesk) -> list[tuple[str, dict[str, Any]]]:
    """Kind and body of what the till's chain says of carts, oldest first."""
    with till.shop.database.read_unit() as tx:
        rows = tx.execute(
            select(JournalEntry.kind, JournalEntry.body)
            .where(JournalEntry.chain == till_chain(till.id), JournalEntry.kind.startswith("cart."))
            .order_by(JournalEntry.seq)
        ).all()
    return [(row.kind, json.loads(row.body)) for row in rows]


def without(view: CartView, *names: str) -> dict[str, Any]:
    """The cart as values, less what every act changes."""
    return {name: getattr(view, name) for name in CartView.__slots__ if name not in names}


def offered(till: TillDesk) -> UndoView | None:
    """What the undo bar of a page opened now offers."""
    return till.rung_up.undo


@pytest.fixture
def line(till: TillDesk) -> LineView:
    """The last of two lines: three pieces at 10.00."""
    till.adds(till.shop.product("Oil", "4.50"))
    return till.adds(till.shop.product("Saw", "10.00"), "3").cart.lines[-1]


ACTS: dict[str, Callable[[TillDesk, str], object]] = {
    "more": lambda till, uid: till.act(cart.set_qty, uid, 5000),
    "less": lambda till, uid: till.act(cart.set_qty, uid, 1000),
    "a percentage": lambda till, uid: till.act(cart.set_line_discount, uid, 1250, ZERO, "scratched"),
    "an amount": lambda till, uid: till.act(cart.set_line_discount, uid, 0, money("2.00"), ""),
    "a price": lambda till, uid: till.act(cart.set_price, uid, unit_price("9.9950"), "shelf says so"),
    "a note": lambda till, uid: till.act(cart.set_note, uid, "for Ivan"),
    "out": lambda till, uid: till.act(cart.remove_line, uid),
    "off all": lambda till, _uid: till.act(cart.set_cart_discount, 500, ZERO, "regular"),
    "an amount off all": lambda till, _uid: till.act(cart.set_cart_discount, 0, money("5.00"), ""),
    "one more": lambda till, uid: till.adds(till.shop.product("Rope", "1.00")),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("before", [None, *ACTS])
def test_undo_brings_back_exactly_what_was(till: TillDesk, line: LineView, before: str | None, act: str) -> None:
    if before is not None:
        ACTS[before](till, line.uid)
    was = till.rung_up
    if before == "out" and act in {"more", "less", "a percentage", "an amount", "a price", "a note", "out"}:
        with pytest.raises(NotFound, match="no_line"):
            ACTS[act](till, line.uid)
        assert till.rung_up == was
        return
    ACTS[act](till, line.uid)
    changed = till.rung_up
    assert (without(changed, *PLAIN) != without(was, *PLAIN)) or act == before
    undone = till.act(cart.undo).cart
    assert without(undone, *PLAIN) == without(was, *PLAIN)
    assert undone.undo is None
    assert undone.version > changed.version > was.version
    assert till.rung_up == undone


def test_undo_takes_back_one_act_only(till: TillDesk, line: LineView) -> None:
    till.act(cart.set_qty, line.uid, 5000)
    till.act(cart.set_note, line.uid, "for Ivan")
    assert till.act(cart.undo).cart.lines[-1].note is None
    assert till.rung_up.lines[-1].qty_milli == 5000
    with pytest.raises(Conflict, match="nothing_to_undo"):
        till.act(cart.undo)


def test_undo_lasts_thirty_seconds(till: TillDesk, line: LineView) -> None:
    clock = till.shop.clock
    till.act(cart.set_qty, line.uid, 5000)
    undo = offered(till)
    assert undo is not None
    assert (undo.kind, undo.name, undo.until) == ("qty", "Saw", clock.now() + timedelta(seconds=30))
    clock.advance(timedelta(seconds=29))
    assert offered(till) == undo
    clock.advance(timedelta(seconds=1))
    assert offered(till) is None
    with pytest.raises(Conflict, match="nothing_to_undo"):
        till.act(cart.undo)
    assert till.rung_up.lines[-1].qty_milli == 5000


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("more", "qty"),
        ("a price", "price"),
        ("a percentage", "discount"),
        ("a note", "note"),
        ("out", "removed"),
        ("off all", "cart_discount"),
        ("one more", "added"),
    ],
)
def test_the_undo_bar_names_the_act(till: TillDesk, line: LineView, act: str, kind: str) -> None:
    ACTS[act](till, line.uid)
    undo = till.rung_up.undo
    assert undo is not None
    assert undo.kind == kind


def test_undoing_a_count_takes_back_the_last_scan_only(till: TillDesk) -> None:
    oil = till.shop.product("Oil")
    till.adds(oil, "2")
    till.adds(oil, "3")
    assert till.act(cart.undo).cart.lines[0].qty_milli == qty("2")


def test_a_refused_act_leaves_the_undo_of_the_one_before(till: TillDesk, line: LineView) -> None:
    till.act(cart.set_qty, line.uid, 5000)
    with pytest.raises(BadInput):
        till.act(cart.set_qty, line.uid, 500)
    assert till.act(cart.undo).cart.lines[-1].qty_milli == 3000


def test_a_reason_goes_with_its_discount_also_back(till: TillDesk, line: LineView) -> None:
    till.act(cart.set_cart_discount, 500, ZERO, "regular")
    till.act(cart.set_cart_discount, 1000, ZERO, "angry")
    till.act(cart.undo)
    sale = till.sale(till.pays(cash="rest"))
    assert {discount.why for sold in sale.lines for discount in sold.discounts} == {"regular"}


def test_a_discount_counts_percent_before_amount(till: TillDesk, line: LineView) -> None:
    changed = till.act(cart.set_line_discount, line.uid, 1000, money("2.00"), "scratched").cart.lines[-1]
    assert changed.gross == money("25.00")
    assert [(one.source, one.amount, one.code, one.value) for one in changed.discounts] == [
        ("line", money("3.00"), "line_percent", "10 %"),
        ("line", money("2.00"), "line_amount", "2.00"),
    ]


def test_zeros_take_a_discount_away_and_need_no_right(till: TillDesk, line: LineView) -> None:
    till.act(cart.set_line_discount, line.uid, 1000, ZERO, "")
    till.act(cart.set_cart_discount, 1000, ZERO, "")
    till.cashier = till.shop.cashier()
    till.act(cart.set_line_discount, line.uid, 0, ZERO, "")
    till.act(cart.set_cart_discount, 0, ZERO, "")
    assert till.rung_up.discount == ZERO


@pytest.mark.parametrize("percent_bp", [12_000, 10_001, -1])
def test_a_percentage_lies_between_0_and_100(till: TillDesk, line: LineView, percent_bp: int) -> None:
    was = till.rung_up
    acts: tuple[Callable[[], object], ...] = (
        lambda: till.act(cart.set_line_discount, line.uid, percent_bp, ZERO, ""),
        lambda: till.act(cart.set_cart_discount, percent_bp, ZERO, ""),
    )
    for act in acts:
        with pytest.raises(BadInput) as refused:
            act()
        assert (refused.value.code, refused.value.path) == ("percent_out_of_range", "discount_percent")
    assert till.rung_up == was


def test_a_line_may_be_free_but_not_cheaper(till: TillDesk, line: LineView) -> None:
    till.act(cart.set_line_discount, line.uid, 0, money("30.00"), "")
    free = till.rung_up
    assert free.lines[-1].gross == ZERO
    with pytest.raises(BadInput, match="discount_above_line"):
        till.act(cart.set_line_discount, line.uid, 0, money("30.01"), "")
    with pytest.raises(BadInput, match="discount_above_line"):
        till.act(cart.set_qty, line.uid, 1000)
    with pytest.raises(BadInput, match="negative"):
        till.act(cart.set_line_discount, line.uid, 0, money("-1.00"), "")
    with pytest.raises(BadInput, match="negative"):
        till.act(cart.set_cart_discount, 0, money("-1.00"), "")
    assert till.rung_up == free


def test_a_cart_discount_above_the_cart_makes_it_free_and_no_cheaper(till: TillDesk, line: LineView) -> None:
    changed = till.act(cart.set_cart_discount, 0, money("999.00"), "").cart
    assert (changed.gross, changed.discount, changed.to_pay) == (ZERO, changed.subtotal, ZERO)
    till.act(cart.remove_line, line.uid)
    assert till.rung_up.gross == ZERO


def test_what_takes_no_discount_is_left_out_of_the_carts(till: TillDesk) -> None:
    till.adds(till.shop.product("Book", "10.00", discountable=False))
    till.adds(till.shop.product("Oil", "10.00"))
    assert till.act(cart.set_cart_discount, 1000, ZERO, "").cart.gross == money("19.00")


def test_a_line_taken_out_still_counts_in_the_loss_log(till: TillDesk, line: LineView) -> None:
    till.act(cart.remove_line, line.uid)
    till.act(cart.undo)
    till.act(cart.set_qty, line.uid, 1000)
    till.adds(till.shop.product("Rope", "1.00"))
    till.act(cart.undo)
    losses = [body for kind, body in journal(till) if kind == "cart.line_removed"]
    assert [(loss["name"], loss["qty_milli"], loss["amount"]) for loss in losses] == [
        ("Saw", 3000, 3000),
        ("Saw", 2000, 2000),
        ("Rope", 1000, 100),
    ]


def test_the_journal_says_what_was_changed_by_hand_and_why(till: TillDesk, line: LineView) -> None:
    till.act(cart.set_line_discount, line.uid, 1000, money("1.00"), "scratched")
    till.act(cart.set_price, line.uid, unit_price("9.00"), "shelf says so")
    till.act(cart.set_cart_discount, 500, ZERO, "regular")
    till.act(cart.add_one_off, new_uid(), "Sharpening", unit_price("3.00"), 1000, till.shop.tax("20"))
    till.act(
        cart.add_product,
        new_uid(),
        till.shop.product("Old", None).id,
        1000,
        given=GivenPrice(unit_price("7.00"), "asked"),
    )
    assert [kind for kind, _ in journal(till)] == [
        "cart.line_discount",
        "cart.price_changed",
        "cart.discount",
        "cart.one_off",
        "cart.price_given",
    ]
    bodies = dict(journal(till))
    assert bodies["cart.line_discount"] | {} == {
        "name": "Saw",
        "sku": bodies["cart.line_discount"]["sku"],
        "percent_bp": 1000,
        "amount": 100,
        "reason": "scratched",
    }
    assert (bodies["cart.price_changed"]["old_scaled"], bodies["cart.price_changed"]["new_scaled"]) == (
        unit_price("10.00").scaled,
        unit_price("9.00").scaled,
    )
    assert bodies["cart.price_changed"]["reason"] == "shelf says so"
    assert bodies["cart.discount"]["reason"] == "regular"
    assert bodies["cart.price_given"]["reason"] == "asked"


def test_a_discount_taken_back_is_journaled_too(till: TillDesk, line: LineView) -> None:
    till.act(cart.set_line_discount, line.uid, 1000, ZERO, "scratched")
    till.act(cart.undo)
    assert [kind for kind, _ in journal(till)] == ["cart.line_discount", "cart.undone"]
    assert journal(till)[-1][1]["undone"] == "discount"


@pytest.mark.parametrize(
    ("act", "right"),
    [
        ("a percentage", "till.discount_line"),
        ("an amount", "till.discount_line"),
        ("a price", "till.change_price"),
        ("off all", "till.discount_cart"),
    ],
)
def test_what_costs_the_shop_money_is_a_right_that_can_be_lent(
    till: TillDesk, line: LineView, act: str, right: str
) -> None:
    anna = till.cashier = till.shop.cashier("Anna")
    with pytest.raises(Forbidden) as refused:
        ACTS[act](till, line.uid)
    assert refused.value.facts == {"right": right}
    till.cashier = anna.lent(right, "Boris")
    ACTS[act](till, line.uid)
    with till.shop.database.read_unit() as tx:
        last = tx.execute(
            select(JournalEntry).where(JournalEntry.chain == till_chain(till.id)).order_by(JournalEntry.seq.desc())
        ).first()
    assert last is not None
    assert (last.actor, last.supervisor) == ("Anna", "Boris")


@pytest.mark.parametrize("act", ["more", "less", "a note", "out"])
def test_what_every_cashier_may(till: TillDesk, line: LineView, act: str) -> None:
    till.cashier = till.shop.cashier()
    ACTS[act](till, line.uid)


@pytest.mark.parametrize("text", ["x" * 201, "half\ud800", "zero\x00"])
def test_words_that_cannot_be_kept_are_refused(till: TillDesk, line: LineView, text: str) -> None:
    was = till.rung_up
    old = till.shop.product("Old", None)
    acts: tuple[Callable[[], object], ...] = (
        lambda: till.act(cart.set_note, line.uid, text),
        lambda: till.act(cart.set_price, line.uid, unit_price("9.00"), text),
        lambda: till.act(cart.set_line_discount, line.uid, 1000, ZERO, text),
        lambda: till.act(cart.set_cart_discount, 1000, ZERO, text),
        lambda: till.act(cart.drop_cart, text),
        lambda: till.act(cart.add_product, new_uid(), old.id, 1000, given=GivenPrice(unit_price("1.00"), text)),
    )
    for act in acts:
        with pytest.raises(BadInput) as refused:
            act()
        assert refused.value.code in {"text_too_long", "text_unprintable"}
    assert till.rung_up == was


def test_words_in_every_script_are_kept(till: TillDesk, line: LineView) -> None:
    for words in ("для Ивана, ё", "ملاحظة", "árvíztűrő 🪚", 'o\'clock "quoted" <b>', "x" * 200):
        assert till.act(cart.set_note, line.uid, words).cart.lines[-1].note == words
    assert till.act(cart.set_note, line.uid, "  two\n lines ").cart.lines[-1].note == "two lines"
    assert till.act(cart.set_note, line.uid, " ").cart.lines[-1].note is None


def test_a_line_that_is_not_there_cannot_be_changed(till: TillDesk, line: LineView) -> None:
    for uid in (new_uid(), till.cart_uid):
        with pytest.raises(NotFound, match="no_line"):
            till.act(cart.set_qty, uid, 1000)


def test_a_cart_that_is_not_there_cannot_be_changed(till: TillDesk) -> None:
    with pytest.raises(NotFound, match="no_cart"):
        till.act(cart.undo)
    with pytest.raises(NotFound, match="no_cart"):
        till.act(cart.drop_cart, "")
    assert till.cart is None


def test_dropping_a_cart_is_journaled_with_its_lines(till: TillDesk, line: LineView) -> None:
    till.act(cart.drop_cart, "left without money")
    assert till.cart is None
    kind, body = journal(till)[-1]
    assert kind == "cart.dropped"
    assert (body["gross"], body["reason"]) == (3450, "left without money")
    assert [(one["name"], one["qty_milli"]) for one in body["lines"]] == [("Oil", 1000), ("Saw", 3000)]


def test_a_cart_with_something_in_it_is_not_dropped_by_everyone(till: TillDesk, line: LineView) -> None:
    till.cashier = till.shop.cashier()
    with pytest.raises(Forbidden) as refused:
        till.act(cart.drop_cart, "")
    assert refused.value.facts == {"right": "till.drop_cart"}
    for one in till.rung_up.lines:
        till.act(cart.remove_line, one.uid)
    till.act(cart.drop_cart, "")
    assert till.cart is None


def test_a_cart_of_removed_lines_is_empty_but_open(till: TillDesk, line: LineView) -> None:
    for one in till.rung_up.lines:
        till.act(cart.remove_line, one.uid)
    assert (till.rung_up.lines, till.rung_up.gross) == ((), Money(0))
    till.act(cart.undo)
    assert len(till.rung_up.lines) == 1


def test_versions_grow_with_every_act_and_nothing_else(till: TillDesk, line: LineView) -> None:
    version = till.rung_up.version
    assert till.rung_up.version == version
    with pytest.raises(BadInput):
        till.act(cart.set_qty, line.uid, 1)
    assert till.rung_up.version == version
    changed = till.act(cart.set_qty, line.uid, 4000)
    assert (changed.previous_version, changed.cart.version) == (version, version + 1)
