"""Gift cards in words: their states, and what each entry was."""

from collections.abc import Callable
from typing import Final

from app.core.texts import marked
from loyalty.gift_cards.reading import EntryView

STATE_NAMES: Final = {
    "good": marked("Good"),
    "expired": marked("Past its last day"),
    "blocked": marked("Blocked"),
    "empty": marked("Empty"),
    "replaced": marked("Replaced"),
}
_WORDS: Final = {
    "loaded": marked("Sold with receipt {receipt}"),
    "unloaded": marked("Taken back with {receipt}"),
    "spent": marked("Paid for receipt {receipt}"),
    "given_back": marked("Given back with {receipt}"),
    "credited": marked("Paid out for goods that came back with {receipt}"),
    "written_off": marked("Written off: {reason}"),
    "correction": marked("Another currency, {reason}"),
}
_MOVED: Final = (marked("Moved to the card {reason}"), marked("Moved here from the card {reason}"))
_OF_MERGE: Final = marked("Moved with a merge of customers, or with its undoing")


def entry_text(entry: EntryView, gettext: Callable[[str], str]) -> str:
    """Why a card holds more or less, in the language of ``gettext``."""
    text = _WORDS.get(entry.kind, _OF_MERGE)
    if entry.kind == "moved" and entry.reason:
        text = _MOVED[entry.amount.minor > 0]
    return gettext(text).format(receipt=entry.receipt, reason=entry.reason)
