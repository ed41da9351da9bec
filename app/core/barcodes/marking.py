"""Marking codes: the code of its own that each unit of some goods bears, as a two-dimensional code."""

import re
from dataclasses import dataclass
from typing import Final

from app.core.barcodes import element_strings
from app.core.barcodes.gtin import check_digit_fits
from app.core.barcodes.identifiers import CHARSET_82
from app.core.barcodes.readings import FNC1, BreaksOff, ElementString

MOST_SIGNS: Final = 180
"""What a register takes of one code, its separators included."""
_IDENTIFIER: Final = re.compile(r"\A\][A-Za-z][0-9A-Za-z]")
_ESCAPED_FNC1: Final = re.compile(r"\\u001d", re.IGNORECASE)
_GTIN: Final = "01"
_SERIAL: Final = "21"
_LAST: Final = "89"
"""How the identifiers of check codes begin, which end a code (8005, 91 to 93)."""
_TOBACCO_PACK: Final = re.compile(r"([0-9]{14})(.{7})(.{8})", re.ASCII)
"""Without identifiers: number of goods, serial number, price and check code of four signs each."""
_ANY_YEAR: Final = 2000
"""Nobody looks at the dates of such a code."""
_LOST_SEPARATORS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(01[0-9]{14}21(?:.{13}|.{20}))(91.{4})(92(?:.{44}|.{88}))",
        r"(01[0-9]{14}21(?:.{6}|.{13}))(93.{4})",
        r"(01[0-9]{14}21.{7})(8005[0-9]{6}93.{4})",
    )
)
"""Codes of which only one reading is left without separators. A serial of seven signs before 93 is not among them: it
is as long as a code without its end."""


@dataclass(frozen=True, slots=True)
class MarkingCode:
    """A code of one unit: ``value`` as a register wants it, with its separators and without a symbology identifier.

    ``sgtin`` is the part that names the unit: its number of goods ``gtin`` (14 digits) and ``serial``. One that is not
    ``is_whole`` lacks its end, or separators that cannot be put back: it names the unit, and nobody may be told of it.
    """

    value: str
    sgtin: str
    gtin: str
    serial: str
    is_whole: bool = True


def read_marking(text: str) -> MarkingCode | None:
    """The marking code that a scanned text is; None where it is none. Never raises."""
    text = _ESCAPED_FNC1.sub(FNC1, text).strip(" \t\r\n")
    is_printed = text.startswith("(")
    body = _IDENTIFIER.sub("", text, count=1).removeprefix(FNC1)
    if not 0 < len(body) <= MOST_SIGNS:
        return None
    if not is_printed and FNC1 not in body:
        body = _with_separators(body)
    try:
        read = (element_strings.read_printed if is_printed else element_strings.read_scanned)(body, _ANY_YEAR)
    except BreaksOff:
        return _tobacco_pack(body)
    return _of_elements(read, read.value if is_printed else body)


def _with_separators(body: str) -> str:
    for pattern in _LOST_SEPARATORS:
        found = pattern.fullmatch(body)
        if found is not None:
            return FNC1.join(found.groups())
    return body


def _of_elements(read: ElementString, value: str) -> MarkingCode | None:
    values = {element.ai: element.value for element in read.elements}
    gtin, serial = values.get(_GTIN), values.get(_SERIAL)
    if gtin is None or serial is None:
        return None
    is_whole = any(ai[0] in _LAST for ai in values)
    return MarkingCode(value, f"{_GTIN}{gtin}{_SERIAL}{serial}", gtin, serial, is_whole)


def _tobacco_pack(body: str) -> MarkingCode | None:
    found = _TOBACCO_PACK.fullmatch(body)
    if found is None or not CHARSET_82.issuperset(body) or not check_digit_fits(found[1]):
        return None
    return MarkingCode(body, found[1] + found[2], found[1], found[2])
