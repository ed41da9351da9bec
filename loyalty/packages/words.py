"""Packages in words: their states, and what each entry was."""

from collections.abc import Callable
from typing import Final

from app.core.texts import marked
from loyalty.packages.reading import PackageEntryView

STATE_NAMES: Final = {
    "good": marked("Good"),
    "frozen": marked("Resting"),
    "expired": marked("Past its last day"),
    "empty": marked("Used up"),
}
_WORDS: Final = {
    "sold": marked("Sold with receipt {receipt}"),
    "returned": marked("Paid back with {receipt}"),
    "used": marked("Visit, receipt {receipt}"),
    "given_back": marked("Visit taken back with {receipt}"),
    "corrected": marked("Put right: {reason}"),
    "written_off": marked("Written off: {reason}"),
    "frozen": marked("Rests for {days} days: {reason}"),
    "unfrozen": marked("Good again {days} days early: {reason}"),
    "last_day": marked("Another last day: {reason}"),
    "converted": marked("Another currency, {reason}"),
}


def entry_text(entry: PackageEntryView, gettext: Callable[[str], str]) -> str:
    """What happened to a package, in the language of ``gettext``."""
    return gettext(_WORDS[entry.kind]).format(receipt=entry.receipt, reason=entry.reason, days=abs(entry.days or 0))
