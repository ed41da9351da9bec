"""What stands behind an application identifier: whether it may, and what it says."""

from calendar import monthrange
from datetime import date
from itertools import pairwise
from typing import Final

from stdnum import iban
from stdnum.exceptions import ValidationError

from app.core.barcodes.gtin import check_digit_fits
from app.core.barcodes.identifiers import Identifier
from app.core.barcodes.readings import BreaksOff, Element

_CENTURY: Final = 100
_YEARS_AHEAD: Final = 50
_CURRENCY: Final = 3
_ANY_HOUR: Final = "9999"
_LONG_YEAR: Final = 4
_LIMITS_OF_TIME: Final = (24, 60, 60)
_PAIR_SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PAIR_MODULUS: Final = 1021
_SIGNS_IN_ORDER: Final = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def read_value(identifier: Identifier, value: str, year: int) -> Element:
    """The element of a value; ``year`` is what dates of two figures stand near to.

    BreaksOff ``length``, ``charset``, ``check_digit``, ``date``.
    """
    shown = f"({identifier.ai}){value}"
    pieces = _pieces(identifier, value)
    if pieces is None:
        raise BreaksOff("length", shown)
    for part, piece in zip(identifier.parts, pieces, strict=False):
        if not part.charset.issuperset(piece):
            raise BreaksOff("charset", shown)
    mark = identifier.mark
    if mark in ("check", "pair", "iban") and not _is_checked(mark, value, pieces[0]):
        raise BreaksOff("check_digit", shown)
    if mark == "count":
        return Element(identifier.ai, value, count=int(value))
    if mark in ("decimal", "price"):
        figures = value[_CURRENCY:] if mark == "price" else value
        return Element(identifier.ai, value, number=int(figures), decimals=int(identifier.ai[-1]))
    if mark in ("day", "day0", "day0 any", "year day", "period"):
        try:
            return Element(identifier.ai, value, day=_day(mark, value, year))
        except ValueError:
            raise BreaksOff("date", shown) from None
    return Element(identifier.ai, value)


def _pieces(identifier: Identifier, value: str) -> list[str] | None:
    """The value cut into its parts; None where its length allows no such cut."""
    pieces, position = [], 0
    for part in identifier.parts:
        piece = value[position : position + part.most]
        if part.optional and not piece:
            break
        if len(piece) < part.least:
            return None
        pieces.append(piece)
        position += len(piece)
    return pieces if position == len(value) else None


def _is_checked(mark: str, value: str, first: str) -> bool:
    if mark == "check":
        return check_digit_fits(first)
    return _pair_fits(value) if mark == "pair" else _is_iban(value)


def _is_iban(value: str) -> bool:
    try:
        iban.validate(value, check_country=False)
    except ValidationError:
        return False
    return True


def _pair_fits(value: str) -> bool:
    """Whether the last two signs are the check character pair of those before (GS1 General Specifications, 7.9.5)."""
    body, pair = value[:-2], value[-2:]
    total = sum(
        _SIGNS_IN_ORDER.index(sign) * prime for sign, prime in zip(reversed(body), _primes(len(body)), strict=True)
    )
    first, second = divmod(total % _PAIR_MODULUS, len(_PAIR_SIGNS))
    return bool(body) and pair == _PAIR_SIGNS[first] + _PAIR_SIGNS[second]


def _primes(count: int) -> list[int]:
    primes: list[int] = []
    candidate = 2
    while len(primes) < count:
        if all(candidate % prime for prime in primes):
            primes.append(candidate)
        candidate += 1
    return primes


def _day(mark: str, value: str, year: int) -> date | None:
    """The day a value names, None for a period of two days; ValueError where one is none or an hour is none."""
    year_length = _LONG_YEAR if mark == "year day" else 2
    whole = year_length + 4
    first = _date(value[:year_length], value[year_length:whole], year, last_day=mark.startswith("day0"))
    rest = value[whole:]
    if mark == "period" and rest:
        _date(rest[:2], rest[2:], year, last_day=False)
        return None
    if not (mark == "day0 any" and rest == _ANY_HOUR):
        _check_time(rest)
    return first


def _date(years: str, rest: str, year: int, *, last_day: bool) -> date:
    full = int(years) if len(years) == _LONG_YEAR else _near_year(int(years), year)
    month, day = int(rest[:2]), int(rest[2:])
    if last_day and day == 0 and 1 <= month <= 12:
        day = monthrange(full, month)[1]
    return date(full, month, day)


def _near_year(figures: int, year: int) -> int:
    """The year of two figures that is at most 50 years ahead of ``year`` and 49 behind it (section 7.12)."""
    ahead = (figures - year) % _CENTURY
    return year + ahead - (_CENTURY if ahead > _YEARS_AHEAD else 0)


def _check_time(figures: str) -> None:
    """ValueError where the pairs of figures are no hour, minute and second."""
    for limit, (tens, ones) in zip(_LIMITS_OF_TIME, list(pairwise(figures))[::2], strict=False):
        if int(tens + ones) >= limit:
            raise ValueError("no such time of day")
