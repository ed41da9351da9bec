"""The choices of settings, and their groups, in words."""

from collections.abc import Mapping
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import available_timezones

from babel import Locale

from app.core.settings import Setting
from app.core.texts import marked
from app.crm.settings import COUNTRIES, COUNTRY
from app.places.settings import ZONE
from app.web.shared.language import language, translated
from pos.shift.closing_hour import HOURS, NEVER

GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "shop": marked("Shop"),
        "hours": marked("Opening hours"),
        "look": marked("Look"),
        "prices": marked("Prices and taxes"),
        "cash": marked("Cash"),
        "paper": marked("Receipts"),
        "fiscal": marked("Fiscal registers"),
        "mail": marked("E-mail"),
        "sms": marked("Messages"),
        "stock": marked("Stock"),
        "tags": marked("Price tags"),
        "scales": marked("Barcodes of the scales"),
        "till": marked("Till"),
        "display": marked("Customer display"),
        "customers": marked("Customers"),
        "gift_cards": marked("Gift cards"),
        "login": marked("Logging in"),
    }
)
"""Labels of the sections, in their order; a group without one stands at the end under its own name."""

CHOICES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "look.accent": {
            "pine": marked("Pine"),
            "ocean": marked("Ocean"),
            "indigo": marked("Indigo"),
            "plum": marked("Plum"),
            "berry": marked("Berry"),
            "clay": marked("Clay"),
            "moss": marked("Moss"),
            "slate": marked("Slate"),
        },
        "prices.tax_rounding": {
            "per_line": marked("on each line"),
            "per_rate": marked("once for each rate of a receipt"),
        },
        "prices.second_rate_for": {
            "first": marked("the shop's currency"),
            "second": marked("the second currency"),
        },
        "cash.rounding_mode": {
            "half_up": marked("to the nearest step, a half goes up"),
            "half_down": marked("to the nearest step, a half goes down"),
            "up": marked("always up"),
            "down": marked("always down"),
        },
        "mail.security": {
            "starttls": marked("STARTTLS: the connection is secured before the login"),
            "tls": marked("TLS: secured from the first byte"),
            "none": marked("none: for a server on this machine"),
        },
        "tags.code_kind": {
            "bars": marked("bars: EAN-13, EAN-8 or Code 128"),
            "datamatrix": marked("DataMatrix, a small square"),
        },
        "paper.print": {
            "always": marked("always"),
            "ask": marked("when somebody asks: the till offers it after each sale"),
            "never": marked("never by itself"),
        },
        "fiscal.paper": {
            "register": marked("on the fiscal register"),
            "printer": marked("on the receipt printer"),
        },
        "till.marked_goods": {
            "ask": marked("the code is asked for and kept with the sale"),
            "leave": marked("they are sold without a code"),
            "refuse": marked("they are not sold there"),
        },
        "fiscal.drawer": {
            "printer": marked("the receipt printer"),
            "register": marked("the fiscal register"),
        },
        "paper.foot_order": {
            "words barcode qr": marked("words, barcode, QR code"),
            "words qr barcode": marked("words, QR code, barcode"),
            "barcode words qr": marked("barcode, words, QR code"),
            "barcode qr words": marked("barcode, QR code, words"),
            "qr words barcode": marked("QR code, words, barcode"),
            "qr barcode words": marked("QR code, barcode, words"),
        },
        "till.closing_hour": {NEVER: marked("never"), **{hour: hour for hour in HOURS}},
        "stock.below_zero": {
            "allow": marked("allow it and mark the level"),
            "warn": marked("allow it and warn the cashier"),
            "refuse": marked("refuse it"),
        },
    }
)


def choice_names(setting: Setting[Any]) -> list[tuple[Any, str]]:
    """Each choice of a setting with its label."""
    if setting.key == ZONE.key:
        return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name]
    if setting.key == COUNTRY.key:
        territories = Locale.parse(language()).territories
        return sorted(((code, territories.get(code, code)) for code in COUNTRIES), key=itemgetter(1))
    names = CHOICES.get(setting.key, {})
    if setting.key.endswith("language"):
        return [(code, _language_name(code)) for code in setting.choices]
    return [(choice, translated(names.get(choice, str(choice)))) for choice in setting.choices]


def _language_name(code: str) -> str:
    name = Locale.parse(code).get_display_name(language()) or code
    return name[0].upper() + name[1:]
