"""Numbers of goods (GTIN) in their lengths, with GS1's check digits (GS1 General Specifications, 7.9)."""

from typing import Final

from stdnum import ean

from app.core.barcodes.readings import BreaksOff, Gtin, GtinKind

_KINDS: Final[dict[int, GtinKind]] = {8: "ean8", 12: "upca", 13: "ean13", 14: "itf14"}
_OWN_RANGE: Final = "2"
"""GS1 leaves the EAN-13 numbers 20 to 29 to each shop."""
_EAN_13: Final = 13
_EAN_8: Final = 8


def has_gtin_length(digits: str) -> bool:
    """Whether so many digits can only be a GTIN."""
    return len(digits) in _KINDS


def check_digit_fits(digits: str) -> bool:
    """Whether the last digit is GS1's check digit of those before it."""
    return ean.calc_check_digit(digits[:-1]) == digits[-1]


def read_gtin(digits: str) -> Gtin:
    """What 8, 12, 13 or 14 digits are; BreaksOff ``check_digit``."""
    if len(digits) == _EAN_13 and digits.startswith(_OWN_RANGE):
        return Gtin("internal", digits)
    if len(digits) == _EAN_8 and digits.startswith("0"):
        upca = expanded_upce(digits)
        if check_digit_fits(upca):
            return Gtin("upce", digits, upca, digits if check_digit_fits(digits) else None)
    if not check_digit_fits(digits):
        raise BreaksOff("check_digit", digits)
    return Gtin(_KINDS[len(digits)], digits)


def read_ean8(digits: str) -> Gtin:
    """What the scanner says is an EAN-8; BreaksOff ``length``, ``check_digit``."""
    if len(digits) != _EAN_8:
        raise BreaksOff("length", digits)
    if not check_digit_fits(digits):
        raise BreaksOff("check_digit", digits)
    return Gtin("ean8", digits)


def expanded_upce(digits: str) -> str:
    """The UPC-A that the eight digits of a UPC-E stand for, its zeros put back by the last digit before the check."""
    system, first, last, check = digits[0], digits[1:6], digits[6], digits[7]
    if last in "012":
        body = f"{first[:2]}{last}0000{first[2:]}"
    elif last == "3":
        body = f"{first[:3]}00000{first[3:]}"
    elif last == "4":
        body = f"{first[:4]}00000{first[4:]}"
    else:
        body = f"{first}0000{last}"
    return f"{system}{body}{check}"
