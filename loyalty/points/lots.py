"""Which lots points come from and go to: pure, so that every order of acts can be tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Lot:
    """Points that run out together after ``last_day``, None without an end."""

    id: int
    last_day: date | None
    left_micro: int

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.last_day is not None and self.last_day < day


def first_to_run_out(lots: Iterable[Lot]) -> list[Lot]:
    """The lots in the order they are used up: what ends first, then what came first."""
    return sorted(lots, key=lambda lot: (lot.last_day is None, lot.last_day or date.min, lot.id))


def taken_from(lots: Sequence[Lot], points_micro: int, prefer: Mapping[int, int]) -> dict[int, int]:
    """How much of each lot is taken for ``points_micro`` (above zero): of those to ``prefer`` up to so much first.

    Less than asked for where the lots hold less.
    """
    taken: dict[int, int] = {}
    rest = points_micro
    for lot in lots:
        part = min(rest, lot.left_micro, prefer.get(lot.id, 0))
        if part > 0:
            taken[lot.id] = part
            rest -= part
    for lot in first_to_run_out(lots):
        part = min(rest, lot.left_micro - taken.get(lot.id, 0))
        if part > 0:
            taken[lot.id] = taken.get(lot.id, 0) + part
            rest -= part
    return taken


def given_back_to(lots: Sequence[Lot], points_micro: int, missing: Mapping[int, int], day: date) -> dict[int, int]:
    """Into which lots ``points_micro`` (above zero) go back: the last used first, those that have not ended.

    ``missing`` says what was taken of each and did not come back yet. Less than asked for where they lack less.
    """
    given: dict[int, int] = {}
    rest = points_micro
    for lot in reversed(first_to_run_out(lots)):
        part = min(rest, missing.get(lot.id, 0))
        if part > 0 and not lot.is_over(day):
            given[lot.id] = part
            rest -= part
    return given
