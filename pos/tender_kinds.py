"""The ways of paying a till takes, and their names on papers and screens."""

from typing import Final

from app.core.texts import shown_and_printed

TENDER_NAMES: Final = {
    "cash": shown_and_printed("Cash"),
    "card": shown_and_printed("Card"),
    "transfer": shown_and_printed("Transfer"),
    "account": shown_and_printed("On account"),
}
PAYMENT_KINDS: Final = ("cash", "card", "transfer")
"""The ways in which money really comes in: what is bought on account is paid by one of them later."""
