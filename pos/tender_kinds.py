"""The ways of paying a till takes, and their names on papers and screens."""

from typing import Final

from app.core.texts import shown_and_printed

TENDER_NAMES: Final = {
    "cash": shown_and_printed("Cash"),
    "card": shown_and_printed("Card"),
    "transfer": shown_and_printed("Transfer"),
    "account": shown_and_printed("On account"),
    "gift_card": shown_and_printed("Gift card"),
    "balance": shown_and_printed("Prepaid balance"),
}
PAYMENT_KINDS: Final = ("cash", "card", "transfer")
"""The ways in which money really comes in: for what is bought on account later, for gift cards and balances before."""
STORED_KINDS: Final = ("gift_card", "balance")
"""What was paid before: it stays a debt of the shop until it pays for goods."""
