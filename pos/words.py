"""What people write at the till: notes, reasons, names of things in no catalogue."""

import unicodedata
from typing import Final

from app.core.errors import BadInput

MOST_LENGTH: Final = 200
_NOT_KEPT: Final = frozenset({"Cc", "Cs"})
"""Control characters, which no paper shows and PostgreSQL partly refuses, and halves of characters."""


def checked_words(text: str, path: str, *, needed: bool = False) -> str:
    """The text on one line with single blanks.

    Raises BadInput ``empty_text`` where something is ``needed``, ``text_too_long`` and ``text_unprintable``.
    """
    words = " ".join(text.split())
    if needed and not words:
        raise BadInput("empty_text", path)
    if len(words) > MOST_LENGTH:
        raise BadInput("text_too_long", path, limit=MOST_LENGTH)
    if not words.isprintable() and any(unicodedata.category(sign) in _NOT_KEPT for sign in words):
        raise BadInput("text_unprintable", path)
    return words
