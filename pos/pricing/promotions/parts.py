"""What is open to a reward: units of lines, and which of them it takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.core.rounding import round_half_up, split
from pos.pricing.values import MILLI
from pos.pricing.worksheet import WorkLine

_ORDERED: Final = 10**40
"""Enough digits that worths of a unit which differ at all differ as whole numbers."""


class Open:
    """The units of a line that are still open, and what they are worth together.

    ``units`` are the whole pieces that can be counted off; none where goods are not sold by the piece.
    """

    __slots__ = ("left", "place", "qty_milli", "units", "work")

    def __init__(self, work: WorkLine, place: int) -> None:
        self.work: Final = work
        self.place: Final = place
        self.qty_milli = work.line.qty_milli
        self.left = work.left
        self.units = self.qty_milli // MILLI if work.line.by_piece else 0

    def close(self, qty_milli: int, worth: int) -> None:
        """So much of it, worth so much, is taken."""
        self.qty_milli -= qty_milli
        self.left -= worth
        self.units = self.qty_milli // MILLI if self.work.line.by_piece else 0

    def worth(self, qty_milli: int) -> int:
        """What so much of it is worth: k of n units are round(left × k / n)."""
        return self.left if qty_milli == self.qty_milli else round_half_up(self.left * qty_milli, self.qty_milli)

    def worth_key(self, qty_milli: int = MILLI) -> int:
        """Orders lines by what so much of each is worth, one unit of them, exactly."""
        return self.left * qty_milli * _ORDERED // self.qty_milli if self.qty_milli else 0


@dataclass(slots=True)
class Part:
    """What a reward takes of a line: so much, worth so much; ``cheaper`` is what of it becomes cheaper, by ``off``."""

    open: Open
    qty_milli: int
    worth: int
    cheaper_milli: int
    cheaper: int
    off: int = 0


@dataclass(slots=True)
class Taking:
    """All that a reward takes, what it takes off together, how often it applied, how many units it still offers.

    ``is_shared`` says that the parts do not know their ``off`` yet: ``share`` works it out for the one that is applied.
    """

    parts: Sequence[Part]
    total: int
    times: int
    missing: int = 0
    is_shared: bool = False

    def share(self) -> None:
        """One discount over the parts, by largest remainder in proportion to what becomes cheaper of them."""
        if self.is_shared:
            for part, off in zip(self.parts, split(self.total, [part.cheaper for part in self.parts]), strict=True):
                part.off = off


def whole_part(taken: Open, qty_milli: int) -> Part:
    """A part that becomes cheaper as a whole."""
    worth = taken.worth(qty_milli)
    return Part(taken, qty_milli, worth, qty_milli, worth)


def dearest_first(opens: Iterable[Open]) -> list[Open]:
    """By the worth of a unit, the dearest first; ties in the order of the cart."""
    return sorted(opens, key=lambda one: -one.worth_key())


def cheapest_first(opens: Iterable[Open]) -> list[Open]:
    """By the worth of a unit, the cheapest first; ties in the order of the cart."""
    return sorted(opens, key=Open.worth_key)


def chosen(opens: Sequence[Open], units_milli: int | None) -> list[Part]:
    """The parts a reward works on: all that is worth something, or the dearest units up to a limit."""
    if units_milli is None:
        return [Part(one, one.qty_milli, one.left, one.qty_milli, one.left) for one in opens if one.left]
    parts, rest = [], units_milli
    for one in dearest_first(one for one in opens if one.left):
        qty = min(one.qty_milli, rest)
        if one.work.line.by_piece and qty < one.qty_milli:
            qty -= qty % MILLI
        if qty:
            parts.append(whole_part(one, qty))
            rest -= qty
    return sorted(parts, key=lambda part: part.open.place)


def shared(parts: Sequence[Part], total: int, times: int, missing: int = 0) -> Taking:
    """One discount over the parts that become cheaper."""
    return Taking(parts, total, times, missing, is_shared=True)
