"""What the owner chose for receipts: parts, words above and below, a QR code; kept as settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.settings import Setting
from app.core.texts import marked
from app.crm.settings import COUNTRY
from app.places.settings import PAPER_LANGUAGES
from pos.papers.law import required_parts
from printing.receipt_layout import USUAL_FOOT, Foot, Part, ReceiptLayout

WORDS_MOST: Final = 400

_SHOWN: Final = {
    Part.LOGO: marked("Logo"),
    Part.ADDRESS: marked("Legal name, address and phone"),
    Part.CASHIER: marked("Cashier"),
    Part.TILL: marked("Till"),
    Part.CUSTOMER: marked("Customer's name"),
    Part.CUSTOMER_CARD: marked("Customer's card, its last four signs"),
    Part.UNIT_PRICES: marked("Price of one unit"),
    Part.DISCOUNTS: marked("Discounts below each line"),
    Part.BARCODE: marked("Barcode of the receipt"),
}
_ON_PURPOSE: Final = frozenset({Part.CUSTOMER})
"""Left out until somebody wants it: a kept paper says the name even when the customer has been erased."""
SHOW_PART: Final[Mapping[Part, Setting[bool]]] = MappingProxyType(
    {part: Setting(f"paper.show_{part}", bool, part not in _ON_PURPOSE, label) for part, label in _SHOWN.items()}
)
RECEIPT_HEADER = Setting(
    "paper.receipt_header",
    str,
    "",
    marked("Words above the lines"),
    marked("A motto, the way to the workshop."),
    max_length=WORDS_MOST,
)
RECEIPT_FOOTER = Setting(
    "paper.receipt_footer",
    str,
    "",
    marked("Words below the receipt"),
    marked("Opening hours, a thank-you."),
    max_length=WORDS_MOST,
)
HEADER_IN: Final[Mapping[str, Setting[str]]] = MappingProxyType(
    {
        language: Setting(
            f"paper.receipt_header_{language}", str, "", marked("Words above the lines"), max_length=WORDS_MOST
        )
        for language in PAPER_LANGUAGES
    }
)
"""The words of papers in one language; where there are none, those of every language hold."""
FOOTER_IN: Final[Mapping[str, Setting[str]]] = MappingProxyType(
    {
        language: Setting(
            f"paper.receipt_footer_{language}", str, "", marked("Words below the receipt"), max_length=WORDS_MOST
        )
        for language in PAPER_LANGUAGES
    }
)
RECEIPT_QR = Setting(
    "paper.receipt_qr",
    str,
    "",
    marked("QR code on the receipt"),
    marked("A web address, for example; the number of the sale replaces {number}."),
    max_length=200,
)
FOOT_ORDERS: Final = (
    "words barcode qr",
    "words qr barcode",
    "barcode words qr",
    "barcode qr words",
    "qr words barcode",
    "qr barcode words",
)
FOOT_ORDER = Setting("paper.foot_order", str, " ".join(USUAL_FOOT), marked("Order at the foot"), choices=FOOT_ORDERS)


@dataclass(frozen=True, slots=True)
class ReceiptStyle:
    """The layout of receipts in one language, with its words; ``{number}`` in ``qr`` is still to be replaced."""

    layout: ReceiptLayout
    header: tuple[str, ...]
    footer: tuple[str, ...]
    qr: str


def receipt_style(tx: ReadUnit, language: str) -> ReceiptStyle:
    """How receipts in a language look now."""

    def style() -> ReceiptStyle:
        return style_from(lambda setting: settings.get(tx, setting), language, settings.get(tx, COUNTRY))

    return settings.made_of_settings(tx, f"receipt_style:{language}", style)


def style_from(value_of: Callable[[Setting[Any]], Any], language: str, country: str) -> ReceiptStyle:
    """How receipts would look with other values of the settings; what the country's law wants stays."""
    shown = frozenset(part for part, setting in SHOW_PART.items() if value_of(setting))
    header = value_of(HEADER_IN[language]) or value_of(RECEIPT_HEADER)
    footer = value_of(FOOTER_IN[language]) or value_of(RECEIPT_FOOTER)
    return ReceiptStyle(
        ReceiptLayout(shown | required_parts(country), tuple(Foot(name) for name in value_of(FOOT_ORDER).split())),
        tuple(header.splitlines()),
        tuple(footer.splitlines()),
        value_of(RECEIPT_QR),
    )


def receipt_settings() -> tuple[Setting[Any], ...]:
    """Every setting that a receipt's look depends on."""
    return (
        *SHOW_PART.values(),
        FOOT_ORDER,
        RECEIPT_HEADER,
        RECEIPT_FOOTER,
        RECEIPT_QR,
        *HEADER_IN.values(),
        *FOOTER_IN.values(),
    )


def last_signs(card_code: str) -> str:
    """A card's number as papers say it: enough to recognise it by, too little to use it."""
    return f"••{card_code[-4:]}"
