"""When the shop is open: hours by weekday, closed days by date. Where no hours are kept it is never closed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.settings import Setting
from app.core.texts import marked
from app.places.day import business_date_of, local_time, shop_zone
from app.places.settings import DAY_START_HOUR

MOST_SPANS: Final = 2
MOST_CLOSED_DAYS: Final = 100
MOST_NAME_LETTERS: Final = 60
LEAP_YEAR: Final = 2000
"""A day of every year is checked in a year that has all of them."""
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
_WORKING_DAY: Final = "09:00-18:00"
_ONE_DAY: Final = timedelta(days=1)
_LINE_LETTERS: Final = len("2026-12-25 \n") + MOST_NAME_LETTERS


@dataclass(frozen=True, slots=True)
class Span:
    """From opening to closing on the shop's clock; one that closes no later than it opens ends after midnight."""

    opens: time
    closes: time

    def holds(self, at: time) -> bool:
        """Whether the time lies in the span; its last instant does not."""
        if self.opens < self.closes:
            return self.opens <= at < self.closes
        return at >= self.opens or at < self.closes

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A business date on which the shop stays closed, with its name; ``year`` None is every year."""

    year: int | None
    month: int
    day: int
    name: str

    def falls_on(self, on: date) -> bool:
        """Whether it is this date."""
        return (self.month, self.day) == (on.month, on.day) and self.year in (None, on.year)

    @property
    def date_text(self) -> str:
        """``2026-04-06``, or ``12-25`` for one of every year."""
        of_year = f"{self.month:02}-{self.day:02}"
        return of_year if self.year is None else f"{self.year:04}-{of_year}"


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one business date; none where it is closed. ``closed_for`` names the closed day it is."""

    spans: tuple[Span, ...]
    closed_for: str | None = None

    def holds(self, at: time) -> bool:
        """Whether the shop is open at this time of the shop's clock."""
        return any(span.holds(at) for span in self.spans)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The hours of the seven weekdays, Monday first, and the closed days, which go before them."""

    week: tuple[tuple[Span, ...], ...]
    closed_days: tuple[ClosedDay, ...] = ()

    def of(self, day: date) -> DayHours:
        """The hours of a business date."""
        for one in self.closed_days:
            if one.falls_on(day):
                return DayHours((), one.name)
        return DayHours(self.week[day.weekday()])


def parse_time(text: str) -> time:
    """A time of the day as ``09:30`` or ``9:30``; ValueError where it is none."""
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text.zfill(len("09:30")))


@lru_cache(64)
def parse_spans(text: str) -> tuple[Span, ...]:
    """The spans of a weekday as they are stored, ``09:00-13:00 14:00-18:00``; ValueError where they are none."""
    spans = []
    for part in text.split():
        opens, _, closes = part.partition("-")
        spans.append(Span(parse_time(opens), parse_time(closes)))
    if len(spans) > MOST_SPANS:
        raise ValueError(text)
    return tuple(spans)


@lru_cache(8)
def parse_closed_days(text: str) -> tuple[ClosedDay, ...]:
    """Closed days as they are stored, one a line: ``2026-04-06 Easter Monday``, ``12-25 Christmas`` every year.

    ValueError where a line is none.
    """
    return tuple(_closed_day(line) for line in text.splitlines())


def _closed_day(line: str) -> ClosedDay:
    written, _, name = line.partition(" ")
    if not 1 <= len(name) <= MOST_NAME_LETTERS:
        raise ValueError(line)
    every_year = written.count("-") == 1
    found = date.fromisoformat(f"{LEAP_YEAR}-{written}" if every_year else written)
    return ClosedDay(None if every_year else found.year, found.month, found.day, name)


def _are_spans(text: str) -> bool:
    try:
        parse_spans(text)
    except ValueError:
        return False
    return True


def _are_closed_days(text: str) -> bool:
    try:
        return len(parse_closed_days(text)) <= MOST_CLOSED_DAYS
    except ValueError:
        return False


HOURS_KEPT: Final = Setting(
    "hours.kept",
    bool,
    False,
    "The shop has opening hours",
    "A till that opens its shift or sells outside of them says so; it asks nothing and refuses nothing.",
)
WEEK: Final = tuple(
    Setting(f"hours.{code}", str, hours, name, check=_are_spans)
    for code, name, hours in (
        ("monday", marked("Monday"), _WORKING_DAY),
        ("tuesday", marked("Tuesday"), _WORKING_DAY),
        ("wednesday", marked("Wednesday"), _WORKING_DAY),
        ("thursday", marked("Thursday"), _WORKING_DAY),
        ("friday", marked("Friday"), _WORKING_DAY),
        ("saturday", marked("Saturday"), _WORKING_DAY),
        ("sunday", marked("Sunday"), ""),
    )
)
CLOSED_DAYS: Final = Setting(
    "hours.closed_days", str, "", "Closed days", max_length=MOST_CLOSED_DAYS * _LINE_LETTERS, check=_are_closed_days
)


def opening_hours(tx: ReadUnit) -> OpeningHours:
    """The hours as they are set, whether they are kept or not."""
    return OpeningHours(
        tuple(parse_spans(settings.get(tx, weekday)) for weekday in WEEK),
        parse_closed_days(settings.get(tx, CLOSED_DAYS)),
    )


def closed_at(tx: ReadUnit, instant: datetime) -> DayHours | None:
    """The hours of the instant's business date where it lies outside of them; None where the shop is open."""
    if not settings.get(tx, HOURS_KEPT):
        return None
    hours = opening_hours(tx).of(business_date_of(tx, instant))
    return None if hours.holds(local_time(tx, instant).time()) else hours


def is_open(tx: ReadUnit, instant: datetime) -> bool:
    """Whether the shop is open at the instant."""
    return closed_at(tx, instant) is None


def hours_change_at(tx: ReadUnit, instant: datetime) -> datetime | None:
    """The next opening, closing or beginning of a business date after the instant; None where no hours are kept."""
    if not settings.get(tx, HOURS_KEPT):
        return None
    hours, zone, today = opening_hours(tx), shop_zone(tx), business_date_of(tx, instant)
    day_start = time(settings.get(tx, DAY_START_HOUR))
    moments: list[datetime] = []
    for day in (today, today + _ONE_DAY):
        edges = [edge for span in hours.of(day).spans for edge in (span.opens, span.closes)]
        # What is earlier on the wall than the day's start comes after midnight.
        moments += [
            datetime.combine(day if edge >= day_start else day + _ONE_DAY, edge, zone) for edge in (day_start, *edges)
        ]
    return min(moment for moment in moments if moment > instant)
