"""JSON text to plain values, strict: nothing a number or a repeated key could lose goes unnoticed."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from app.core.errors import BadInput

MAX_BYTES: Final = 16 * 1024 * 1024
_MAX_INTEGER_DIGITS: Final = 18


class JsonNumber:
    """A JSON number that is no whole number of a sane size: a fraction, an exponent, NaN, Infinity."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text: Final = text


class RepeatedKey(dict[str, object]):
    """A JSON object in which ``key`` stands twice."""

    def __init__(self, pairs: Sequence[tuple[str, object]], key: str) -> None:
        super().__init__(pairs)
        self.key: Final = key


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    times = Counter(key for key, _ in pairs)
    return RepeatedKey(pairs, next(key for key in times if times[key] > 1))


def _integer(digits: str) -> int | JsonNumber:
    return int(digits) if len(digits) <= _MAX_INTEGER_DIGITS else JsonNumber(digits)


def parse(text: str | bytes) -> object:
    """The value of a JSON text (UTF-8, a byte order mark allowed).

    Fractions, NaN and Infinity come back as JsonNumber, objects with a repeated key as RepeatedKey, so that whoever
    reads them can name their path. Raises BadInput ``too_large``, ``not_utf8``, ``no_json``, ``not_json``,
    ``nested_too_deep``.
    """
    if len(text) > MAX_BYTES:
        raise BadInput("too_large", limit_mib=MAX_BYTES // 1024**2)
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadInput("not_utf8", position=error.start) from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise BadInput("no_json")
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=JsonNumber,
            parse_int=_integer,
            parse_constant=JsonNumber,
        )
    except json.JSONDecodeError as error:
        raise BadInput("not_json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise BadInput("nested_too_deep") from None


def describe(value: object) -> str:
    """What a JSON value is, in words for a message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | JsonNumber):
        return "a JSON number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "an object"
