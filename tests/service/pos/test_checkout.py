"""Paying: the cart becomes a sale, once, with everything as it was."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core import outbox_view
from app.core.errors import Conflict, Forbidden, NotFound, ShopError
from app.core.ids import new_uid
from app.core.journal import JournalEntry, till_chain
from app.core.money import ZERO, Money, total
from app.core.outbox_tables import OutboxMessage
from pos.cart import service as cart
from pos.cart.models import Cart, CartAct, CartLine
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.sale.models import Sale, Tender
from pos.sale.reading import recent_sales, sale_by_uid
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk, tenders
from warehouse.stock.models import StockMove


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    """A saw at 12.50, tax of 20 % in it."""
    return till.shop.product("Saw", "12.50", tax="20")


def rows(till: TillDesk, model: type[Any]) -> int:
    with till.shop.database.read_unit() as tx:
        counted: int = tx.execute(select(func.count()).select_from(model)).scalar_one()
        return counted


def test_a_paid_cart_is_a_sale_with_everything_as_it_was(till: TillDesk, saw: Goods) -> None:
    till.adds(saw, "2")
    till.act(cart.set_line_discount, till.rung_up.lines[0].uid, 1000, ZERO, "scratched")
    till.act(cart.set_note, till.rung_up.lines[0].uid, "for Ivan")
    till.act(cart.add_one_off, new_uid(), "Sharpening", unit_price("3.00"), 1000, till.shop.tax("none"))
    till.shop.clock.advance(timedelta(minutes=5))
    seen, uid = till.rung_up, till.cart_uid
    done = till.pays(cash="30.00", version=seen.version)
    assert (done.uid, done.number, done.line_count, done.repeated) == (uid, 1, 2, False)
    assert (done.to_pay, done.paid, done.change) == (money("25.50"), money("30.00"), money("4.50"))
    assert done.tenders == (("cash", money("30.00")),)
    sale = till.sale(done)
    head = sale.head
    assert (head.discount, head.gross, head.to_pay) == (
        seen.discount,
        seen.gross,
        seen.to_pay,
    )
    assert (head.net + head.tax, head.gross + head.rounding, head.paid - head.change) == (
        head.gross,
        head.to_pay,
        head.to_pay,
    )
    assert (head.business_date, head.completed_at) == (date(2026, 3, 6), till.shop.clock.now())
    assert head.cashier_name == till.cashier.name
    first, second = sale.lines
    assert (first.product_id, first.name, first.qty_milli, first.unit_price) == (
        saw.id,
        "Saw",
        2000,
        unit_price("12.50"),
    )
    assert (first.amount, first.gross, first.tax, first.tax_rate_bp) == (
        money("25.00"),
        money("22.50"),
        money("3.75"),
        2000,
    )
    assert (first.note, [(one.source, one.amount, one.why) for one in first.discounts]) == (
        "for Ivan",
        [("line", money("2.50"), "scratched")],
    )
    assert (second.product_id, second.name, second.tax, second.tax_rate_bp) == (None, "Sharpening", ZERO, None)
    assert till.cart is None


def test_every_figure_of_a_sale_is_the_sum_of_its_lines(till: TillDesk) -> None:
    for price, tax, pieces in (("0.99", "20", "3"), ("2.10", "9", "7"), ("5.55", "none", "1"), ("0.01", "0", "9")):
        till.adds(till.shop.product(price=price, tax=tax), pieces)
    till.act(cart.set_cart_discount, 733, money("0.77"), "")
    sale = till.sale(till.pays(card="rest"))
    for name in ("net", "tax", "gross"):
        assert getattr(sale.head, name) == total(getattr(line, name) for line in sale.lines), name
    with till.shop.database.read_unit() as tx:
        subtotal = tx.execute(select(Sale.subtotal).where(Sale.uid == sale.head.uid)).scalar_one()
    assert subtotal == total(line.amount for line in sale.lines)
    discounts = [discount.amount for line in sale.lines for discount in line.discounts]
    assert sale.head.discount == total(discounts) == subtotal - sale.head.gross
    assert sale.head.line_count == len(sale.lines)


def test_nothing_of_the_cart_stays(till: TillDesk, saw: Goods) -> None:
    before = {model: rows(till, model) for model in (Cart, CartLine, CartAct)}
    till.adds(saw)
    till.adds(saw)
    till.act(cart.remove_line, till.rung_up.lines[0].uid)
    till.adds(saw)
    till.pays(cash="rest")
    assert {model: rows(till, model) for model in before} == before


def test_what_was_taken_out_is_not_sold(till: TillDesk, saw: Goods) -> None:
    rope = till.shop.product("Rope", "1.00", stock="5")
    till.adds(rope)
    till.adds(saw)
    till.act(cart.remove_line, till.rung_up.lines[0].uid)
    sale = till.sale(till.pays(cash="rest"))
    assert [(line.position, line.name) for line in sale.lines] == [(1, "Saw")]
    assert till.shop.stock_of(rope) == 5000


def test_numbers_run_on_within_a_till(till: TillDesk, saw: Goods) -> None:
    other = till.shop.till()
    assert [till.sells(saw).number, other.sells(saw).number, till.sells(saw).number] == [1, 1, 2]
    till.closes()
    till.opens()
    assert till.sells(saw).number == 3


@pytest.mark.parametrize(
    "again",
    [
        lambda till, uid: checkout_again(till, uid, tenders(cash="20.00")),
        lambda till, uid: checkout_again(till, uid, tenders(card="rest")),
        lambda till, uid: checkout_again(till, uid, []),
        lambda till, uid: checkout_again(till, uid, tenders(cash="20.00"), version=99),
        lambda till, uid: checkout_again(till, uid.upper(), tenders(cash="20.00")),
        lambda till, uid: checkout_again(till, uid, [TenderRequest("seashells", money("1.00"))]),
    ],
    ids=["the same", "other tenders", "none", "another version", "written otherwise", "nonsense"],
)
def test_paying_again_answers_the_first_sale(till: TillDesk, saw: Goods, again: Callable[[TillDesk, str], Any]) -> None:
    till.adds(saw)
    uid = till.cart_uid
    first = till.pays(cash="20.00")
    counted = {model: rows(till, model) for model in (Sale, Tender, StockMove, OutboxMessage, JournalEntry)}
    repeated = again(till, uid)
    assert repeated.repeated
    assert (repeated.uid, repeated.number, repeated.to_pay, repeated.paid, repeated.change, repeated.tenders) == (
        first.uid,
        first.number,
        first.to_pay,
        first.paid,
        first.change,
        first.tenders,
    )
    assert repeated.line_count == first.line_count
    assert {model: rows(till, model) for model in counted} == counted


def checkout_again(till: TillDesk, uid: str, given: list[TenderRequest], version: int | None = None) -> Any:
    till.cart_uid = uid
    return till.act(checkout, version, given)


def test_paying_again_answers_after_the_shift_was_closed_and_the_next_cart_begun(till: TillDesk, saw: Goods) -> None:
    """The answer was lost; the cashier went on, or went home."""
    till.adds(saw)
    uid = till.cart_uid
    first = till.pays(cash="rest")
    till.adds(saw)
    assert checkout_again(till, uid, []).number == first.number
    till.cart_uid = till.rung_up.uid
    till.pays(cash="rest")
    till.closes()
    assert checkout_again(till, uid, []).number == first.number


def test_a_cart_that_changed_meanwhile_is_not_sold(till: TillDesk, saw: Goods) -> None:
    seen = till.adds(saw).cart.version
    till.adds(saw)
    with pytest.raises(Conflict, match="cart_changed"):
        till.pays(cash="99.00", version=seen)
    assert till.rung_up.lines[0].qty_milli == 2000
    assert till.pays(cash="99.00", version=till.rung_up.version).to_pay == money("25.00")


def nothing_was_sold(till: TillDesk) -> None:
    with till.shop.database.read_unit() as tx:
        assert recent_sales(tx, till_id=till.id) == []
    assert till.rung_up.gross == money("12.50")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (tenders(cash="12.49"), "tenders_below_total"),
        (tenders(card="5.00", cash="7.49"), "tenders_below_total"),
        ([], "tenders_below_total"),
        (tenders(card="12.51"), "tender_too_high"),
        (tenders(transfer="13.00", cash="rest"), "tender_too_high"),
        ([TenderRequest("cash", money("-1.00"))], "negative"),
        ([TenderRequest("card"), TenderRequest("transfer")], "second_open_tender"),
        ([TenderRequest("seashells")], "unknown_tender"),
        ([TenderRequest("balance", money("12.50"))], "no_prepaid_balance"),
        ([TenderRequest("cash", Money(10**15))], "amount_too_large"),
    ],
)
def test_a_payment_that_does_not_fit_sells_nothing(
    till: TillDesk, saw: Goods, given: list[TenderRequest], code: str
) -> None:
    till.adds(saw)
    with pytest.raises(ShopError) as refused:
        till.act(checkout, None, given)
    assert refused.value.code == code
    nothing_was_sold(till)


def test_what_is_missing_is_said(till: TillDesk, saw: Goods) -> None:
    till.adds(saw)
    with pytest.raises(Conflict) as refused:
        till.pays(card="5.00", cash="7.00")
    assert refused.value.facts == {"need": money("0.50")}


@pytest.mark.parametrize(
    ("given", "kept", "change"),
    [
        (tenders(cash="20.00"), [("cash", "20.00")], "7.50"),
        (tenders(cash="rest"), [("cash", "12.50")], "0.00"),
        (tenders(card="rest"), [("card", "12.50")], "0.00"),
        (tenders(card="5.00", cash="10.00"), [("card", "5.00"), ("cash", "10.00")], "2.50"),
        (
            tenders(card="5.00", transfer="2.50", cash="rest"),
            [("card", "5.00"), ("transfer", "2.50"), ("cash", "5.00")],
            "0.00",
        ),
        (
            [
                TenderRequest("cash", money("10.00")),
                TenderRequest("cash", money("10.00")),
                TenderRequest("card", money("1.00")),
            ],
            [("cash", "10.00"), ("cash", "10.00"), ("card", "1.00")],
            "8.50",
        ),
        (tenders(card="12.50", cash="5.00"), [("card", "12.50"), ("cash", "5.00")], "5.00"),
    ],
)
def test_ways_of_paying(
    till: TillDesk, saw: Goods, given: list[TenderRequest], kept: list[tuple[str, str]], change: str
) -> None:
    till.adds(saw)
    done = till.act(checkout, None, given)
    assert done.tenders == tuple((kind, money(amount)) for kind, amount in kept)
    assert (done.change, done.paid - done.change) == (money(change), done.to_pay)
    with till.shop.database.read_unit() as tx:
        assert sale_by_uid(tx, done.uid).tenders == done.tenders


@pytest.mark.parametrize("given", [[], tenders(cash="rest"), tenders(card="rest"), tenders(cash="5.00")])
def test_a_free_cart_is_sold_for_nothing(till: TillDesk, saw: Goods, given: list[TenderRequest]) -> None:
    till.adds(saw)
    till.act(cart.set_cart_discount, 10_000, ZERO, "prize")
    done = till.act(checkout, None, given)
    assert (done.to_pay, done.paid, done.change) == (ZERO, done.change, done.paid)
    assert till.sale(done).head.gross == ZERO


def test_no_shift_no_sale(till: TillDesk, saw: Goods) -> None:
    closed = till.shop.till(opened=False)
    closed.adds(saw)
    with pytest.raises(Conflict, match="no_open_shift"):
        closed.pays(cash="rest")
    closed.opens()
    assert closed.pays(cash="rest").number == 1


def test_an_empty_cart_is_not_sold(till: TillDesk, saw: Goods) -> None:
    with pytest.raises(NotFound, match="no_cart"):
        till.pays(cash="rest")
    till.adds(saw)
    till.act(cart.remove_line, till.rung_up.lines[0].uid)
    with pytest.raises(Conflict, match="cart_empty"):
        till.pays(cash="rest")


def test_who_may_not_sell_may_not_even_ask(till: TillDesk, saw: Goods) -> None:
    till.adds(saw)
    till.cashier = till.shop.cashier(without=["till.sell"])
    with pytest.raises(Forbidden):
        till.pays(cash="rest")


def test_the_journal_tells_the_sale(till: TillDesk, saw: Goods) -> None:
    till.adds(saw, "2")
    uid = till.cart_uid
    till.pays(card="5.00", cash="30.00")
    with till.shop.database.read_unit() as tx:
        entry = tx.execute(
            select(JournalEntry).where(JournalEntry.chain == till_chain(till.id), JournalEntry.kind == "sale.completed")
        ).one()
    assert (entry.subject, entry.actor) == (f"sale:{uid}", till.cashier.name)
    assert json.loads(entry.body) == {
        "number": 1,
        "kind": "sale",
        "customer": None,
        "lines": 1,
        "gross": 2500,
        "tax": 417,
        "discount": 0,
        "to_pay": 2500,
        "change": 1000,
        "tenders": [["card", 500], ["cash", 3000]],
    }


def test_moves_point_back_to_the_line_they_come_from(till: TillDesk) -> None:
    oil = till.shop.product("Oil", stock="10")
    till.adds(till.shop.product("Haircut", kind="service"))
    till.adds(oil, "2")
    done = till.pays(cash="rest")
    with till.shop.database.read_unit() as tx:
        move = tx.execute(
            select(StockMove).where(StockMove.document_kind == "sale", StockMove.document_id == done.sale_id)
        ).one()
    assert (move.product_id, move.qty_milli, move.document_line) == (oil.id, 2000, 2)
    assert (move.at, move.business_date) == (till.shop.clock.now(), date(2026, 3, 6))


def test_sales_are_read_newest_first_and_by_page(till: TillDesk, saw: Goods) -> None:
    done = [till.sells(saw) for _ in range(5)]
    with till.shop.database.read_unit() as tx:
        newest = recent_sales(tx, till_id=till.id, limit=2)
        older = recent_sales(tx, till_id=till.id, before_id=newest[-1].id)
        assert [head.uid for head in [*newest, *older]] == [sale.uid for sale in reversed(done)]
        assert recent_sales(tx, till_id=till.id, day=date(2026, 3, 5)) == []
        assert len(recent_sales(tx, till_id=till.id, day=date(2026, 3, 6))) == 5
        with pytest.raises(NotFound, match="no_sale"):
            sale_by_uid(tx, new_uid())


def test_a_till_without_a_printer_sells_too(till: TillDesk, saw: Goods) -> None:
    till.sells(saw)
    with till.shop.database.read_unit() as tx:
        assert outbox_view.lane_status(tx, f"printer:till-{till.id}").waiting == 0


def test_a_sale_after_midnight_belongs_to_the_day_before(shop: Shop) -> None:
    till = shop.till()
    shop.clock.advance(timedelta(hours=16))  # 03:00 in Sofia
    assert till.sale(till.sells(shop.product())).head.business_date == date(2026, 3, 6)
    shop.clock.advance(timedelta(hours=1))
    assert till.sale(till.sells(shop.product())).head.business_date == date(2026, 3, 7)
