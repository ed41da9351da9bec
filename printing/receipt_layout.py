"""What a shop leaves to choose on its receipts: which parts stand there, and the order of those at the foot.

What every law wants has no switch: the shop's name and tax number, number and date, lines, totals, tenders, the tax
table.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Part(StrEnum):
    """A part of a receipt that may be left out."""

    LOGO = "logo"
    ADDRESS = "address"
    CASHIER = "cashier"
    TILL = "till"
    CUSTOMER = "customer"
    CUSTOMER_CARD = "customer_card"
    UNIT_PRICES = "unit_prices"
    DISCOUNTS = "discounts"
    BARCODE = "barcode"


class Foot(StrEnum):
    """A part at the foot of a receipt."""

    WORDS = "words"
    BARCODE = "barcode"
    QR = "qr"


EVERY_PART: Final = frozenset(Part)
USUAL_FOOT: Final = (Foot.WORDS, Foot.BARCODE, Foot.QR)


@dataclass(frozen=True, slots=True)
class ReceiptLayout:
    """The parts shown, and the parts of the foot from top to bottom: each of them once."""

    shown: frozenset[Part] = EVERY_PART
    foot: tuple[Foot, ...] = USUAL_FOOT


USUAL_LAYOUT: Final = ReceiptLayout()
