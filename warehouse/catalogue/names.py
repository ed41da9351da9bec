"""Names and short codes as people type them, made fit to keep."""

import re
import unicodedata
from typing import Final

from app.core.errors import BadInput
from app.core.folding import fold

_NOT_IN_SLUG: Final = re.compile(r"[^\w]+")


def checked_name(text: str, limit: int, path: str = "name") -> str:
    """The text on one line with single blanks; BadInput ``name_empty``, ``name_too_long`` or ``name_unprintable``."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise BadInput("name_empty", path)
    if len(name) > limit:
        raise BadInput("name_too_long", path, limit=limit)
    if not name.isprintable():
        raise BadInput("name_unprintable", path)
    return name


def slug(text: str, limit: int) -> str:
    """A short code made of a name: folded letters and digits with hyphens between; empty where there are none."""
    return _NOT_IN_SLUG.sub("-", fold(text)).strip("-_")[:limit].rstrip("-")
