"""Where time comes from. Everything else is given an instant."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The clock of the PC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it is put: rehearsals, the demo's history, tests."""

    def __init__(self, instant: datetime) -> None:
        self.set(instant)

    def now(self) -> datetime:
        return self._instant

    def set(self, instant: datetime) -> None:
        """Puts the clock at an aware instant."""
        if instant.tzinfo is None:
            raise TypeError("a time without zone cannot be set")
        self._instant = instant.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Moves the clock on."""
        self._instant += step


@lru_cache(64)
def calendar_day(instant: datetime, zone: ZoneInfo) -> date:
    """The date on the wall of the zone at the instant."""
    return instant.astimezone(zone).date()


@lru_cache(64)
def business_date(instant: datetime, zone: ZoneInfo, day_start_hour: int) -> date:
    """The date a sale counts for: the shop's local time less the hour its day begins.

    A unit asks for that of its instant again and again.
    """
    return (instant.astimezone(zone) - timedelta(hours=day_start_hour)).date()
