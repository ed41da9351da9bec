"""The rights a person may hold, each with the English label people see; roles are sets of them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from app.core.errors import BadInput
from app.core.texts import marked

EVERY_RIGHT: Final = "*"
"""Stands in a role for every right there is."""

GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "till": marked("Selling"),
        "shift": marked("Shift and cash"),
        "customers": marked("Customers"),
        "office": marked("Office"),
    }
)

_BY_GROUP: Final[Mapping[str, Mapping[str, str]]] = {
    "till": {
        "till.sell": marked("Sell at a till"),
        "till.discount_line": marked("Give a discount on a line"),
        "till.discount_cart": marked("Give a discount on the whole cart"),
        "till.change_price": marked("Change a price"),
        "till.zero_price": marked("Sell for nothing"),
        "till.one_off": marked("Sell an item that is not in the catalogue"),
        "till.drop_cart": marked("Drop a cart"),
        "till.open_drawer": marked("Open the drawer without a sale"),
        "till.reprint": marked("Print a receipt again"),
        "till.return": marked("Take goods back with their receipt"),
        "till.return_late": marked("Take goods back after the days allowed"),
        "till.return_without_receipt": marked("Take goods back without a receipt"),
        "till.return_cash": marked("Give cash back for what was not paid in cash"),
        "till.void": marked("Void a finished sale"),
        "till.offer": marked("Make an offer, and send it"),
        "till.offered_price": marked("Sell at the prices of an offer after its last day"),
        "till.take_over": marked("Take over a cart that is open at another till"),
        "till.serve_self": marked("Agree when a colleague sells to himself"),
        "till.name_customer_later": marked("Name the customer of a sale that is paid already"),
    },
    "shift": {
        "shift.open": marked("Open a shift"),
        "shift.cash": marked("Put cash in or take it out"),
        "shift.x": marked("See the figures of an open shift"),
        "shift.close": marked("Count the drawer and close the shift"),
        "shift.see_expected": marked("See the expected cash before counting"),
        "shift.paper_day": marked("Enter a day that was kept on paper"),
    },
    "customers": {
        "customers.view": marked("See customers"),
        "customers.edit": marked("Write customers down and change them, with cards and consents"),
        "customers.erase": marked("Erase a customer for good"),
        "customers.merge": marked("Merge customers who are one person, and part them again"),
        "customers.exchange": marked("Import and export the whole client book"),
        "customers.label": marked("Make labels, and put them on customers"),
        "customers.credit": marked("Say how much a customer may owe"),
        "customers.points": marked("Give a customer points and put them right"),
    },
    "office": {
        "catalogue.view": marked("See goods, services and prices"),
        "catalogue.edit": marked("Change goods, services and prices"),
        "promotions.edit": marked("Make promotions and coupons"),
        "gift_cards.view": marked("See gift cards and what is owed on them"),
        "gift_cards.manage": marked("Block and replace gift cards, and write them off"),
        "packages.view": marked("See visit packages and what is owed on them"),
        "packages.manage": marked("Let visit packages rest, put them right, and write them off"),
        "tags.print": marked("Print price tags"),
        "stock.view": marked("See stock"),
        "stock.edit": marked("Change stock"),
        "sales.view": marked("See sales"),
        "journal.view": marked("Read the journal"),
        "settings.edit": marked("Change the settings of the shop"),
        "staff.edit": marked("Manage staff and roles"),
        "staff.hours": marked("See working hours and put them right"),
        "devices.manage": marked("Manage tills and devices"),
        "outbox.decide": marked("Decide what happens to prints in doubt"),
        "tokens.manage": marked("Manage keys of programs"),
        "clock.accept": marked("Say that the PC's clock is right after it was ahead"),
    },
}

RIGHTS: Final[Mapping[str, str]] = MappingProxyType(
    {code: label for rights in _BY_GROUP.values() for code, label in rights.items()}
)
"""Label by code of every right, in the order people read them."""


def in_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Group label and its rights as (code, label), for a page."""
    return [(GROUPS[group], list(rights.items())) for group, rights in _BY_GROUP.items()]


def expand(codes: Iterable[str]) -> frozenset[str]:
    """The rights behind the stored codes: ``*`` is all, one that no version knows any more is none."""
    held = frozenset(codes)
    return frozenset(RIGHTS) if EVERY_RIGHT in held else held & RIGHTS.keys()


def checked(codes: Iterable[str]) -> frozenset[str]:
    """The codes as a set; BadInput ``unknown_right`` names one that does not exist."""
    chosen = frozenset(codes)
    for code in sorted(chosen - RIGHTS.keys()):
        raise BadInput("unknown_right", "rights", code=code)
    return chosen


CASHIER: Final = frozenset(
    {
        "till.sell",
        "till.one_off",
        "till.reprint",
        "till.return",
        "till.offer",
        "shift.open",
        "shift.cash",
        "shift.close",
        "customers.view",
        "customers.edit",
    },
)
SENIOR: Final = CASHIER | {
    "till.discount_line",
    "till.discount_cart",
    "till.change_price",
    "till.zero_price",
    "till.drop_cart",
    "till.open_drawer",
    "till.return_late",
    "till.return_without_receipt",
    "till.return_cash",
    "till.void",
    "till.offered_price",
    "till.take_over",
    "till.serve_self",
    "till.name_customer_later",
    "shift.x",
    "shift.see_expected",
    "catalogue.view",
    "tags.print",
    "stock.view",
    "sales.view",
    "gift_cards.view",
    "packages.view",
    "outbox.decide",
}
OWNER_ROLE: Final = "owner"
BUILT_IN_ROLES: Final[Mapping[str, tuple[str, frozenset[str]]]] = MappingProxyType(
    {
        "cashier": (marked("Cashier"), CASHIER),
        "senior": (marked("Senior cashier"), SENIOR),
        OWNER_ROLE: (marked("Owner"), frozenset({EVERY_RIGHT})),
    }
)
"""Name and rights of the roles every shop begins with."""
