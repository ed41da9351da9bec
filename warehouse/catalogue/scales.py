"""The numbers that the shop's scales print: their patterns, kept in the order in which they are tried."""

from functools import lru_cache
from typing import Final

from app.core import settings
from app.core.barcodes.patterns import Pattern, read_pattern
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from warehouse.catalogue.settings import SCALE_PATTERNS, read_patterns

MOST_PATTERNS: Final = 20
_EAN_13: Final = 13
_IN_STORE: Final = ("2", "02", "04")
"""How numbers of 13 digits begin that GS1 leaves to shops."""

_read = lru_cache(maxsize=8)(read_patterns)


def scale_patterns(tx: ReadUnit) -> tuple[Pattern, ...]:
    """The shop's patterns."""
    return _read(settings.get(tx, SCALE_PATTERNS))


def add_pattern(tx: Unit, text: str) -> None:
    """One more pattern, tried after the others.

    Needs ``settings.edit``. Raises what ``shop_pattern`` raises, Conflict ``pattern_twice`` and ``too_many_patterns``.
    """
    tx.actor.require("settings.edit")
    pattern, kept = shop_pattern(text), scale_patterns(tx)
    if len(kept) >= MOST_PATTERNS:
        raise Conflict("too_many_patterns", most=MOST_PATTERNS)
    same = next((one for one in kept if _fixed(one) == _fixed(pattern)), None)
    if same is not None:
        raise Conflict("pattern_twice", pattern=str(same))
    _keep(tx, (*kept, pattern))


def remove_pattern(tx: Unit, text: str) -> None:
    """Numbers are not read by the pattern any more. Needs ``settings.edit``; NotFound ``no_pattern``."""
    tx.actor.require("settings.edit")
    kept = scale_patterns(tx)
    left = tuple(one for one in kept if str(one) != text)
    if left == kept:
        raise NotFound("no_pattern")
    _keep(tx, left)


def shop_pattern(text: str) -> Pattern:
    """A pattern that a till may try on everything it scans.

    BadInput ``pattern_…``: as ``read_pattern`` raises, and where it could take the goods of makers for weighed ones.
    """
    pattern = read_pattern(text)
    layout = pattern.layout
    if not layout[0].isdigit():
        raise BadInput("pattern_digits", "pattern")
    if len(layout) == _EAN_13 and not layout.startswith(_IN_STORE):
        raise BadInput("pattern_range", "pattern")
    return pattern


def _fixed(pattern: Pattern) -> str:
    """By what a pattern is told from others: its length and its fixed digits."""
    return "".join(sign if sign.isdigit() else "." for sign in pattern.layout)


def _keep(tx: Unit, patterns: tuple[Pattern, ...]) -> None:
    settings.put(tx, SCALE_PATTERNS, "\n".join(map(str, patterns)))
