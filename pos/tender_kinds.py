"""The ways of paying a till takes, and their names on papers and screens."""

from typing import Final

from app.core.texts import marked

TENDER_NAMES: Final = {"cash": marked("Cash"), "card": marked("Card"), "transfer": marked("Transfer")}
