"""Shifts that close by themselves: when, never under somebody's hands, and what their papers say."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.auth.sessions import open_session
from app.core import journal, outbox_view
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.core.feed import FeedEvent
from app.core.ids import new_uid
from app.core.journal import JournalEntry
from app.jobs.closing_hour import close_idle_shifts
from app.places.pairing import pair
from pos.cart.holding import hold_cart, waiting_carts
from pos.papers.store import printer_lane, stored_paper
from pos.shift.closing_hour import CLOSING_HOUR, IDLE, NEVER, close_idle_shift
from pos.shift.handover import Taker, hand_over
from pos.shift.reading import ClosedShift, closed_by_itself, closed_shifts
from printing.document import Pair
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.factories.till import TillDesk, counted

SOFIA = ZoneInfo("Europe/Sofia")
EVENING = datetime(2026, 3, 6, 22, tzinfo=SOFIA)
"""The closing hour of the day the test's shop stands at."""


@pytest.fixture
def closing(shop: Shop) -> Shop:
    """A shop whose shifts close at ten in the evening."""
    shop.sets(CLOSING_HOUR, "22:00")
    return shop


def looks(shop: Shop, at: datetime) -> list[ClosedShift]:
    """The job looks at this instant; what is closed by then."""
    shop.clock.set(at.astimezone(UTC))
    close_idle_shifts(shop.database)
    with shop.database.read_unit() as tx:
        return closed_shifts(tx)


def pairs(till: TillDesk, closed: ClosedShift) -> dict[str, str]:
    """The rows of a Z report."""
    with till.shop.database.read_unit() as tx:
        blocks = stored_paper(tx, f"z:{closed.uid}").blocks
    return {block.label: block.value for block in blocks if isinstance(block, Pair)}


def test_a_forgotten_shift_is_closed_at_the_hour_and_not_before(closing: Shop) -> None:
    till = closing.till(printer=True)
    till.sells(closing.product(price="79.00"))
    assert looks(closing, EVENING - timedelta(minutes=1)) == []
    (closed,) = looks(closing, EVENING)
    assert (closed.automatic, closed.late, closed.number) == (True, False, 1)
    assert (closed.expected, closed.counted, closed.difference.minor) == (money("179.00"), money("179.00"), 0)
    assert till.shift() is None
    with closing.database.read_unit() as tx:
        queued = [one.payload.get("document") for one in outbox_view.open_messages(tx, printer_lane(till.id))]
        assert queued.count(f"z:{closed.uid}") == 1
        assert closed_by_itself(tx, till.id) == EVENING
        entry = tx.execute(select(JournalEntry.body).where(JournalEntry.kind == "shift.closed_uncounted")).scalar_one()
        notice = tx.execute(select(FeedEvent.payload).where(FeedEvent.topic == "shift").order_by(FeedEvent.id.desc()))
        assert json.loads(notice.scalars().first() or "") == {"open": False, "automatic": True}
    body = json.loads(entry)
    assert (body["z"], body["expected"], body["counted"], body["late"]) == (1, 17900, None, False)
    rows = pairs(till, closed)
    assert (rows["Closed"], rows["Counted"], rows["Expected"]) == ("automatically", "not counted", "179.00")
    assert "Difference" not in rows
    assert "Cashier" not in rows
    assert closing.faults() == ([], [])


def test_where_no_hour_is_set_a_shift_stays_open(shop: Shop) -> None:
    till = shop.till()
    assert looks(shop, EVENING + timedelta(days=3)) == []
    shop.sets(CLOSING_HOUR, "22:00")
    shop.sets(CLOSING_HOUR, NEVER)
    assert looks(shop, EVENING + timedelta(days=4)) == []
    assert till.shift() is not None


def test_a_pc_that_was_off_does_it_in_the_morning_and_says_late(closing: Shop) -> None:
    closing.till()
    (closed,) = looks(closing, EVENING + timedelta(hours=10))
    assert (closed.automatic, closed.late) == (True, True)


def test_a_shift_opened_after_the_hour_waits_for_the_next(closing: Shop) -> None:
    closing.clock.set(EVENING.astimezone(UTC))
    till = closing.till()
    assert looks(closing, EVENING + timedelta(hours=23, minutes=59)) == []
    assert till.shift() is not None
    assert len(looks(closing, EVENING + timedelta(hours=24))) == 1


def test_a_sale_a_moment_ago_keeps_it_open(closing: Shop) -> None:
    till = closing.till()
    sold_at = EVENING + timedelta(hours=1)
    closing.clock.set(sold_at.astimezone(UTC))
    till.sells(closing.product(price="5.00"))
    assert looks(closing, sold_at + IDLE - timedelta(seconds=1)) == []
    assert len(looks(closing, sold_at + IDLE)) == 1


def test_goods_in_the_cart_keep_it_open_and_those_put_aside_stay(closing: Shop) -> None:
    till = closing.till()
    till.adds(closing.product(price="5.00"))
    assert looks(closing, EVENING + timedelta(hours=1)) == []
    till.act(hold_cart)
    assert len(looks(closing, EVENING + timedelta(hours=2))) == 1
    with closing.database.read_unit() as tx:
        assert [one.uid for one in waiting_carts(tx, till.id)] == [till.cart_uid]


def test_somebody_at_the_till_keeps_it_open(closing: Shop) -> None:
    till = closing.till()
    assert till.cashier.account_id is not None
    account_id = till.cashier.account_id
    pairing_id, _ = closing.changes(lambda tx: pair(tx, till.id, "browser"))
    closing.clock.set(EVENING.astimezone(UTC))
    closing.changes(lambda tx: open_session(tx, "till", account_id, pairing_id))
    assert looks(closing, EVENING + IDLE - timedelta(seconds=1)) == []
    assert len(looks(closing, EVENING + IDLE)) == 1


def test_another_till_is_closed_all_the_same(closing: Shop) -> None:
    busy, idle = closing.till(), closing.till()
    busy.adds(closing.product(price="5.00"))
    assert [one.till_id for one in looks(closing, EVENING)] == [idle.id]


def test_a_clock_that_is_behind_closes_nothing(closing: Shop) -> None:
    closing.till()
    closing.clock.set((EVENING + timedelta(days=2)).astimezone(UTC))
    closing.product(price="5.00")
    closing.changes(lambda tx: journal.record(tx, "test.act", subject="test"))
    assert looks(closing, EVENING) == []


def test_the_paper_of_a_drawer_that_changed_hands_names_no_difference(closing: Shop) -> None:
    till, peter = closing.till(), closing.cashier("Peter")
    assert peter.account_id is not None
    till.does(hand_over, new_uid(), counted("99.00"), Taker(peter.account_id, peter.name))
    (closed,) = looks(closing, EVENING)
    assert not any(label.startswith("of it") for label in pairs(till, closed))


def test_it_takes_the_right(closing: Shop) -> None:
    till = closing.till()
    with pytest.raises(Forbidden):
        closing.database.transact(Actor("Nobody"), lambda tx: close_idle_shift(tx, till.id))
