"""The time clock: come, pause, go; put right afterwards by entries alone; a month in figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.auth.models import Account
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.core.journal import JournalEntry
from app.staff.clock import Clocked, add_entry, clock, present, withdraw_entry
from app.staff.hours import Worked, entries, hours, month_of, rows
from app.staff.stretches import State
from tests.factories.shop import Shop
from tests.support.web import pin_hash

MARCH = date(2026, 3, 1)


@pytest.fixture
def anna(shop: Shop) -> int:
    """Somebody with a PIN; the shop's clock stands at the first of a working day, 9:00 in Sofia."""
    hashed = pin_hash("2222")
    account_id = shop.cashier("Anna").account_id
    assert account_id is not None
    shop.changes(lambda tx: tx.execute(Account.__table__.update().values(pin_hash=hashed)))  # type: ignore[attr-defined]
    shop.clock.set(datetime(2026, 3, 6, 7, tzinfo=UTC))
    return account_id


def taps(shop: Shop, account_id: int, kind: str, *, after: int = 0, uid: str = "") -> Clocked:
    """Somebody taps some minutes later."""
    shop.clock.advance(timedelta(minutes=after))
    return shop.changes(lambda tx: clock(tx, account_id, uid or new_uid(), kind, None))


def march(shop: Shop, account_id: int) -> Worked:
    with shop.database.read_unit() as tx:
        return hours(tx, month_of(tx, MARCH), account_id)[0]


def test_a_day_at_work(shop: Shop, anna: int) -> None:
    taps(shop, anna, "come")
    taps(shop, anna, "break", after=240)
    taps(shop, anna, "back", after=30)
    taps(shop, anna, "go", after=240)
    worked = march(shop, anna)
    assert (worked.days, worked.worked_minutes, worked.break_minutes, worked.forgotten) == (1, 480, 30, 0)
    assert [day for day, _ in worked.stretches] == [date(2026, 3, 6)]
    with shop.database.read_unit() as tx:
        table = list(rows(tx, month_of(tx, MARCH)))
        kinds = tx.execute(select(JournalEntry.body).where(JournalEntry.kind == "staff.clocked")).scalars().all()
    assert table[1] == ("Anna", "2026-03-06", "09:00", "17:30", "30", "480", "")
    assert len(kinds) == 4
    assert shop.faults() == ([], [])


def test_only_what_can_follow_is_taken(shop: Shop, anna: int) -> None:
    for wrong in ("go", "break", "back"):
        with pytest.raises(Conflict, match="clock_order"):
            taps(shop, anna, wrong)
    taps(shop, anna, "come")
    for wrong in ("come", "back"):
        with pytest.raises(Conflict, match="clock_order"):
            taps(shop, anna, wrong)
    with pytest.raises(BadInput, match="unknown_clock_kind"):
        taps(shop, anna, "sleep")
    with pytest.raises(NotFound):
        taps(shop, anna + 99, "come")


def test_the_same_tap_sent_twice_is_one(shop: Shop, anna: int) -> None:
    uid = new_uid()
    assert taps(shop, anna, "come", uid=uid) == taps(shop, anna, "come", uid=uid, after=1)
    assert march(shop, anna).days == 1


def test_who_is_here(shop: Shop, anna: int) -> None:
    taps(shop, anna, "come")
    with shop.database.read_unit() as tx:
        (one,) = present(tx)
    assert (one.name, one.state, one.next) == ("Anna", State.IN, ("break", "go"))
    assert one.since == datetime(2026, 3, 6, 7, tzinfo=UTC)


def test_a_forgotten_going_is_flagged_and_put_right_with_a_reason(shop: Shop, anna: int) -> None:
    taps(shop, anna, "come")
    taps(shop, anna, "come", after=24 * 60)
    taps(shop, anna, "go", after=60)
    assert (march(shop, anna).forgotten, march(shop, anna).worked_minutes) == (1, 60)
    uid, at = new_uid(), datetime(2026, 3, 6, 15, tzinfo=UTC)
    for _sent_twice in range(2):
        shop.changes(lambda tx: add_entry(tx, anna, uid, "go", at, "  went at five, says Peter "))
    worked = march(shop, anna)
    assert (worked.forgotten, worked.worked_minutes, worked.days) == (0, 540, 2)
    with shop.database.read_unit() as tx:
        added = next(one for one in entries(tx, month_of(tx, MARCH), anna) if one.reason)
    assert (added.reason, added.written_by) == ("went at five, says Peter", "console:fitter")


def test_a_wrong_entry_is_taken_back_and_stays_in_sight(shop: Shop, anna: int) -> None:
    taps(shop, anna, "come")
    taps(shop, anna, "go", after=1)
    with shop.database.read_unit() as tx:
        wrong = entries(tx, month_of(tx, MARCH), anna)[-1].id
    for _twice in range(2):
        shop.changes(lambda tx: withdraw_entry(tx, wrong, "the wrong button"))
    taps(shop, anna, "go", after=479)
    assert march(shop, anna).worked_minutes == 480
    with shop.database.read_unit() as tx:
        assert [one.withdrawn_why for one in entries(tx, month_of(tx, MARCH), anna)] == [None, "the wrong button", None]


def test_putting_right_needs_a_right_a_reason_and_the_past(shop: Shop, anna: int) -> None:
    now = shop.clock.now()
    with pytest.raises(Forbidden):
        shop.database.transact(shop.cashier(), lambda tx: add_entry(tx, anna, new_uid(), "go", now, "why"))
    with pytest.raises(Forbidden):
        shop.database.transact(shop.cashier(), lambda tx: withdraw_entry(tx, 1, "why"))
    with pytest.raises(BadInput, match="reason_needed"):
        shop.changes(lambda tx: add_entry(tx, anna, new_uid(), "go", now, "  "))
    with pytest.raises(BadInput, match="clock_future"):
        shop.changes(lambda tx: add_entry(tx, anna, new_uid(), "go", now + timedelta(seconds=1), "why"))
    with pytest.raises(NotFound):
        shop.changes(lambda tx: withdraw_entry(tx, 99, "why"))


def test_a_night_belongs_to_the_month_it_began_in(shop: Shop, anna: int) -> None:
    shop.clock.set(datetime(2026, 3, 31, 20, tzinfo=UTC))  # 23:00 in Sofia, summer time already
    taps(shop, anna, "come")
    taps(shop, anna, "go", after=360)
    assert march(shop, anna).worked_minutes == 360
    with shop.database.read_unit() as tx:
        assert hours(tx, month_of(tx, date(2026, 4, 1)), anna)[0].stretches == ()


def test_the_night_of_summer_time_has_the_hours_that_passed(shop: Shop, anna: int) -> None:
    shop.clock.set(datetime(2026, 3, 28, 20, tzinfo=UTC))  # 22:00; clocks go forward at 3:00
    taps(shop, anna, "come")
    taps(shop, anna, "go", after=480)
    (stretch,) = (one for _, one in march(shop, anna).stretches)
    assert stretch.worked_minutes(shop.clock.now()) == 480
