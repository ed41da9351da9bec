"""Instants, business dates and identities."""

import time
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import SetClock, SystemClock, business_date
from app.core.errors import BadInput
from app.core.ids import new_uid, parse_uid

SOFIA = ZoneInfo("Europe/Sofia")


def test_the_pcs_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_clock_is_set_to_aware_instants_only() -> None:
    clock = SetClock(datetime(2026, 3, 6, 12, 0, tzinfo=timezone(timedelta(hours=3))))
    assert clock.now() == datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    with pytest.raises(TypeError, match="without zone"):
        clock.set(datetime(2026, 3, 6))  # noqa: DTZ001  # the mistake that is meant
    clock.advance(timedelta(minutes=1))
    assert clock.now() == datetime(2026, 3, 6, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 6, 1, 59, tzinfo=UTC), date(2026, 3, 5)),  # 03:59 in Sofia
        (datetime(2026, 3, 6, 2, 0, tzinfo=UTC), date(2026, 3, 6)),  # 04:00
        (datetime(2026, 3, 6, 21, 59, tzinfo=UTC), date(2026, 3, 6)),  # 23:59
        (datetime(2026, 3, 6, 22, 0, tzinfo=UTC), date(2026, 3, 6)),  # 00:00
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 28)),  # 02:59, the clocks go forward now
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29)),  # 04:00
    ],
)
def test_the_night_belongs_to_the_day_before(instant: datetime, day: date) -> None:
    assert business_date(instant, SOFIA, 4) == day


@given(
    st.integers(0, 100 * 365 * 24 * 60).map(
        lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(["Europe/Sofia", "Europe/Berlin", "Europe/London", "Asia/Dubai", "America/New_York"]),
    st.integers(0, 12),
)
def test_business_dates_never_go_back(instant: datetime, zone: str, day_start_hour: int) -> None:
    later = instant + timedelta(minutes=30)
    assert business_date(later, ZoneInfo(zone), day_start_hour) >= business_date(
        instant, ZoneInfo(zone), day_start_hour
    )


@pytest.mark.parametrize("day_start_hour", range(13))
def test_an_hour_lived_twice_is_one_date(day_start_hour: int) -> None:
    start = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)  # the clocks go back at 01:00 UTC
    dates = [business_date(start + timedelta(minutes=10 * step), SOFIA, day_start_hour) for step in range(80)]
    assert dates == sorted(dates)
    assert len(set(dates)) <= 2


def test_a_new_uid_is_a_version_7_uuid_of_this_moment() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_uid())
    after = time.time_ns() // 1_000_000
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert before <= made.int >> 80 <= after


def test_uids_do_not_repeat() -> None:
    assert len({new_uid() for _ in range(10_000)}) == 10_000


@given(st.uuids())
def test_a_uid_has_one_canonical_form(value: uuid.UUID) -> None:
    for text in (str(value), str(value).upper(), value.hex):
        assert parse_uid(text) == str(value)


@pytest.mark.parametrize(
    "value", ["", "1", "not-a-uid", "0" * 35, "g" * 32, "{" + "0" * 32 + "}", None, 7, b"0" * 32, "0" * 37]
)
def test_anything_else_is_no_uid(value: Any) -> None:
    with pytest.raises(BadInput) as refused:
        parse_uid(value, "line_uid")
    assert (refused.value.code, refused.value.path) == ("not_a_uid", "line_uid")
