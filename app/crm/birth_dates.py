"""Birth dates in the ways people type them, and how far the next birthday is."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final

from babel import Locale

from app.core.errors import BadInput
from app.core.folding import fold
from app.places.settings import PAPER_LANGUAGES

OLDEST_YEARS: Final = 125
_TOKENS: Final = re.compile(r"\d+|[^\W\d_]+")
_MONTH_LEAST: Final = 3
_FILLER_MOST: Final = 5
"""``г.``, ``года``, ``th``, ``de``: words beside the figures of a date are short."""
_YEAR_DIGITS: Final = 4
_RUN_TOGETHER: Final = {6: ((2, 2, 2),), 8: ((2, 2, 4), (4, 2, 2))}
"""Figures without a sign between: 060380, 06031980, 19800306."""


def typed_birth_date(text: str, today: date, path: str = "birth_date") -> date | None:
    """The day meant by ``6.3.1980``, ``1980-03-06``, ``060380``, ``6 марта 1980 г.``; None where nothing was typed.

    The day stands before the month unless the year comes first or only the other way is a date; two figures of a
    year mean the last such year that has been. Raises BadInput ``birth_date_unclear``, ``birth_date_impossible``
    for a day to come or more than 125 years ago.
    """
    if not text.strip():
        return None
    days = [day for day in _readings(text, today) if day is not None]
    if not days:
        raise BadInput("birth_date_unclear", path)
    lived = [day for day in days if day <= today and today.year - day.year <= OLDEST_YEARS]
    if not lived:
        raise BadInput("birth_date_impossible", path)
    return lived[0]


def days_to_birthday(born: date, today: date) -> int:
    """Days until the next birthday, 0 on the day itself; that of 29 February is on the last of the month."""
    this_year = _birthday_in(today.year, born)
    return ((this_year if this_year >= today else _birthday_in(today.year + 1, born)) - today).days


def _birthday_in(year: int, born: date) -> date:
    return date(year, 3, 1) - timedelta(days=1) if (born.month, born.day) == (2, 29) else born.replace(year=year)


def checked_birth_date(day: date | None, today: date, path: str = "birth_date") -> date | None:
    """The day, where somebody living can be born on it; BadInput ``birth_date_impossible``."""
    if day is not None and not (day <= today and today.year - day.year <= OLDEST_YEARS):
        raise BadInput("birth_date_impossible", path)
    return day


def _readings(text: str, today: date) -> Iterator[date | None]:
    """What the text can mean, the likeliest first."""
    figures: list[str] = []
    months: set[int] = set()
    for token in _TOKENS.findall(text):
        if token.isdigit():
            figures.append(token)
        elif found := _months_called(token):
            months = found
        elif len(token) > _FILLER_MOST:
            return
    if len(months) > 1:
        return
    match figures:
        case [first, second] if months:
            day, year = (second, first) if len(first) == _YEAR_DIGITS else (first, second)
            yield _day(year, str(months.pop()), day, today)
        case [year, month, day] if not months and len(year) == _YEAR_DIGITS:
            yield _day(year, month, day, today)
        case [first, second, year] if not months:
            yield _day(year, second, first, today)
            yield _day(year, first, second, today)
        case [run] if not months:
            for one, two, _ in _RUN_TOGETHER.get(len(run), ()):
                parts = run[:one], run[one : one + two], run[one + two :]
                day, month, year = parts if one < _YEAR_DIGITS else parts[::-1]
                yield _day(year, month, day, today)


def _day(year: str, month: str, day: str, today: date) -> date | None:
    if len(year) not in (2, _YEAR_DIGITS) or len(month) > 2 or len(day) > 2:  # figures of a date
        return None
    number = int(year)
    try:
        if len(year) == _YEAR_DIGITS:
            return date(number, int(month), int(day))
        century = today.year // 100 * 100
        this = date(century + number, int(month), int(day))
        return this if this <= today else date(century - 100 + number, int(month), int(day))
    except ValueError:
        return None


def _months_called(token: str) -> set[int]:
    word = fold(token)
    if len(word) < _MONTH_LEAST:
        return set()
    return {number for name, number in _month_names() if name.startswith(word)}


@cache
def _month_names() -> tuple[tuple[str, int], ...]:
    """The folded names of the months in every language of the papers, in each form, and their numbers."""
    names = {
        (fold(name), number)
        for language in PAPER_LANGUAGES
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language).months[form][width].items()
    }
    return tuple(sorted(names))
