"""Readers of single JSON values: each takes a value and its path, and returns it typed or raises BadInput there."""

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, TypeVar

from app.core.errors import BadInput
from app.core.jsontext import RepeatedKey, describe
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, UnitPrice
from app.core.numbers import parse_scaled
from app.core.percent import PERCENT_DECIMALS, WHOLE_MICRO, Percent

T = TypeVar("T")
D = TypeVar("D")
Choice = TypeVar("Choice", bound=StrEnum)
Reader = Callable[[object, str], T]

MAX_TEXT: Final = 1_000
MAX_ENTRIES: Final = 100_000
MAX_COUNT: Final = 10**15
_SHOWN: Final = 40
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MINUTE: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.(?:\d{3}|\d{6}))?)?(?:Z|[+-]\d\d:\d\d)",
    re.ASCII,
)


class Fields:
    """One JSON object with the keys it may have; every value is read together with its path.

    Raises BadInput ``not_object``, ``duplicate_key``, ``unknown_key`` when it is made.
    """

    __slots__ = ("_values", "here")

    def __init__(self, value: object, path: str, keys: Collection[str]) -> None:
        self._values: Final = json_object(value, path)
        self.here: Final = path
        for key in self._values:
            if key not in keys:
                near = get_close_matches(key[:_SHOWN], keys, n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise BadInput("unknown_key", self.path(key), hint=hint)

    def path(self, key: str) -> str:
        """Where the value of this key stands (``cart.lines[3].qty``)."""
        return join(self.here, key)

    def has(self, key: str) -> bool:
        """Whether the key was given."""
        return key in self._values

    def need(self, key: str, read: Reader[T]) -> T:
        """The value of a key that has no default; raises BadInput ``missing`` without it."""
        if key not in self._values:
            raise BadInput("missing", self.path(key))
        return read(self._values[key], self.path(key))

    def get(self, key: str, read: Reader[T], default: D) -> T | D:
        """The value, or the default where the key was not given."""
        return read(self._values[key], self.path(key)) if key in self._values else default

    def has_one_of(self, first: str, second: str) -> bool:
        """Whether exactly one of two keys was given."""
        return self.has(first) != self.has(second)

    def check(self, key: str, read: Reader[object]) -> None:
        """Read a value for its errors only: no rule depends on it."""
        if key in self._values:
            read(self._values[key], self.path(key))


def join(path: str, key: str) -> str:
    """The path of a key below a path; an overlong key is cut."""
    return f"{path}.{key[:_SHOWN]}" if path else key[:_SHOWN]


def json_object(value: object, path: str) -> dict[str, object]:
    """A JSON object without a repeated key."""
    if not isinstance(value, dict):
        raise BadInput("not_object", path, got=describe(value))
    if isinstance(value, RepeatedKey):
        raise BadInput("duplicate_key", join(path, value.key))
    return value


def text(value: object, path: str) -> str:
    """A text that says something and can be written as UTF-8."""
    if not isinstance(value, str):
        raise BadInput("not_text", path, got=describe(value))
    if not value.strip():
        raise BadInput("empty_text", path)
    if len(value) > MAX_TEXT:
        raise BadInput("text_too_long", path, limit=MAX_TEXT)
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise BadInput("broken_text", path)
    return value


def boolean(value: object, path: str) -> bool:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise BadInput("not_boolean", path, got=describe(value))
    return value


def integer(low: int, high: int) -> Reader[int]:
    """A reader of JSON whole numbers from ``low`` to ``high``."""

    def read(value: object, path: str) -> int:
        if type(value) is not int:
            raise BadInput("not_integer", path, got=describe(value))
        if not low <= value <= high:
            raise BadInput("out_of_range", path, low=low, high=high)
        return value

    return read


_count: Final = integer(0, MAX_COUNT)


def decimal(decimals: int) -> Reader[int]:
    """A reader of decimal texts, scaled by ``10**decimals``."""

    def read(value: object, path: str) -> int:
        if not isinstance(value, str):
            raise BadInput("not_decimal_text", path, got=describe(value))
        if not value.strip():
            raise BadInput("empty_text", path)
        return parse_scaled(value, decimals, path)

    return read


def not_negative(decimals: int) -> Reader[int]:
    """A reader of decimal texts that may be zero but not below it."""
    read_decimal = decimal(decimals)

    def read(value: object, path: str) -> int:
        scaled = read_decimal(value, path)
        if scaled < 0:
            raise BadInput("negative", path)
        return scaled

    return read


def positive(decimals: int) -> Reader[int]:
    """A reader of decimal texts above zero."""
    read_scaled = not_negative(decimals)

    def read(value: object, path: str) -> int:
        scaled = read_scaled(value, path)
        if not scaled:
            raise BadInput("zero", path)
        return scaled

    return read


def nullable(read: Reader[T]) -> Reader[T | None]:
    """A reader that takes ``null`` too."""
    return lambda value, path: None if value is None else read(value, path)


def money(decimals: int) -> Reader[Money]:
    """A reader of amounts that are not negative."""
    read_scaled = not_negative(decimals)
    return lambda value, path: Money(read_scaled(value, path))


def unit_price(decimals: int) -> Reader[UnitPrice]:
    """A reader of prices, with up to four decimals more than the currency."""
    read_scaled = not_negative(decimals + UNIT_PRICE_EXTRA_DECIMALS)
    return lambda value, path: UnitPrice(read_scaled(value, path))


_percent_micro: Final = decimal(PERCENT_DECIMALS)


def percent(value: object, path: str) -> Percent:
    """A percentage from 0 to 100: ``"20"`` is 20 %."""
    micro = _percent_micro(value, path)
    if not 0 <= micro <= WHOLE_MICRO:
        raise BadInput("percent_out_of_range", path)
    return Percent(micro)


def tax_rate(value: object, path: str) -> Percent | None:
    """A rate, or None for ``"none"`` (exempt)."""
    return None if value == "none" else percent(value, path)


def choice(kinds: type[Choice]) -> Reader[Choice]:
    """A reader of one word of a list."""

    def read(value: object, path: str) -> Choice:
        word = text(value, path)
        for kind in kinds:
            if kind.value == word:
                return kind
        raise BadInput("not_a_choice", path, got=word[:_SHOWN], choices=", ".join(kinds))

    return read


def named_list(read_entry: Reader[T], key: str, name_of: Callable[[T], str], limit: int) -> Reader[list[T]]:
    """A reader of lists of objects, no two with the same ``key``; raises BadInput ``duplicate_entry``."""
    read_list = list_of(read_entry, limit)

    def read(value: object, path: str) -> list[T]:
        entries = read_list(value, path)
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            name = name_of(entry)
            if name in seen:
                raise BadInput("duplicate_entry", f"{path}[{index}].{key}", got=name[:_SHOWN])
            seen.add(name)
        return entries

    return read


def list_of(read_entry: Reader[T], limit: int = MAX_ENTRIES) -> Reader[list[T]]:
    """A reader of lists, each entry with its own path."""

    def read(value: object, path: str) -> list[T]:
        if not isinstance(value, list):
            raise BadInput("not_list", path, got=describe(value))
        if len(value) > limit:
            raise BadInput("too_many", path, limit=limit, got=len(value))
        return [read_entry(entry, f"{path}[{index}]") for index, entry in enumerate(value)]

    return read


def counts(value: object, path: str) -> dict[str, int]:
    """An object of whole numbers from zero, its keys free."""
    return {key: _count(number, join(path, key)) for key, number in json_object(value, path).items()}


def day(value: object, path: str) -> date:
    """A date, ``2026-03-31``."""
    written = text(value, path)
    if _DATE.fullmatch(written):
        with suppress(ValueError):
            return date.fromisoformat(written)
    raise BadInput("not_a_date", path, got=written[:_SHOWN])


def minute_of_day(value: object, path: str) -> int:
    """A time of the day, ``09:00``, as minutes since midnight."""
    written = text(value, path)
    found = _MINUTE.fullmatch(written)
    if found is None:
        raise BadInput("not_a_time", path, got=written[:_SHOWN])
    return int(found[1]) * 60 + int(found[2])


def instant(value: object, path: str) -> datetime:
    """An instant with its offset, ``2026-03-06T12:00:00+03:00``."""
    written = text(value, path)
    if _INSTANT.fullmatch(written):
        with suppress(ValueError):
            return datetime.fromisoformat(written)
    raise BadInput("not_an_instant", path, got=written[:_SHOWN])
