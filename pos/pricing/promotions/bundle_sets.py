"""Which units go into which set of a bundle, where a unit may fit several sets."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loyalty.rules.rewards import BundleSet
from pos.pricing.promotions.parts import Open


@dataclass(frozen=True, slots=True)
class SetUnits:
    """What there is to allot: lines, the dearest first, each with the sets it fits, and how much a set needs."""

    opens: Sequence[Open]
    fits: Sequence[Sequence[int]]
    needs: Sequence[int]


def set_units(dearest: Sequence[Open], sets: Sequence[BundleSet], lines: Sequence[int]) -> SetUnits:
    """``lines`` are the lines of each set, as bits."""
    fits = [[number for number, bits in enumerate(lines) if bits >> one.place & 1] for one in dearest]
    return SetUnits(dearest, fits, [each.qty for each in sets])


def allot(units: SetUnits, count: int) -> dict[int, int] | None:
    """The dearest units that fill every set ``count`` times, by the place of their line; None where they do not."""
    sets = _Sets([need * count for need in units.needs])
    found: dict[int, int] = {}
    for number, (one, fits) in enumerate(zip(units.opens, units.fits, strict=True)):
        taken = sets.add(number, fits, one.units)
        if taken:
            found[one.place] = taken
    return None if any(sets.open) else found


class _Sets:
    """Sets being filled: a line whose sets are full moves earlier units on to other sets that those fit too."""

    def __init__(self, needs: list[int]) -> None:
        self.open: Final = needs
        self._filled: Final[list[dict[int, int]]] = [{} for _ in needs]
        self._fits: Final[dict[int, Sequence[int]]] = {}

    def add(self, line: int, fits: Sequence[int], units: int) -> int:
        """How many of the units found a place."""
        self._fits[line] = fits
        left = units
        while left:
            path = self._path(fits)
            if path is None:
                break
            left -= self._move(line, path, left)
        return units - left

    def _path(self, starts: Sequence[int]) -> list[tuple[int, int]] | None:
        """The shortest way from a set that fits to one that is open, as (set, line that moves on from it)."""
        came: dict[int, tuple[int, int] | None] = dict.fromkeys(starts)
        queue = deque(starts)
        while queue:
            at = queue.popleft()
            if self.open[at]:
                path = [(at, -1)]
                while (before := came[path[-1][0]]) is not None:
                    path.append(before)
                return path[::-1]
            for line, held in self._filled[at].items():
                if held:
                    for other in self._fits[line]:
                        if other not in came:
                            came[other] = (at, line)
                            queue.append(other)
        return None

    def _move(self, line: int, path: list[tuple[int, int]], most: int) -> int:
        moved = min([most, self.open[path[-1][0]], *[self._filled[at][mover] for at, mover in path[:-1]]])
        coming = line
        for at, mover in path:
            filled = self._filled[at]
            filled[coming] = filled.get(coming, 0) + moved
            if mover >= 0:
                filled[mover] -= moved
            coming = mover
        self.open[path[-1][0]] -= moved
        return moved
