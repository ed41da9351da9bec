"""The ways of paying a till takes, and their names on papers and screens."""

from typing import Final

from app.core.texts import marked

TENDER_NAMES: Final = {
    "cash": marked("Cash"),
    "card": marked("Card"),
    "transfer": marked("Transfer"),
    "account": marked("On account"),
}
PAYMENT_KINDS: Final = ("cash", "card", "transfer")
"""The ways in which money really comes in: what is bought on account is paid by one of them later."""
