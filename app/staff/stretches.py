"""Stretches of work made of clock entries: from coming to going, less the breaks. Pure; asks no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

Kind = Literal["come", "break", "back", "go"]
KINDS: Final[tuple[Kind, ...]] = ("come", "break", "back", "go")
LONGEST: Final = timedelta(hours=16)
"""Nobody works longer without going: after that the going was forgotten."""
_MINUTE: Final = timedelta(minutes=1)


class State(StrEnum):
    """Where somebody is now."""

    OUT = "out"
    IN = "in"
    BREAK = "break"


NEXT: Final[dict[State, tuple[Kind, ...]]] = {
    State.OUT: ("come",),
    State.IN: ("break", "go"),
    State.BREAK: ("back", "go"),
}
"""What may follow, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry that counts; ``late`` where it was written down afterwards."""

    id: int
    kind: Kind
    at: datetime
    late: bool = False


@dataclass(slots=True)
class Stretch:
    """One stretch of work. ``went`` is None while it goes on, and where the going was forgotten."""

    came: datetime | None
    marks: list[Mark] = field(default_factory=list)
    breaks: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    went: datetime | None = None
    forgotten: bool = False

    def break_minutes(self, now: datetime) -> int:
        """Whole minutes of break; a break that goes on is counted up to ``now``."""
        return int(self._paused(now) / _MINUTE)

    def worked_minutes(self, now: datetime) -> int:
        """Whole minutes of work, up to ``now`` while it goes on; none where the stretch has no beginning or end."""
        if self.came is None or self.forgotten:
            return 0
        return int(((self.went or now) - self.came - self._paused(now)) / _MINUTE)

    def _paused(self, now: datetime) -> timedelta:
        until = self.went or now
        return sum(((end or until) - start for start, end in self.breaks), timedelta(0))


def stretches(marks: Iterable[Mark], now: datetime) -> list[Stretch]:
    """The stretches of one person, oldest first.

    Whatever order people tapped in gives an answer: coming twice means that a going was forgotten, and an entry
    without a beginning stands alone as forgotten too.
    """
    found: list[Stretch] = []
    current: Stretch | None = None
    for mark in sorted(marks, key=lambda one: (one.at, one.id)):
        if current is not None and _is_over(current, mark):
            current.forgotten, current = True, None
        if current is None:
            current = Stretch(mark.at if mark.kind == "come" else None, forgotten=mark.kind != "come")
            found.append(current)
        current.marks.append(mark)
        current = _taken(current, mark)
    if current is not None and current.came is not None and now - current.came > LONGEST:
        current.forgotten = True
    return found


def state_of(found: list[Stretch]) -> tuple[State, datetime | None]:
    """Where the person is now, and since when."""
    last = found[-1] if found else None
    if last is None or last.went is not None or last.forgotten:
        return State.OUT, last.went if last is not None else None
    on_break = bool(last.breaks) and last.breaks[-1][1] is None
    return (State.BREAK, last.breaks[-1][0]) if on_break else (State.IN, last.marks[-1].at)


def _is_over(stretch: Stretch, mark: Mark) -> bool:
    return stretch.came is not None and (mark.kind == "come" or mark.at - stretch.came > LONGEST)


def _taken(stretch: Stretch, mark: Mark) -> Stretch | None:
    """The stretch that goes on after a mark; None where it ended."""
    if stretch.came is None:
        return None
    on_break = bool(stretch.breaks) and stretch.breaks[-1][1] is None
    if mark.kind == "break" and not on_break:
        stretch.breaks.append((mark.at, None))
    if mark.kind in ("back", "go") and on_break:
        stretch.breaks[-1] = (stretch.breaks[-1][0], mark.at)
    if mark.kind == "go":
        stretch.went = mark.at
        return None
    return stretch
