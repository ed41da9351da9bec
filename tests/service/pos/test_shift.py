"""The shift: float, cash in and out, X, blind count, difference, Z."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import journal
from app.core.errors import BadInput, Conflict, Forbidden, ShopError
from app.core.ids import new_uid
from app.core.journal import JournalEntry, till_chain
from app.core.money import ZERO, Money, total
from pos.cart import service as cart
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.papers.store import printings, stored_paper
from pos.sale.models import Sale, SaleLine, Tender
from pos.settings import CASH_STEP
from pos.shift.figures import Figures
from pos.shift.models import CashEntry, Shift, ShiftClose
from pos.shift.reading import closed_shifts
from pos.shift.service import (
    CASH_KINDS,
    cash_in_out,
    close_shift,
    open_shift,
    print_x,
    x_report,
)
from printing.document import Pair
from tests.factories.amounts import money
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk, counted


@pytest.fixture
def closed_till(shared_shop: Shop) -> TillDesk:
    """A till whose shift is not open."""
    return shared_shop.till(opened=False)


def rows(till: TillDesk, model: type[Any]) -> int:
    with till.shop.database.read_unit() as tx:
        found: int = tx.execute(select(func.count()).select_from(model)).scalar_one()
        return found


def last_entry(till: TillDesk, kind: str) -> dict[str, Any]:
    with till.shop.database.read_unit() as tx:
        body = tx.execute(
            select(JournalEntry.body)
            .where(JournalEntry.chain == till_chain(till.id), JournalEntry.kind == kind)
            .order_by(JournalEntry.seq.desc())
        ).scalar()
    found: dict[str, Any] = json.loads(body or "{}")
    return found


def test_a_shift_is_opened_with_what_was_counted(closed_till: TillDesk) -> None:
    assert closed_till.shift() is None
    counts = {5000: 1, 2000: 2, 100: 10}
    shift = closed_till.does(open_shift, new_uid(), counts)
    assert (shift.number, shift.opening_float, shift.business_date) == (1, money("100.00"), date(2026, 3, 6))
    assert (shift.opened_by, shift.opened_at) == (closed_till.cashier.name, closed_till.shop.clock.now())
    assert closed_till.shift() == shift
    assert closed_till.expected_cash == money("100.00")
    assert last_entry(closed_till, "shift.opened") == {
        "number": 1,
        "float": 10000,
        "counts": {"5000": 1, "2000": 2, "100": 10},
    }


def test_a_drawer_may_begin_empty(closed_till: TillDesk) -> None:
    assert closed_till.does(open_shift, new_uid(), {}).opening_float == ZERO


def test_opening_again_answers_the_open_shift(closed_till: TillDesk) -> None:
    uid = new_uid()
    first = closed_till.does(open_shift, uid, counted("100.00"))
    counts = rows(closed_till, JournalEntry)
    assert closed_till.does(open_shift, uid.upper(), counted("50.00")) == first
    assert rows(closed_till, JournalEntry) == counts


def test_one_shift_at_a_time(till: TillDesk) -> None:
    opener = till.cashier.name
    till.cashier = till.shop.cashier("Boris")
    with pytest.raises(Conflict) as refused:
        till.opens()
    assert (refused.value.code, refused.value.facts) == ("shift_open", {"opened_by": opener})


def test_an_opening_that_arrives_after_the_closing_opens_nothing(closed_till: TillDesk) -> None:
    uid = new_uid()
    closed_till.does(open_shift, uid, counted("100.00"))
    closed_till.closes()
    with pytest.raises(Conflict, match="shift_over"):
        closed_till.does(open_shift, uid, counted("100.00"))
    assert closed_till.shift() is None
    assert closed_till.opens().number == 2


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({3: 1}, "unknown_denomination"),
        ({100: -1}, "bad_count"),
        ({100: 100_001}, "bad_count"),
        ({0: 5}, "unknown_denomination"),
    ],
)
def test_only_real_coins_and_notes_are_counted(closed_till: TillDesk, counts: dict[int, int], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        closed_till.does(open_shift, new_uid(), counts)
    assert refused.value.code == code
    assert closed_till.shift() is None
    closed_till.opens()
    with pytest.raises(BadInput, match=code):
        closed_till.does(close_shift, new_uid(), counts)
    assert closed_till.shift() is not None


def test_cash_in_and_out_changes_what_should_be_there(till: TillDesk) -> None:
    for kind, amount, expected in (
        ("in", "50.00", "150.00"),
        ("out", "20.00", "130.00"),
        ("petty_cash", "4.50", "125.50"),
        ("safe_drop", "100.00", "25.50"),
    ):
        till.does(cash_in_out, new_uid(), kind, money(amount), f"reason of {kind}")
        assert till.expected_cash == money(expected), kind
    assert last_entry(till, "cash.entry") == {
        "number": 4,
        "kind": "safe_drop",
        "amount": -10000,
        "reason": "reason of safe_drop",
    }


def test_the_same_entry_sent_twice_is_booked_once(till: TillDesk) -> None:
    uid = new_uid()
    assert till.does(cash_in_out, uid, "in", money("50.00"), "change") == 1
    till.does(cash_in_out, new_uid(), "in", money("1.00"), "change")
    assert till.does(cash_in_out, uid.upper(), "out", money("99.00"), "else") == 1
    assert till.expected_cash == money("151.00")
    till.closes()
    assert till.does(cash_in_out, uid, "in", money("50.00"), "change") == 1


@pytest.mark.parametrize(
    ("kind", "amount", "reason", "code"),
    [
        ("gift", "1.00", "why", "unknown_cash_kind"),
        ("in", "0.00", "why", "amount_not_positive"),
        ("out", "-1.00", "why", "amount_not_positive"),
        ("in", "9999999999999.99", "why", "amount_too_large"),
        ("in", "1.00", "", "reason_needed"),
        ("in", "1.00", " \n ", "reason_needed"),
        ("in", "1.00", "x" * 201, "text_too_long"),
        ("in", "1.00", "zero\x00", "text_unprintable"),
        ("out", "100.01", "why", "drawer_too_low"),
        ("safe_drop", "100.01", "why", "drawer_too_low"),
    ],
)
def test_an_entry_that_makes_no_sense_books_nothing(
    till: TillDesk, kind: str, amount: str, reason: str, code: str
) -> None:
    with pytest.raises(ShopError) as refused:
        till.does(cash_in_out, new_uid(), kind, money(amount), reason)
    assert refused.value.code == code
    assert till.expected_cash == money("100.00")


def test_the_last_coin_may_leave_the_drawer(till: TillDesk) -> None:
    till.does(cash_in_out, new_uid(), "out", money("100.00"), "bank")
    assert till.expected_cash == ZERO


def test_without_a_shift_no_cash_is_booked(closed_till: TillDesk) -> None:
    with pytest.raises(Conflict, match="no_open_shift"):
        closed_till.does(cash_in_out, new_uid(), "in", money("1.00"), "why")
    with pytest.raises(Conflict, match="no_open_shift"):
        closed_till.does(print_x, new_uid())
    with pytest.raises(Conflict, match="no_open_shift"):
        closed_till.does(close_shift, new_uid(), {})


def test_every_kind_of_entry_has_a_way_and_a_name() -> None:
    assert CASH_KINDS == {"in": 1, "out": -1, "safe_drop": -1, "petty_cash": -1}


def test_closing_tells_the_difference_afterwards(till: TillDesk) -> None:
    till.sells(till.shop.product(price="12.50"), cash="20.00")
    closed = till.closes("110.00", "a note was torn")
    assert (closed.number, closed.expected, closed.counted, closed.difference) == (
        1,
        money("112.50"),
        money("110.00"),
        money("-2.50"),
    )
    assert till.shift() is None
    assert (closed.figures.gross, closed.figures.sale_count) == (money("12.50"), 1)
    entry = last_entry(till, "shift.closed")
    assert (entry["z"], entry["expected"], entry["counted"], entry["reason"]) == (1, 11250, 11000, "a note was torn")


def test_closing_again_answers_the_first_closing(till: TillDesk) -> None:
    uid = new_uid()
    first = till.does(close_shift, uid, counted("100.00"), "")
    counts = (rows(till, ShiftClose), rows(till, JournalEntry))
    assert till.does(close_shift, uid.upper(), counted("50.00"), "else") == first
    till.opens()
    assert till.does(close_shift, uid, {}) == first
    assert till.shift() is not None
    assert (rows(till, ShiftClose), rows(till, JournalEntry)) == (counts[0], counts[1] + 1)


def test_a_cart_in_hand_keeps_the_shift_open(till: TillDesk) -> None:
    line_uid = till.adds(till.shop.product()).line_uid or ""
    with pytest.raises(Conflict, match="cart_still_open"):
        till.closes()
    till.act(cart.remove_line, line_uid)
    assert till.closes().number == 1


def test_z_numbers_run_on(till: TillDesk) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(till.closes().number)
        till.opens()
    assert numbers == [1, 2, 3]


def test_a_z_carries_the_heads_of_the_journal_out_of_the_machine(till: TillDesk) -> None:
    closed = till.closes()
    with till.shop.database.read_unit() as tx:
        kept = tx.execute(select(ShiftClose.journal_heads).where(ShiftClose.shift_id == closed.shift_id)).scalar_one()
        now = journal.heads(tx)
        paper = stored_paper(tx, closed.document)
    heads = json.loads(kept)
    assert heads[till_chain(till.id)] == now[till_chain(till.id)]
    assert heads[journal.SERVER_CHAIN] == now[journal.SERVER_CHAIN]
    seq, hash_ = heads[till_chain(till.id)].split(":")
    assert f"{till_chain(till.id)} {seq} {hash_[:16]}" in str(paper)


@pytest.mark.parametrize(
    ("right", "act"),
    [
        ("shift.open", lambda till: till.does(open_shift, new_uid(), {})),
        ("shift.cash", lambda till: till.does(cash_in_out, new_uid(), "in", money("1.00"), "why")),
        ("shift.x", lambda till: till.does(print_x, new_uid())),
        ("shift.close", lambda till: till.does(close_shift, new_uid(), {})),
    ],
)
def test_each_act_is_a_right(till: TillDesk, right: str, act: Callable[[TillDesk], object]) -> None:
    till.cashier = till.shop.cashier(role="senior", without=[right])
    with pytest.raises(Forbidden) as refused:
        act(till)
    assert refused.value.facts == {"right": right}


def test_an_x_is_printed_and_changes_nothing(till: TillDesk) -> None:
    till.sells(till.shop.product(price="5.00"))
    uid = new_uid()
    before = till.expected_cash
    document = till.does(print_x, uid)
    assert till.does(print_x, uid.upper()) == document
    with till.shop.database.read_unit() as tx:
        assert "5.00" in str(stored_paper(tx, document))
        assert printings(tx, document) == []
    assert (till.expected_cash, till.shift() is not None) == (before, True)
    assert last_entry(till, "shift.x") == {"gross": 500, "sales": 1}


def test_closed_shifts_are_listed_newest_first(till: TillDesk) -> None:
    closed = []
    for cash in ("100.00", "99.00"):
        closed.append(till.closes(cash))
        till.opens()
    with till.shop.database.read_unit() as tx:
        mine = [one for one in closed_shifts(tx) if one.till_id == till.id]
        assert [one.number for one in mine] == [2, 1]
        assert [one.difference for one in mine] == [money("-1.00"), ZERO]
        older = closed_shifts(tx, before_id=closed[1].shift_id)
        assert [one.number for one in older if one.till_id == till.id] == [1]


def test_a_shift_that_spans_midnight_keeps_its_sales_together(shop: Shop) -> None:
    till, oil = shop.till(), shop.product("Oil", "5.00")
    till.sells(oil)
    shop.clock.advance(timedelta(hours=18))
    late = till.sells(oil)
    assert till.sale(late).head.business_date == date(2026, 3, 7)
    closed = till.closes()
    assert (closed.figures.sale_count, closed.figures.gross) == (2, money("10.00"))


def test_the_paper_shows_the_figures_of_the_shift(till: TillDesk) -> None:
    till.sells(till.shop.product(price="1234.50", tax="20"), cash="2000.00")
    till.sells(till.shop.product(price="3.00", tax="none"), card="rest")
    till.does(cash_in_out, new_uid(), "out", money("7.77"), "stamps")
    closed = till.closes("1326.72")
    with till.shop.database.read_unit() as tx:
        paper = stored_paper(tx, closed.document)
    shown = {block.label: block.value for block in paper.blocks if isinstance(block, Pair)}
    assert (shown["Z number"], shown["Sales"], shown["Numbers"]) == ("1", "2", "1–2")
    assert (shown["Turnover"], shown["Cash"], shown["Card"]) == ("1,237.50", "", "3.00")
    assert (shown["Expected"], shown["Counted"], shown["Difference"]) == ("1,326.73", "1,326.72", "\u22120.01")
    assert (shown["Cash out"], shown["Tax 20\u00a0%"]) == ("\u22127.77", "205.75 / 1,234.50")


@dataclass
class Drawer:
    """What a person with a pencil notes of a day: the other way to know what must be there."""

    cash: int = 10_000
    gross: int = 0
    sales: int = 0
    taken: dict[str, int] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)


AMOUNTS = st.integers(1, 50_000)
DAYS = st.lists(
    st.one_of(
        st.tuples(
            st.just("sale"),
            AMOUNTS,
            st.integers(1, 5),
            st.integers(0, 30_000),
            st.sampled_from(["card", "transfer"]),
            st.integers(0, 100),
        ),
        st.tuples(st.sampled_from(list(CASH_KINDS)), AMOUNTS),
    ),
    min_size=1,
    max_size=7,
)


def live(till: TillDesk, goods: list[Goods], day: list[tuple[Any, ...]]) -> Drawer:
    """Lives a day at the till and with the pencil."""
    noted = Drawer()
    for kind, amount, *sale in day:
        if kind != "sale":
            signed = amount * CASH_KINDS[kind]
            if noted.cash + signed < 0:
                with pytest.raises(Conflict, match="drawer_too_low"):
                    till.does(cash_in_out, new_uid(), kind, Money(amount), "why")
                continue
            till.does(cash_in_out, new_uid(), kind, Money(amount), "why")
            noted.cash += signed
            noted.entries[kind] = noted.entries.get(kind, 0) + signed
            continue
        pieces, over, other, share = sale
        till.adds(goods[amount % len(goods)], str(pieces))
        to_pay = till.rung_up.to_pay.minor
        by_other = to_pay * share // 100
        handed = to_pay - by_other + over
        given = [TenderRequest(other, Money(by_other))] if by_other else []
        done = till.act(checkout, None, [*given, TenderRequest("cash", Money(handed))])
        till.cart_uid = new_uid()
        noted.cash += handed - done.change.minor
        noted.gross += to_pay
        noted.sales += 1
        for name, taken in ((other, by_other), ("cash", handed)):
            if taken or name == "cash":
                noted.taken[name] = noted.taken.get(name, 0) + taken
    return noted


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(day=DAYS, missing=st.integers(-500, 500))
def test_whatever_the_day_brings_the_drawer_holds_what_the_books_say(
    shared_shop: Shop, day: list[tuple[Any, ...]], missing: int
) -> None:
    till = shared_shop.till()
    goods = [
        shared_shop.product(price=price, tax=tax) for price, tax in (("0.99", "20"), ("10.00", "9"), ("3.33", "none"))
    ]
    noted = live(till, goods, day)
    figures = till.does(x_report)
    assert till.expected_cash == Money(noted.cash)
    present = max(0, noted.cash + missing)
    closed = till.does(close_shift, new_uid(), counted(Money(present)), "")
    assert closed.figures == figures
    assert (closed.expected, closed.difference) == (Money(noted.cash), Money(present - noted.cash))
    assert (figures.gross, figures.sale_count) == (Money(noted.gross), noted.sales)
    assert figures.tenders == {kind: Money(amount) for kind, amount in noted.taken.items() if kind == "cash" or amount}
    assert figures.cash_entries == {kind: Money(amount) for kind, amount in noted.entries.items()}
    figures_are_sums(till, closed.shift_id, figures)


def figures_are_sums(till: TillDesk, shift_id: int, figures: Figures) -> None:
    """Every figure of a shift equals the sum of its sales, their lines and tenders, and its cash entries."""
    with till.shop.database.read_unit() as tx:
        sales = tx.execute(select(Sale).where(Sale.shift_id == shift_id)).all()
        of_shift = Sale.shift_id == shift_id
        lines = tx.execute(select(SaleLine).join(Sale, Sale.id == SaleLine.sale_id).where(of_shift)).all()
        tenders = tx.execute(select(Tender).join(Sale, Sale.id == Tender.sale_id).where(of_shift)).all()
        entries = tx.execute(select(CashEntry).where(CashEntry.shift_id == shift_id)).all()
        opening_float = tx.execute(select(Shift.opening_float).where(Shift.id == shift_id)).scalar_one()
    for name in ("subtotal", "discount", "net", "tax", "gross", "rounding", "change"):
        assert getattr(figures, name) == total(getattr(sale, name) for sale in sales), name
    assert (figures.sale_count, figures.line_count) == (len(sales), len(lines))
    for name in ("net", "tax", "gross"):
        assert getattr(figures, name) == total(getattr(rate, name) for rate in figures.rates), name
        for rate in figures.rates:
            of_rate = [getattr(line, name) for line in lines if line.tax_rate_bp == rate.rate_bp]
            assert getattr(rate, name) == total(of_rate), (rate.rate_bp, name)
    taken = total(figures.tenders.values())
    assert taken == total(tender.amount for tender in tenders)
    assert taken - figures.change == figures.gross + figures.rounding
    assert total(figures.cash_entries.values()) == total(entry.amount for entry in entries)
    cash = total(tender.amount for tender in tenders if tender.kind == "cash")
    assert figures.expected_cash == opening_float + cash - figures.change + total(entry.amount for entry in entries)


def test_rounding_of_cash_is_a_figure_of_its_own(shop: Shop) -> None:
    shop.sets(CASH_STEP, 5)
    till = shop.till()
    oil = shop.product("Oil", "9.98")
    assert till.sells(oil, cash="20.00").to_pay == money("10.00")
    assert till.sells(oil, card="rest").to_pay == money("9.98")
    assert till.sells(oil, card="5.00", cash="rest").paid == money("10.00")
    closed = till.closes()
    assert (closed.figures.gross, closed.figures.rounding) == (money("29.94"), money("0.04"))
    assert closed.expected == money("115.00")
    figures_are_sums(till, closed.shift_id, closed.figures)
    assert shop.faults() == ([], [])


def test_a_shift_forgotten_overnight_is_closed_late_and_says_so(shop: Shop) -> None:
    till = shop.till()
    till.sells(shop.product("Oil", "8.50"))
    in_time = till.closes()
    till.opens()
    shop.clock.advance(timedelta(days=1))
    late = till.closes()
    with shop.database.read_unit() as tx:
        assert [one.late for one in closed_shifts(tx)] == [True, False]
        assert "Closed late" in str(stored_paper(tx, late.document))
        assert "Closed late" not in str(stored_paper(tx, in_time.document))
