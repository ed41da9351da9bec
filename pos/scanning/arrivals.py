"""Codes of serial scanners on their way to the pages of their tills: in memory, in order, for five seconds.

What a code does is decided by the page, which knows its dialogs; it takes each code once, by its uid. A code that no
page took in time is dropped, as a scan at a till where nobody stands.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from app.core.ids import new_uid

KEPT_S: Final = 5.0
MOST_KEPT: Final = 200
"""Codes of one till that wait at a time."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A scanned code; ``number`` counts all of them."""

    number: int
    uid: str
    code: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a till's codes: how many came, and whether a page has the last one."""

    count: int = 0
    is_told: bool = True


class Arrivals:
    """The codes of every till. ``wake`` is called when one has come, with no lock held."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._turn = threading.Lock()
        self._number = 0
        self._waiting: dict[int, deque[Arrival]] = {}
        self._fates: dict[int, Fate] = {}

    def put(self, till_id: int, codes: list[str]) -> None:
        """Codes that were scanned at a till."""
        with self._turn:
            waiting = self._waiting.setdefault(till_id, deque(maxlen=MOST_KEPT))
            for code in codes:
                self._number += 1
                waiting.append(Arrival(self._number, new_uid(), code, time.monotonic()))
            self._fates[till_id] = Fate(self.fate(till_id).count + len(codes), is_told=False)
        self._wake()

    def after(self, till_id: int, number: int) -> list[Arrival]:
        """The codes of a till that came after the one with the number and are not too old; a page has them now."""
        with self._turn:
            waiting = self._waiting.get(till_id)
            if not waiting:
                return []
            while waiting and time.monotonic() - waiting[0].at_s > KEPT_S:
                waiting.popleft()
            found = [arrival for arrival in waiting if arrival.number > number]
            if found:
                self._fates[till_id] = replace(self.fate(till_id), is_told=True)
            return found

    def fate(self, till_id: int) -> Fate:
        """What became of the till's codes so far."""
        return self._fates.get(till_id, Fate())
