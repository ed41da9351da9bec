"""The last bytes exchanged with each device, for whoever has to find out why it does not understand."""

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from app.core.clock import SystemClock
from devices.exchanges.secrets import covered

MOST_PIECES: Final = 400
MOST_BYTES: Final = 2048
"""Of one piece; a whole shift's report is not kept."""
MOST_IN_ALL: Final = 64 * 1024
"""Bytes of one device."""
PAUSE_S: Final = 0.3
"""What a device says after a longer one is a piece of its own: the next weight, the next code."""
_CLOCK: Final = SystemClock()

Way = Literal["sent", "received", "trouble"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that went one way in one go, or a trouble of the line; ``left_out`` counts bytes that were not kept.

    A trouble has its ``code``, what the system ``told`` of it, and how many ``times`` it came in a row since ``at``.
    """

    at: datetime
    way: Way
    data: bytes = b""
    left_out: int = 0
    code: str = ""
    told: str = ""
    times: int = 1

    @property
    def size(self) -> int:
        """All bytes that went over the line."""
        return len(self.data) + self.left_out


class ExchangeLog:
    """The newest pieces of the device at an address, oldest first. May be read while a conversation goes on.

    ``version`` grows with whatever is worth keeping.
    """

    def __init__(self, address: str, pause_s: float = PAUSE_S) -> None:
        self.address = address
        self.version = 0
        self._driver = address.partition("+")[0]
        self._pieces: deque[Piece] = deque()
        self._bytes = 0
        self._pause_s = pause_s
        self._last_s = 0.0
        self._turn = threading.Lock()

    def note(self, way: Literal["sent", "received"], data: bytes) -> None:
        """Keeps a piece; what a device says in several goes is one."""
        now_s = time.monotonic()
        with self._turn:
            follows, self._last_s = now_s - self._last_s < self._pause_s, now_s
            self.version += 1
            last = self._pieces[-1] if self._pieces else None
            if follows and last is not None and last.way == way == "received" and last.size + len(data) <= MOST_BYTES:
                self._pieces[-1] = replace(last, data=last.data + data)
                self._bytes += len(data)
            else:
                kept = data[:MOST_BYTES]
                self._add(Piece(_CLOCK.now(), way, kept, len(data) - len(kept)))
            self._make_room()

    def note_trouble(self, code: str, told: str) -> None:
        """Keeps that the line failed. The same again is counted and no news: a device may be away for days."""
        with self._turn:
            last = self._pieces[-1] if self._pieces else None
            if last is not None and (last.way, last.code, last.told) == ("trouble", code, told):
                self._pieces[-1] = replace(last, times=last.times + 1)
                return
            self.version += 1
            self._add(Piece(_CLOCK.now(), "trouble", code=code, told=told))
            self._make_room()

    def put_before(self, older: Iterable[Piece]) -> None:
        """Takes in what was kept by an earlier program; what is here already is not doubled."""
        with self._turn:
            now, self._bytes = list(self._pieces), 0
            self._pieces.clear()
            for piece in (*(one for one in older if not now or one.at < now[0].at), *now):
                self._add(piece)
            self._make_room()

    def pieces(self) -> list[Piece]:
        """What is kept now, without secrets."""
        with self._turn:
            pieces = list(self._pieces)
        return [replace(piece, data=covered(self._driver, piece.way, piece.data)) for piece in pieces]

    def _add(self, piece: Piece) -> None:
        self._pieces.append(piece)
        self._bytes += len(piece.data)

    def _make_room(self) -> None:
        while len(self._pieces) > MOST_PIECES or self._bytes > MOST_IN_ALL:
            self._bytes -= len(self._pieces.popleft().data)


_logs: Final[dict[str, ExchangeLog]] = {}
_unheard: Final = threading.local()


def log_of(address: str) -> ExchangeLog:
    """The log of the device at an address, in this process."""
    return _logs.setdefault(address, ExchangeLog(address))


def all_logs() -> list[ExchangeLog]:
    """Those of every device that this process has spoken to."""
    return list(_logs.values())


@contextmanager
def not_recorded() -> Iterator[None]:
    """What this thread exchanges with devices inside is not kept.

    A page that looks how a printer is every few seconds would push out what somebody wants to see.
    """
    _unheard.now = True
    try:
        yield
    finally:
        _unheard.now = False


def is_recorded() -> bool:
    """Whether what this thread exchanges is kept."""
    return not getattr(_unheard, "now", False)
