"""Codes of goods and cards: what may be one, and when two of them are the same.

A product number (GTIN) is one number in several lengths: a UPC-A of 12 digits is the EAN-13 with a zero before it
and the GTIN-14 with two (GS1 General Specifications, section 1.4). Scanners differ in which of them they send.
"""

from typing import Final

from stdnum import ean

from app.core.errors import BadInput

MAX_CODE_LENGTH: Final = 80
_GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})


def trimmed_code(code: str) -> str:
    """A scanned or typed code without blanks around it and without the NULs that some scanners send."""
    return code.replace("\0", "").strip()


def match_code(code: str) -> str:
    """The form in which codes are compared: trimmed, capital letters, a GTIN of any length as its 14 digits."""
    trimmed = trimmed_code(code)
    if len(trimmed) in _GTIN_LENGTHS and trimmed.isascii() and trimmed.isdigit():
        return trimmed.zfill(14)
    return trimmed.upper()


def checked_code(code: str, path: str = "code") -> str:
    """The code as it is kept, trimmed.

    Raises BadInput ``code_empty``, ``code_too_long`` or ``code_unprintable``: a barcode holds visible Latin
    letters, digits and signs only, so a letter of another alphabet was typed in the wrong keyboard layout.
    """
    trimmed = trimmed_code(code)
    if not trimmed:
        raise BadInput("code_empty", path)
    if len(trimmed) > MAX_CODE_LENGTH:
        raise BadInput("code_too_long", path, limit=MAX_CODE_LENGTH)
    for sign in trimmed:
        if not "!" <= sign <= "~":
            raise BadInput("code_unprintable", path, sign=sign if sign.isprintable() else f"U+{ord(sign):04X}")
    return trimmed


def has_wrong_check_digit(code: str) -> bool:
    """Whether a code has the length of a GTIN but not its check digit. Worth a warning: shops do use such codes."""
    trimmed = trimmed_code(code)
    return len(trimmed) in _GTIN_LENGTHS and trimmed.isascii() and trimmed.isdigit() and not bool(ean.is_valid(trimmed))
