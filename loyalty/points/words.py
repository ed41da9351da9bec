"""The ledger of points in words a customer understands."""

from collections.abc import Callable
from typing import Final

from app.core.texts import marked
from loyalty.points.ledger import EntryView

_WORDS: Final = {
    "earn": marked("Earned with receipt {receipt}"),
    "spend": marked("Spent with receipt {receipt}"),
    "return_earn": marked("Taken back with {receipt}: goods of receipt {of_receipt} came back"),
    "return_spend": marked("Given back with {receipt}: goods of receipt {of_receipt} came back"),
    "bonus": marked("Given: {reason}"),
    "correction": marked("Put right: {reason}"),
    "merge": marked("Came over: the same customer was written down twice"),
    "part": marked("Came back: it was somebody else after all"),
    "expire": marked("Run out: not spent in time"),
}
_TAKEN: Final = marked("For {reason}, with receipt {receipt}")
_LESS: Final = {
    "earn": marked("Goods without a receipt came back with {receipt}"),
    "merge": marked("Went over: the same customer was written down twice"),
    "part": marked("Went back: it was somebody else after all"),
}
"""Of entries that take points away, where that is another matter."""


def entry_text(entry: EntryView, gettext: Callable[[str], str]) -> str:
    """Why the points of a customer changed, in the language of ``gettext``."""
    words = _WORDS if entry.points_micro > 0 else _WORDS | _LESS
    text = _TAKEN if entry.kind == "spend" and entry.reason else words[entry.kind]
    return gettext(text).format(receipt=entry.receipt, of_receipt=entry.of_receipt, reason=entry.reason)
