"""Opening hours: a table of rules, what the owner may type, closed days by date."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from app.core import settings
from app.core.actor import Actor
from app.core.db.unit import Database
from app.core.errors import BadInput, Conflict, Forbidden
from app.places.opening_changes import (
    TypedSpan,
    add_closed_day,
    closed_days,
    remove_closed_day,
    set_opening_hours,
)
from app.places.opening_hours import (
    CLOSED_DAYS,
    MOST_CLOSED_DAYS,
    WEEK,
    ClosedDay,
    OpeningHours,
    closed_at,
    hours_change_at,
    is_open,
    parse_closed_days,
    parse_spans,
)
from app.places.settings import DAY_START_HOUR
from tests.factories.fixtures import OpenDatabase
from tests.factories.shop import FITTER, Shop

SOFIA = ZoneInfo("Europe/Sofia")
MONDAY = date(2026, 3, 9)
DAY = [("09:00", "13:00"), ("14:00", "18:00")]
NIGHT = [("18:00", "02:00")]
NONE: list[TypedSpan] = []
PATIENCE_S = 60


def typed(*, monday: list[TypedSpan] = NONE, saturday: list[TypedSpan] = NONE) -> list[list[TypedSpan]]:
    return [monday, NONE, NONE, NONE, NONE, saturday, NONE]


def keeps(shop: Shop, week: list[list[TypedSpan]]) -> None:
    shop.changes(lambda tx: set_opening_hours(tx, week, kept=True))


def closes(shop: Shop, day: date, name: str, *, every_year: bool = False) -> None:
    shop.changes(lambda tx: add_closed_day(tx, day, name, every_year=every_year))


@pytest.mark.parametrize(
    ("spans", "at", "expected"),
    [
        ("", "12:00", False),
        ("09:00-18:00", "08:59", False),
        ("09:00-18:00", "09:00", True),
        ("09:00-18:00", "17:59", True),
        ("09:00-18:00", "18:00", False),
        ("09:00-13:00 14:00-18:00", "13:30", False),
        ("09:00-13:00 14:00-18:00", "14:00", True),
        ("18:00-02:00", "17:59", False),
        ("18:00-02:00", "23:30", True),
        ("18:00-02:00", "01:59", True),
        ("18:00-02:00", "02:00", False),
        ("00:00-00:00", "00:00", True),
        ("00:00-00:00", "23:59", True),
    ],
)
def test_the_hours_of_a_day(spans: str, at: str, expected: bool) -> None:
    week = OpeningHours((parse_spans(spans),) * 7)
    assert week.of(MONDAY).holds(time.fromisoformat(at)) is expected


def test_a_closed_day_goes_before_the_weekday() -> None:
    days = parse_closed_days("12-25 Christmas\n2026-04-13 Easter Monday")
    hours = OpeningHours((parse_spans("09:00-18:00"),) * 7, days)
    assert [hours.of(day).closed_for for day in (date(2026, 12, 25), date(2031, 12, 25), date(2026, 4, 13))] == [
        "Christmas",
        "Christmas",
        "Easter Monday",
    ]
    assert hours.of(date(2027, 4, 13)).closed_for is None
    assert not hours.of(date(2026, 12, 25)).holds(time(12))


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-09 08:59", False),
        ("2026-03-09 09:00", True),
        ("2026-03-09 13:30", False),
        ("2026-03-10 12:00", False),
        ("2026-03-14 23:00", True),
        # Sunday's clock, Saturday's business date.
        ("2026-03-15 01:59", True),
        ("2026-03-15 02:00", False),
        ("2026-03-15 19:00", False),
    ],
)
def test_the_hours_go_by_the_business_date(shop: Shop, local: str, expected: bool) -> None:
    keeps(shop, typed(monday=DAY, saturday=NIGHT))
    instant = datetime.fromisoformat(local).replace(tzinfo=SOFIA).astimezone(UTC)
    with shop.database.read_unit() as tx:
        assert is_open(tx, instant) is expected


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-09 08:59:59", "2026-03-09 09:00"),
        ("2026-03-09 09:00:00", "2026-03-09 13:00"),
        ("2026-03-09 18:30:00", "2026-03-10 04:00"),
        ("2026-03-10 12:00:00", "2026-03-11 04:00"),
        ("2026-03-14 23:00:00", "2026-03-15 02:00"),
        ("2026-03-15 03:00:00", "2026-03-15 04:00"),
    ],
)
def test_when_the_hours_change_next(shop: Shop, local: str, expected: str) -> None:
    instant = datetime.fromisoformat(local).replace(tzinfo=SOFIA)
    with shop.database.read_unit() as tx:
        assert hours_change_at(tx, instant) is None
    keeps(shop, typed(monday=DAY, saturday=NIGHT))
    with shop.database.read_unit() as tx:
        assert hours_change_at(tx, instant) == datetime.fromisoformat(expected).replace(tzinfo=SOFIA)


def test_a_shop_without_opening_hours_is_never_closed(shop: Shop) -> None:
    shop.changes(lambda tx: set_opening_hours(tx, typed(), kept=False))
    with shop.database.read_unit() as tx:
        assert is_open(tx, tx.now)


def test_the_name_of_a_closed_day_is_known_all_its_night(shop: Shop) -> None:
    keeps(shop, typed(monday=NIGHT))
    closes(shop, MONDAY, "  Stock   taking ")
    with shop.database.read_unit() as tx:
        closed = closed_at(tx, datetime(2026, 3, 10, 1, tzinfo=SOFIA))
        assert closed is not None
        assert (closed.spans, closed.closed_for) == ((), "Stock taking")


@pytest.mark.parametrize(
    ("monday", "stored"),
    [
        ([("14:00", "18:00"), ("09:00", "13:00")], "09:00-13:00 14:00-18:00"),
        ([("09:00", "13:00"), ("13:00", "18:00")], "09:00-13:00 13:00-18:00"),
        ([("", ""), ("18:00", "04:00")], "18:00-04:00"),
        ([("20:00", "02:00"), ("08:00", "12:00")], "08:00-12:00 20:00-02:00"),
        ([("00:00", "00:00"), ("", "")], "00:00-00:00"),
        ([(" ", ""), ("", "")], ""),
        ([("9:00", " 18:00")], "09:00-18:00"),
    ],
)
def test_what_is_typed_is_kept_in_order(shop: Shop, monday: list[TypedSpan], stored: str) -> None:
    keeps(shop, typed(monday=monday))
    with shop.database.read_unit() as tx:
        assert settings.get(tx, WEEK[0]) == stored


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ([("09:00", "")], "bad_opening_time"),
        ([("", "18:00")], "bad_opening_time"),
        ([("9", "18:00")], "bad_opening_time"),
        ([("09:00", "24:00")], "bad_opening_time"),
        ([("٠٩:٠٠", "18:00")], "bad_opening_time"),
        ([("22:00", "04:01")], "opening_past_day_start"),
        ([("03:00", "09:00")], "opening_past_day_start"),
        ([("09:00", "14:00"), ("13:00", "18:00")], "opening_overlaps"),
        ([("18:00", "04:00"), ("19:00", "20:00")], "opening_overlaps"),
        ([("00:00", "00:00"), ("10:00", "11:00")], "opening_overlaps"),
    ],
)
def test_hours_that_cannot_be_change_nothing_and_name_the_day(shop: Shop, spans: list[TypedSpan], code: str) -> None:
    keeps(shop, typed(monday=DAY))
    with pytest.raises(BadInput) as refused:
        keeps(shop, typed(saturday=spans))
    assert (refused.value.code, refused.value.path) == (code, "hours.saturday")
    with shop.database.read_unit() as tx:
        assert settings.get(tx, WEEK[0]) == "09:00-13:00 14:00-18:00"


def test_a_later_day_start_lets_the_night_be_longer(shop: Shop) -> None:
    shop.changes(lambda tx: settings.put(tx, DAY_START_HOUR, 6))
    keeps(shop, typed(saturday=[("22:00", "05:30")]))
    with shop.database.read_unit() as tx:
        assert is_open(tx, datetime(2026, 3, 15, 5, 29, tzinfo=SOFIA))


def test_closed_days_are_kept_by_date(shop: Shop) -> None:
    closes(shop, date(2026, 4, 13), "Easter Monday")
    closes(shop, date(2028, 2, 29), "Leap day", every_year=True)
    closes(shop, date(2026, 1, 1), "New Year", every_year=True)
    closes(shop, date(2026, 4, 13), "Easter")
    with shop.database.read_unit() as tx:
        assert closed_days(tx) == (
            ClosedDay(None, 1, 1, "New Year"),
            ClosedDay(None, 2, 29, "Leap day"),
            ClosedDay(2026, 4, 13, "Easter"),
        )
    for _ in range(2):
        shop.changes(lambda tx: remove_closed_day(tx, "02-29"))
    with shop.database.read_unit() as tx:
        assert [one.date_text for one in closed_days(tx)] == ["01-01", "2026-04-13"]


def test_days_that_two_servers_add_in_the_same_moment_are_all_kept(shop: Shop, opened: OpenDatabase) -> None:
    url = shop.database.url.render_as_string(hide_password=False)
    owners = [opened(url, clock=shop.clock) for _ in range(2)]
    together = threading.Barrier(len(owners))

    def adds(owner: Database, month: int) -> list[str]:
        with owner.read_unit() as tx:
            assert closed_days(tx) == ()
        together.wait(PATIENCE_S)
        for day in range(1, 6):
            owner.transact(FITTER, partial(add_closed_day, day=date(2026, month, day), name="Rest", every_year=True))
        return [f"{month:02}-{day:02}" for day in range(1, 6)]

    with ThreadPoolExecutor() as pool:
        added = list(pool.map(adds, owners, [1, 2]))
    with shop.database.read_unit() as tx:
        assert [one.date_text for one in closed_days(tx)] == [*added[0], *added[1]]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
def test_a_closed_day_has_a_name(shop: Shop, name: str) -> None:
    with pytest.raises(BadInput, match="closed_day_unnamed"):
        closes(shop, MONDAY, name)


def test_there_is_an_end_to_closed_days(shop: Shop) -> None:
    days = "\n".join(f"{year}-03-09 {'x' * 60}" for year in range(2026, 2026 + MOST_CLOSED_DAYS))
    shop.changes(lambda tx: settings.put(tx, CLOSED_DAYS, days))
    with pytest.raises(Conflict, match="too_many_closed_days"):
        closes(shop, date(2026, 3, 10), "One more")
    closes(shop, MONDAY, "Named anew")


def test_it_takes_the_right(shop: Shop) -> None:
    peter = Actor("Peter")
    with pytest.raises(Forbidden):
        shop.database.transact(peter, lambda tx: set_opening_hours(tx, typed(), kept=True))
    with pytest.raises(Forbidden):
        shop.database.transact(peter, lambda tx: add_closed_day(tx, MONDAY, "Rest", every_year=False))
    with pytest.raises(Forbidden):
        shop.database.transact(peter, lambda tx: remove_closed_day(tx, "12-25"))
