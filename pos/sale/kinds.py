"""The kinds of documents a till makes of a cart, and their names on screens."""

from typing import Final

from app.core.texts import marked

SALE_KINDS: Final = {
    "sale": marked("Sale"),
    "return": marked("Return"),
    "exchange": marked("Exchange"),
    "void": marked("Void"),
}
