"""What a country's law wants on every receipt, beyond what has no switch at all (``printing.receipt_layout``).

It is a floor, not advice: what a shop must also print (a fiscal number, a code of the tax office) comes with the
device that makes it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from printing.receipt_layout import Part

_BY_COUNTRY: Final[Mapping[str, frozenset[Part]]] = MappingProxyType(
    {
        # Federal Decree-Law 8/2017, executive regulation, article 59(2): the supplier's name, address and number.
        "AE": frozenset({Part.ADDRESS}),
        # Ordinance N-18, article 26: the place of business, and who served.
        "BG": frozenset({Part.ADDRESS, Part.CASHIER}),
        # KassenSichV, section 6: full name and address.
        "DE": frozenset({Part.ADDRESS}),
        "EG": frozenset({Part.ADDRESS}),
        # Decree 83-50/A: name and address, quantity and price of each unit.
        "FR": frozenset({Part.ADDRESS, Part.UNIT_PRICES}),
        # Decree 48/2013 NGM: the issuer's name, address and tax number.
        "HU": frozenset({Part.ADDRESS}),
        # Federal Law 54-FZ, article 4.7: place, who took the money, price of a unit.
        "RU": frozenset({Part.ADDRESS, Part.CASHIER, Part.UNIT_PRICES}),
        "SA": frozenset({Part.ADDRESS}),
    }
)

_OWED: Final = frozenset({"AE", "BG", "DE", "EG", "HU", "RU", "SA"})
"""Where every buyer is handed a receipt, asked or not (Germany: Abgabenordnung 146a; Russia: 54-FZ; Bulgaria: Ordinance
N-18; Hungary: VAT Act 166; the Gulf states and Egypt: their rules of tax receipts). France ended it in 2023."""


def receipt_is_owed(country: str) -> bool:
    """Whether the law of the country leaves no choice about printing."""
    return country in _OWED


def required_parts(country: str) -> frozenset[Part]:
    """The parts no shop of the country may leave out; ``country`` is a code of ISO 3166."""
    return _BY_COUNTRY.get(country, frozenset())
