"""What a cell says: texts, numbers, dates, yes and no, as people and spreadsheets write them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from app.core.errors import BadInput
from app.core.folding import fold
from app.core.numbers import parse_scaled
from app.exchange.table.row import Cell, Choices

_BLANKS: Final = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_WORDS_AROUND: Final = re.compile(r"^[^\W\d_]{1,5}\.?|[^\W\d_]{1,5}\.?$")
"""A currency before or after an amount: ``EUR``, ``руб.``, ``Kč``."""
_NUMBER: Final = re.compile(r"-?[0-9]*(?:[.,][0-9]+)*")
_GROUPED: Final = re.compile(r"-?[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")
_SIMPLE: Final = re.compile(r"-?[0-9]*(?:\.[0-9]+)?")
_SHORTENED: Final = re.compile(r"[0-9][.,]?[0-9]*[Ee]\+[0-9]{2}")
_DATE_PARTS: Final = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})\.?")
_MOST_DIGITS: Final = 15
_YES: Final = frozenset(fold(word) for word in ("yes", "y", "true", "1", "+", "x", "да", "д", "истина", "on", "v"))
_NO: Final = frozenset(fold(word) for word in ("no", "n", "false", "0", "-", "нет", "н", "ложь", "off"))
_CENTURY: Final = 100


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes what can be read in two ways; empty where nothing in the file tells."""

    point: Literal["", ".", ","]
    dates: Literal["", "dmy", "mdy"]


def text_of(cell: Cell) -> str:
    """The cell as text; a whole number without decimals."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else " ".join(cell.split())


def code_of(cell: Cell, path: str) -> str:
    """A code or number that is no quantity; BadInput ``number_shortened`` where a spreadsheet cut it."""
    text = text_of(cell)
    if _SHORTENED.fullmatch(text):
        raise BadInput("number_shortened", path, got=text)
    return text


def number_of(cell: Cell, decimals: int, habits: Habits, path: str) -> int:
    """The number as a whole number of ``10**-decimals``.

    Raises BadInput ``not_a_number``, ``number_ambiguous`` where 1,234 may be either, ``too_many_decimals``.
    """
    if isinstance(cell, date):
        raise BadInput("not_a_number", path, got=cell.isoformat())
    if isinstance(cell, Decimal):
        return _scaled(format(cell, "f"), decimals, path)
    plain = _plain(cell)
    if not _NUMBER.fullmatch(plain) or not any(sign.isdigit() for sign in plain):
        raise BadInput("not_a_number", path, got=cell[:40])
    point = habits.point
    if _is_open(plain):
        if not point:
            raise BadInput("number_ambiguous", path, got=cell[:40])
    else:
        point = _telling_point(plain) or point
    group = {".": ",", ",": "."}.get(point, "")
    whole, _, fraction = plain.rpartition(point) if point and point in plain else (plain, "", "")
    if group and group in whole:
        if not _GROUPED.fullmatch(whole):
            raise BadInput("not_a_number", path, got=cell[:40])
        whole = whole.replace(group, "")
    plain = f"{whole}.{fraction}" if fraction else whole
    if not _SIMPLE.fullmatch(plain):
        raise BadInput("not_a_number", path, got=cell[:40])
    if plain.lstrip("-").startswith("."):
        plain = plain.replace(".", "0.", 1)
    return _scaled(plain, decimals, path)


def _scaled(plain: str, decimals: int, path: str) -> int:
    whole, _, fraction = plain.partition(".")
    if len(whole.lstrip("-")) > _MOST_DIGITS:
        raise BadInput("not_a_number", path, got=plain[:40])
    if fraction[decimals:].strip("0"):
        raise BadInput("too_many_decimals", path, got=plain[:40], decimals=decimals)
    return parse_scaled(f"{whole}.{fraction[:decimals]}" if fraction[:decimals] else whole, decimals, path)


def date_of(cell: Cell, habits: Habits, path: str) -> date:
    """A date with or without points; BadInput ``not_a_date``. Two digits of a year are this century up to ``30``."""
    if isinstance(cell, date):
        return cell
    text = text_of(cell).partition(" ")[0].partition("T")[0]
    found = _DATE_PARTS.fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat(text)
        first, sign, second, third = int(found[1]), found[2], int(found[3]), int(found[4])
        if len(found[1]) == 4:
            return date(first, second, third)
        month_first = sign != "." and (habits.dates == "mdy" or second > 12) and first <= 12
        day, month = (second, first) if month_first else (first, second)
        return date(_year(third), month, day)
    except ValueError:
        raise BadInput("not_a_date", path, got=text_of(cell)[:40]) from None


def yes_or_no(cell: Cell, path: str) -> bool:
    """Yes or no in one of many words; BadInput ``not_yes_or_no``."""
    word = text_of(cell).casefold()
    if word in _YES or fold(word) in _YES:
        return True
    if word in _NO or fold(word) in _NO:
        return False
    raise BadInput("not_yes_or_no", path, got=word[:40])


def habits_of(numbers: Iterable[Cell], dates: Iterable[Cell], choices: Choices) -> Habits:
    """What the cells of a file tell of its decimal sign and its dates; what a person chose holds in any case."""
    points = {_telling_point(_plain(cell)) for cell in numbers if isinstance(cell, str)} - {""}
    point = choices.point or (points.pop() if len(points) == 1 else "")
    orders = {_telling_order(cell) for cell in dates if isinstance(cell, str)} - {""}
    order = choices.dates or (orders.pop() if len(orders) == 1 else "")
    return Habits(point, order)


def _plain(text: str) -> str:
    shown = _BLANKS.sub("", text).replace("\u2212", "-")
    shown = "".join(sign for sign in shown if unicodedata.category(sign) != "Sc").removesuffix("%")
    return _WORDS_AROUND.sub("", shown)


def _is_open(plain: str) -> bool:
    """Whether a number's only sign may be the decimal one or that of thousands."""
    return _GROUPED.fullmatch(plain) is not None and plain.count(".") + plain.count(",") == 1


def _telling_point(plain: str) -> Literal["", ".", ","]:
    """The decimal sign a number shows beyond doubt."""
    if not _NUMBER.fullmatch(plain) or _is_open(plain):
        return ""
    last: Literal[".", ","] = "." if plain.rfind(".") > plain.rfind(",") else ","
    other: Literal[".", ","] = "," if last == "." else "."
    if plain.count(last) == 1:
        return last
    return other if plain.count(last) > 1 and other not in plain else ""


def _telling_order(text: str) -> Literal["", "dmy", "mdy"]:
    found = _DATE_PARTS.fullmatch(" ".join(text.split()).partition(" ")[0])
    if found is None or len(found[1]) == 4 or found[2] == ".":
        return ""
    if int(found[1]) > 12:
        return "dmy"
    return "mdy" if int(found[3]) > 12 else ""


def _year(year: int) -> int:
    if year >= _CENTURY:
        return year
    return 2000 + year if year <= 30 else 1900 + year
