"""The last bytes exchanged with each device, kept in memory for whoever has to find out why it does not understand."""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Literal

from app.core.clock import SystemClock
from devices.transports.channel import Channel, Deadline, Wire

MOST_PIECES: Final = 400
MOST_BYTES: Final = 2048
"""Of one piece; a whole shift's report is not kept."""
_COLUMNS: Final = 16
_CLOCK: Final = SystemClock()


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that went one way in one go; ``left_out`` counts those that were not kept."""

    at: datetime
    way: Literal["sent", "received"]
    data: bytes
    left_out: int = 0

    def dump(self) -> list[str]:
        """The bytes as lines of hexadecimal figures with their letters beside them."""
        return [
            f"{start:04x}  {row.hex(' '):<{_COLUMNS * 3 - 1}}  {_letters(row)}"
            for start in range(0, len(self.data), _COLUMNS)
            for row in (self.data[start : start + _COLUMNS],)
        ]


class ExchangeLog:
    """The newest pieces of the device at an address, oldest first. May be read while a conversation goes on."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._pieces: deque[Piece] = deque(maxlen=MOST_PIECES)
        self._turn = threading.Lock()

    def note(self, way: Literal["sent", "received"], data: bytes) -> None:
        """Keeps a piece; what a device says in several goes is one."""
        with self._turn:
            last = self._pieces[-1] if self._pieces else None
            if last is not None and last.way == way and len(last.data) + len(data) <= MOST_BYTES:
                self._pieces[-1] = Piece(last.at, way, last.data + data)
                return
            kept = data[:MOST_BYTES]
            self._pieces.append(Piece(_CLOCK.now(), way, kept, len(data) - len(kept)))

    def pieces(self) -> list[Piece]:
        """What is kept now."""
        with self._turn:
            return list(self._pieces)


@cache
def log_of(address: str) -> ExchangeLog:
    """The log of the device at an address, in this process."""
    return ExchangeLog(address)


class RecordedWire:
    """A wire whose conversations are kept in a log."""

    def __init__(self, wire: Wire, log: ExchangeLog) -> None:
        self._wire = wire
        self._log = log

    def open(self, deadline: Deadline) -> Channel:
        """Connects as the wire does."""
        return _RecordedChannel(self._wire.open(deadline), self._log)


class _RecordedChannel:
    def __init__(self, channel: Channel, log: ExchangeLog) -> None:
        self._channel = channel
        self._log = log

    def write(self, data: bytes, deadline: Deadline) -> None:
        # Noted before: what was sent last is what matters where the line gives way.
        self._log.note("sent", data)
        self._channel.write(data, deadline)

    def read(self, deadline: Deadline) -> bytes:
        data = self._channel.read(deadline)
        if data:
            self._log.note("received", data)
        return data

    def close(self) -> None:
        self._channel.close()


def _letters(row: bytes) -> str:
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
