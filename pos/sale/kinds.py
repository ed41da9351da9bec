"""The kinds of documents a till makes of a cart, and their names on screens."""

from typing import Final

from app.core.texts import marked

SALE_KINDS: Final = {
    "sale": marked("Sale"),
    "return": marked("Return"),
    "exchange": marked("Exchange"),
    "void": marked("Void"),
}
GIVEN: Final = "given"
"""A pledge on goods that are sold, and comes back with them."""
TAKEN: Final = "taken"
"""The pledge of empties that were taken back, from whomever they came."""
OFFERED: Final = "offer"
"""Where a line has its price from: an offer."""
PACKAGE_SOLD: Final = "sold"
"""A line that sold a visit package: its quantity is its visits."""
VISIT: Final = "visit"
"""A line that a visit package paid for."""
VISIT_MILLI: Final = 1000
"""A visit as a quantity."""
