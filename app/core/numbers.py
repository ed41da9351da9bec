"""Decimal text to exact scaled integers and back: the only reader of numbers people and programs write."""

import re
from typing import Final

from app.core.errors import BadInput

QTY_DECIMALS: Final = 3
"""Quantities are kept in thousandths."""
_PLAIN: Final = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,12}))?", re.ASCII)


def parse_scaled(text: object, decimals: int, path: str = "") -> int:
    """A canonical decimal string as a whole number of ``10**-decimals``; ``"1.5"`` with 2 is 150.

    Raises BadInput ``not_decimal_text`` for anything but a plain decimal string and
    ``too_many_decimals`` where digits other than zero would be lost.
    """
    if not isinstance(text, str):
        raise BadInput("not_decimal_text", path, got=type(text).__name__)
    found = _PLAIN.fullmatch(text)
    if found is None:
        raise BadInput("not_decimal_text", path, got=text[:40])
    sign, whole, fraction = found[1], found[2], found[3] or ""
    kept, lost = fraction[:decimals], fraction[decimals:]
    if lost.strip("0"):
        raise BadInput("too_many_decimals", path, got=text, decimals=decimals)
    value: int = int(whole) * 10**decimals + int(kept.ljust(decimals, "0") or "0")
    return -value if sign else value


def format_scaled(value: int, decimals: int, *, trim: bool = False) -> str:
    """The scaled integer as a decimal string with exactly ``decimals`` places, or without trailing zeros."""
    sign = "-" if value < 0 else ""
    digits = str(abs(value)).rjust(decimals + 1, "0")
    whole, fraction = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    if trim:
        fraction = fraction.rstrip("0")
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def parse_typed(text: str, decimals: int, path: str = "") -> int:
    """A number as a person types it: comma or point for the decimals, blanks and no-break blanks for thousands.

    Raises BadInput as parse_scaled does.
    """
    plain = re.sub(r"[\s\u00a0\u202f']", "", text).replace("\u2212", "-").replace(",", ".")
    if plain[:1] == "." and plain[1:]:
        plain = "0" + plain
    return parse_scaled(plain.removesuffix("."), decimals, path)
