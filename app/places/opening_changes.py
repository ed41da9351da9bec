"""Changing the opening hours: what is typed is checked as a whole, every change journaled with the setting it is."""

from collections.abc import Callable, Sequence
from datetime import date, time
from itertools import pairwise
from typing import Final

from app.core import settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.settings import Setting
from app.places.opening_hours import (
    CLOSED_DAYS,
    HOURS_KEPT,
    MOST_CLOSED_DAYS,
    MOST_NAME_LETTERS,
    WEEK,
    ClosedDay,
    Span,
    parse_closed_days,
    parse_time,
)
from app.places.settings import DAY_START_HOUR

_DAY_MINUTES: Final = 24 * 60

TypedSpan = tuple[str, str]
"""Opening and closing as somebody typed them; both empty is no span."""
Days = tuple[ClosedDay, ...]


def set_opening_hours(tx: Unit, week: Sequence[Sequence[TypedSpan]], *, kept: bool) -> None:
    """Sets the hours of the seven weekdays, Monday first, and whether a till minds them.

    Needs ``settings.edit``. Raises BadInput ``bad_opening_time``, ``opening_past_day_start``, ``opening_overlaps``
    with the weekday's setting as its path.
    """
    tx.actor.require("settings.edit")
    day_start = settings.get(tx, DAY_START_HOUR)
    checked = [_checked(setting, typed, day_start) for setting, typed in zip(WEEK, week, strict=True)]
    settings.put(tx, HOURS_KEPT, kept)
    for setting, spans in zip(WEEK, checked, strict=True):
        settings.put(tx, setting, " ".join(map(str, spans)))


def add_closed_day(tx: Unit, day: date, name: str, *, every_year: bool) -> None:
    """Adds a day on which the shop stays closed; one that is there already under this date is named anew.

    Needs ``settings.edit``. Raises BadInput ``closed_day_unnamed``, Conflict ``too_many_closed_days``.
    """
    tx.actor.require("settings.edit")
    name = " ".join(name.split())
    if not 1 <= len(name) <= MOST_NAME_LETTERS or not name.isprintable():
        raise BadInput("closed_day_unnamed", "name", most=MOST_NAME_LETTERS)
    added = ClosedDay(None if every_year else day.year, day.month, day.day, name)

    def with_it(days: Days) -> Days:
        others = _without(days, added.date_text)
        if len(others) >= MOST_CLOSED_DAYS:
            raise Conflict("too_many_closed_days", most=MOST_CLOSED_DAYS)
        return (*others, added)

    _change(tx, with_it)


def remove_closed_day(tx: Unit, date_text: str) -> None:
    """Removes the closed day of that date; one that is gone already is no error. Needs ``settings.edit``."""
    tx.actor.require("settings.edit")
    _change(tx, lambda days: _without(days, date_text))


def closed_days(tx: ReadUnit) -> Days:
    """The closed days: those of every year in the order of the year, then the others by date."""
    return parse_closed_days(settings.get(tx, CLOSED_DAYS))


def _change(tx: Unit, changed: Callable[[Days], Days]) -> None:
    def written(stored: str) -> str:
        days = sorted(changed(parse_closed_days(stored)), key=lambda one: (one.year or 0, one.month, one.day))
        return "\n".join(f"{one.date_text} {one.name}" for one in days)

    settings.change(tx, CLOSED_DAYS, written)


def _without(days: Days, date_text: str) -> Days:
    return tuple(one for one in days if one.date_text != date_text)


def _checked(weekday: Setting[str], typed: Sequence[TypedSpan], day_start_hour: int) -> list[Span]:
    """The spans in the order of the business day, none of which runs into the next day."""

    def minute_of_day(at: time) -> int:
        return (at.hour * 60 + at.minute - day_start_hour * 60) % _DAY_MINUTES

    spans = [
        _span(weekday, opens.strip(), closes.strip()) for opens, closes in typed if opens.strip() or closes.strip()
    ]
    spans.sort(key=lambda span: minute_of_day(span.opens))
    if any(span.opens == span.closes for span in spans):
        if len(spans) > 1:
            raise BadInput("opening_overlaps", weekday.key)
        return spans
    for span in spans:
        # Closing at the very start of the next day is the end of this one.
        if minute_of_day(span.opens) >= (minute_of_day(span.closes) or _DAY_MINUTES):
            raise BadInput("opening_past_day_start", weekday.key, start=f"{day_start_hour:02}:00")
    for earlier, later in pairwise(spans):
        if minute_of_day(later.opens) < (minute_of_day(earlier.closes) or _DAY_MINUTES):
            raise BadInput("opening_overlaps", weekday.key)
    return spans


def _span(weekday: Setting[str], opens: str, closes: str) -> Span:
    try:
        return Span(parse_time(opens), parse_time(closes))
    except ValueError:
        raise BadInput("bad_opening_time", weekday.key) from None
