"""Facts about customers as people type them: lines, notes, e-mail addresses."""

import re
import unicodedata
from typing import Final

from app.core.errors import BadInput

NAME_MOST: Final = 120
EMAIL_MOST: Final = 254
"""RFC 5321, section 4.5.3.1.3: a path has 256 octets with its brackets."""
NOTE_MOST: Final = 2000
_UNWRITABLE: Final = frozenset({"Cc", "Cs"})
_LOCAL: Final = re.compile(r"[^\s@\"(),:;<>\[\]\\]{1,64}")
_DOMAIN_PART: Final = re.compile(r"(?!-)[^\W_]([\w-]{0,61}[^\W_])?")


def clean_line(text: str, path: str, most: int) -> str:
    """One line with single blanks and without control signs; BadInput ``text_too_long``."""
    return _within(" ".join(word for word in map(_writable, text.split()) if word), path, most)


def clean_note(text: str, path: str) -> str:
    """Lines of text without control signs; BadInput ``text_too_long``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _within("\n".join(_writable(line).rstrip() for line in lines).strip(), path, NOTE_MOST)


def clean_email(text: str, path: str) -> str | None:
    """An address with its domain in small letters; None where nothing was typed. BadInput ``email_invalid``."""
    address = _writable(text.strip())
    if not address:
        return None
    local, _, domain = address.rpartition("@")
    parts = domain.split(".")
    if (
        len(address) > EMAIL_MOST
        or not _LOCAL.fullmatch(local)
        or local.startswith(".")
        or local.endswith(".")
        or ".." in local
        or len(parts) == 1
        or not all(_DOMAIN_PART.fullmatch(part) for part in parts)
        or parts[-1].isdigit()
    ):
        raise BadInput("email_invalid", path)
    return f"{local}@{domain.lower()}"


def _writable(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) not in _UNWRITABLE)


def _within(text: str, path: str, most: int) -> str:
    if len(text) > most:
        raise BadInput("text_too_long", path, limit=most)
    return text
