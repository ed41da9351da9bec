"""Frames of both families of the protocol: pure functions between commands and bytes."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from devices.errors import DeviceError, Trouble

DATA_MOST: Final = 213
"""The most bytes of data that every model takes."""

LOWEST_NUMBER: Final = 0x20
HIGHEST_NUMBER: Final = 0x7F
"""Sequence numbers that every model takes."""

_SOH: Final = 0x01
_END: Final = 0x03
_BEFORE_STATUS: Final = 0x04
_AFTER_BODY: Final = 0x05
_NAK: Final = 0x15
_SYN: Final = 0x16
_ESCAPE: Final = 0x10
_SHIFT: Final = 0x40
_PLAIN: Final = b"\t\n"
_SUM_BYTES: Final = 4
_LENGTH_BASE: Final = 0x20
_LENGTH_MOST: Final = 1024
_DIGIT_BASE: Final = 0x30


@dataclass(frozen=True, slots=True)
class Layout:
    """How a family writes frames. LEN and CMD take ``number_bytes``: one byte, or hexadecimal digits from 30h up."""

    number_bytes: int
    status_bytes: int

    def written(self, number: int) -> bytes:
        """A length or a command."""
        return bytes((number,)) if self.number_bytes == 1 else _digits(number)

    def number(self, written: bytes) -> int | None:
        """What ``written`` wrote; None for what it never writes."""
        if self.number_bytes == 1:
            return written[0]
        digits = [byte - _DIGIT_BASE for byte in written]
        if any(digit not in range(16) for digit in digits):
            return None
        return int("".join(f"{digit:X}" for digit in digits), 16)

    @property
    def shortest_answer(self) -> int:
        """The bytes of an answer without data, from LEN to 05 inclusive."""
        return 2 * self.number_bytes + 1 + 1 + self.status_bytes + 1


CLASSIC: Final = Layout(number_bytes=1, status_bytes=6)
EXTENDED: Final = Layout(number_bytes=4, status_bytes=8)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; ``sequence`` and ``command`` are those of the frame it answers."""

    sequence: int
    command: int
    data: bytes
    status: bytes


class Sign(Enum):
    """What a device says without a frame, or with a broken one."""

    NOT_UNDERSTOOD = _NAK
    BUSY = _SYN
    BROKEN = _SOH


def framed(layout: Layout, sequence: int, command: int, data: bytes) -> bytes:
    """A command; DeviceError ``receipt_wrong`` for more data than every model takes."""
    escaped = _escaped(data)
    if len(escaped) > DATA_MOST:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code=f"{command:02X}h: {len(escaped)} bytes")
    rest = bytes((sequence,)) + layout.written(command) + escaped + bytes((_AFTER_BODY,))
    body = layout.written(_LENGTH_BASE + layout.number_bytes + len(rest)) + rest
    return bytes((_SOH,)) + body + _checksum(body) + bytes((_END,))


class Splitter:
    """Finds answers and signs in what arrives, whatever noise stands between them."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Answer | Sign]:
        """What has become whole."""
        self._buffer += data
        found: list[Answer | Sign] = []
        while self._buffer:
            used, event = self._next()
            if not used:
                break
            del self._buffer[:used]
            if event is not None:
                found.append(event)
        return found

    def _next(self) -> tuple[int, Answer | Sign | None]:
        """How many bytes are done with, and what they say; 0 where more have to come."""
        first = self._buffer[0]
        if first != _SOH:
            return 1, Sign(first) if first in (_NAK, _SYN) else None
        head = bytes(self._buffer[1 : 1 + self._layout.number_bytes])
        if len(head) < self._layout.number_bytes:
            return 0, None
        length = (self._layout.number(head) or 0) - _LENGTH_BASE
        if not self._layout.shortest_answer <= length <= _LENGTH_MOST:
            return 1, Sign.BROKEN
        whole = 1 + length + _SUM_BYTES + 1
        if len(self._buffer) < whole:
            return 0, None
        answer = _answer(self._layout, bytes(self._buffer[1:whole]), length)
        return (1, Sign.BROKEN) if answer is None else (whole, answer)


def _answer(layout: Layout, frame: bytes, length: int) -> Answer | None:
    body, checksum, end = frame[:length], frame[length : length + _SUM_BYTES], frame[-1]
    status_at = length - 1 - layout.status_bytes
    is_whole = body[-1] == _AFTER_BODY and body[status_at - 1] == _BEFORE_STATUS and end == _END
    command_at = layout.number_bytes + 1
    data_at = command_at + layout.number_bytes
    command = layout.number(body[command_at:data_at])
    if not is_whole or command is None or checksum != _checksum(body):
        return None
    data = _unescaped(body[data_at : status_at - 1])
    return Answer(body[layout.number_bytes], command, data, body[status_at:-1])


def _checksum(body: bytes) -> bytes:
    return _digits(sum(body) & 0xFFFF)


def _digits(number: int) -> bytes:
    return bytes(_DIGIT_BASE + int(digit, 16) for digit in f"{number:04X}")


def _escaped(data: bytes) -> bytes:
    return b"".join(
        bytes((_ESCAPE, byte + _SHIFT)) if byte < 0x20 and byte not in _PLAIN else bytes((byte,)) for byte in data
    )


def _unescaped(data: bytes) -> bytes:
    plain = bytearray()
    is_escaping = False
    for byte in data:
        if is_escaping:
            plain.append((byte - _SHIFT) & 0xFF)
        elif byte != _ESCAPE:
            plain.append(byte)
        is_escaping = byte == _ESCAPE and not is_escaping
    return bytes(plain)
