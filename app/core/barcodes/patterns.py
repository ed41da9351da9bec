"""How the shop's scales build their numbers: ``weight:21IIIIINNDDDC``.

Digits are fixed, ``I`` is the article, ``N`` and ``D`` the whole and the decimal places of the amount, ``C`` the check
digit of the whole number, ``X`` an inner check digit that is left untested and ``V`` one that is tested: GS1's check
digit of a price or weight of four or five digits (GS1 General Specifications, 7.9.2 to 7.9.4).
"""

import re
from dataclasses import dataclass
from typing import Final, get_args

from stdnum import ean

from app.core.barcodes.gtin import check_digit_fits
from app.core.barcodes.readings import BreaksOff, Measured, MeasuredKind
from app.core.errors import BadInput

KINDS: Final[tuple[MeasuredKind, ...]] = get_args(MeasuredKind)
LONGEST_LAYOUT: Final = 40
_SIGNS: Final = frozenset("0123456789INDCXV")
_AMOUNT: Final = re.compile(r"[^ND]*(N*D*)[^ND]*")
_TWO_MINUS: Final = "0246891357"
_THREE: Final = "0369258147"
_FIVE_PLUS: Final = "0516273849"
_FIVE_MINUS: Final = "0594837261"
"""The weighted products of the digits 0 to 9, as GS1 tabulates them."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A layout of one kind of number."""

    kind: MeasuredKind
    layout: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.layout}"

    def fits(self, digits: str) -> bool:
        """Whether a number has the length and the fixed digits of the layout."""
        return len(digits) == len(self.layout) and all(
            sign == digit for sign, digit in zip(self.layout, digits, strict=True) if sign.isdigit()
        )

    def read(self, digits: str) -> Measured:
        """The article and the amount of a number that fits; BreaksOff ``check_digit``."""
        amount = self._of("ND", digits)
        tested = self._of("V", digits)
        if (tested and tested != amount_check_digit(amount)) or ("C" in self.layout and not check_digit_fits(digits)):
            raise BreaksOff("check_digit", digits)
        return Measured(self.kind, digits, self._of("I", digits), int(amount), self.layout.count("D"))

    def _of(self, signs: str, digits: str) -> str:
        return "".join(digit for sign, digit in zip(self.layout, digits, strict=True) if sign in signs)


def read_pattern(text: str, path: str = "pattern") -> Pattern:
    """A pattern as it is written; BadInput ``pattern_…`` saying what is wrong with it."""
    kind, colon, layout = text.strip().partition(":")
    named = next((known for known in KINDS if known == kind), None)
    if named is None or not colon:
        raise BadInput("pattern_kind", path, text=text[:LONGEST_LAYOUT])
    if len(layout) > LONGEST_LAYOUT:
        raise BadInput("pattern_long", path, most=LONGEST_LAYOUT)
    wrong = next((sign for sign in layout if sign not in _SIGNS), None)
    if wrong is not None:
        raise BadInput("pattern_sign", path, sign=wrong)
    if "I" not in layout:
        raise BadInput("pattern_article", path)
    amount = _AMOUNT.fullmatch(layout)
    if amount is None:
        raise BadInput("pattern_order", path)
    if not amount[1]:
        raise BadInput("pattern_amount", path)
    if "C" in layout[:-1]:
        raise BadInput("pattern_check", path)
    if layout.count("V") > 1 or ("V" in layout and len(amount[1]) not in (4, 5)):
        raise BadInput("pattern_tested", path)
    return Pattern(named, layout)


def example_of(pattern: Pattern) -> str:
    """A right number of the pattern: article 1234…, an amount of 1.25 or, where it has no decimals, 12."""
    layout = pattern.layout
    whole, decimal, article = (layout.count(sign) for sign in "NDI")
    amount = ("1".zfill(whole)[-whole:] if whole else "") + "25".ljust(decimal, "0")[:decimal]
    amount = amount if decimal else "12".zfill(whole)[-whole:]
    pieces = {
        "I": iter("1234567890".rjust(article, "0")[-article:] if article > 10 else "1234567890"[:article]),
        "N": iter(amount[:whole]),
        "D": iter(amount[whole:]),
        "V": iter(amount_check_digit(amount) if "V" in layout else ""),
    }
    digits = "".join(next(pieces[sign]) if sign in pieces else sign if sign.isdigit() else "0" for sign in layout)
    return digits[:-1] + ean.calc_check_digit(digits[:-1]) if layout.endswith("C") else digits


def amount_check_digit(digits: str) -> str:
    """GS1's check digit of a price or weight of four or five digits."""
    if len(digits) == 4:
        weights = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
        return str(_weighted(digits, weights) * 3 % 10)
    weights_of_five = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)
    return str(_FIVE_MINUS.index(str(-_weighted(digits, weights_of_five) % 10)))


def _weighted(digits: str, weights: tuple[str, ...]) -> int:
    return sum(int(weight[int(digit)]) for digit, weight in zip(digits, weights, strict=True))
