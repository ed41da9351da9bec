"""What a scanned or typed text is: the one reader of codes for till, command and imports."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from app.core.barcodes import element_strings
from app.core.barcodes.gtin import has_gtin_length, read_ean8, read_gtin
from app.core.barcodes.identifiers import identifier_at
from app.core.barcodes.patterns import Pattern
from app.core.barcodes.readings import FNC1, BreaksOff, Gtin, Reading, Unknown

GS1_IDENTIFIERS: Final = ("]C1", "]d2", "]Q3", "]e0")
EAN_IDENTIFIER: Final = "]E0"
EAN_8_IDENTIFIER: Final = "]E4"
"""What scanners may put before a text to name the symbology (AIM, ISO/IEC 15424)."""
_IDENTIFIER: Final = re.compile(r"\A\][A-Za-z][0-9A-Za-z]")
_ESCAPED_FNC1: Final = re.compile(r"\\u001d", re.IGNORECASE)
_BYTE_ORDER_MARK: Final = "\ufeff"
_HYPHENS: Final = "-\u2010\u2011"
_SEPARATORS: Final = "\x1c\x1d\x1e\x1f"
"""Control characters of codes that Python takes for blanks."""
_LONGEST_EAN: Final = 13


def read_code(text: str, *, year: int, patterns: Sequence[Pattern] = ()) -> Reading:
    r"""What a text is; it never raises.

    ``patterns`` are the shop's layouts, of which the first that fits holds; dates of two figures lie near ``year``.
    FNC1 is the control character GS, or written ``\u001d``. A symbology identifier, a leading FNC1 or a leading
    bracket decide; else a pattern that fits; else 8, 12, 13 or 14 digits are a GTIN; else GS1 is tried, and what is
    none is unknown.
    """
    cleaned = _without_blanks_around(_ESCAPED_FNC1.sub(FNC1, text))
    try:
        return _read(cleaned, year, patterns)
    except BreaksOff as breaks_off:
        broken = breaks_off.broken
        return broken if broken.part else BreaksOff(broken.code, cleaned).broken


def without_symbology(text: str) -> str:
    """The text without an identifier that decides nothing about it.

    For tills, whose scanners may name every symbology: what is left reads as if the scanner named none.
    """
    if text.startswith((*GS1_IDENTIFIERS, EAN_8_IDENTIFIER)):
        return text
    return _IDENTIFIER.sub("", text, count=1)


def _read(text: str, year: int, patterns: Sequence[Pattern]) -> Reading:
    for identifier in GS1_IDENTIFIERS:
        if text.startswith(identifier):
            return element_strings.read_scanned(text.removeprefix(identifier).removeprefix(FNC1), year)
    if text.startswith(FNC1):
        return element_strings.read_scanned(text.removeprefix(FNC1), year)
    if text.startswith("("):
        return element_strings.read_printed(text, year)
    for identifier, read in ((EAN_8_IDENTIFIER, read_ean8), (EAN_IDENTIFIER, _read_ean)):
        if text.startswith(identifier):
            return _digits_only(text.removeprefix(identifier), read)
    return _read_unnamed(text, year, patterns)


def _read_unnamed(text: str, year: int, patterns: Sequence[Pattern]) -> Reading:
    digits = _as_digits(text)
    if digits is None:
        return _tried_as_gs1(text, year)
    _refuse_no_number(digits)
    pattern = next((one for one in patterns if one.fits(digits)), None)
    if pattern is not None:
        return pattern.read(digits)
    return read_gtin(digits) if has_gtin_length(digits) else _tried_as_gs1(digits, year)


def _digits_only(text: str, read: Callable[[str], Gtin]) -> Gtin:
    """Reads what must be digits, as the symbology holds nothing else."""
    if not text:
        raise BreaksOff("length", text)
    digits = _as_digits(text)
    if digits is None:
        raise BreaksOff("charset", text)
    _refuse_no_number(digits)
    return read(digits)


def _read_ean(digits: str) -> Gtin:
    if len(digits) > _LONGEST_EAN or not has_gtin_length(digits):
        raise BreaksOff("length", digits)
    return read_gtin(digits)


def _refuse_no_number(digits: str) -> None:
    if not digits.isascii():
        raise BreaksOff("charset", digits)
    if not digits.strip("0"):
        raise BreaksOff("structure", digits)


def _tried_as_gs1(text: str, year: int) -> Reading:
    if identifier_at(text, 0) is None:
        return Unknown()
    try:
        return element_strings.read_scanned(text, year)
    except BreaksOff:
        return Unknown()


def _without_blanks_around(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return text[start:end]


def _as_digits(text: str) -> str | None:
    """The digits of a text of nothing else, without the blanks and hyphens between them; None where it holds more.

    They may be digits of any script.
    """
    if not text or text[0] in _HYPHENS or text[-1] in _HYPHENS:
        return None
    digits = "".join(sign for sign in text if sign not in _HYPHENS and not _is_blank(sign))
    return digits if digits.isdecimal() else None


def _is_blank(sign: str) -> bool:
    return sign == _BYTE_ORDER_MARK or (sign.isspace() and sign not in _SEPARATORS)
