"""Frames of the register's end: commands taken out of a stream of bytes, answers put into it.

Two shapes: the narrow one, with one byte each for length and command, and the wide one of the X family with four
digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SOH: Final = 0x01
ETX: Final = 0x03
STATUS: Final = 0x04
END: Final = 0x05
ESCAPE: Final = 0x10
NAK: Final = b"\x15"
SYN: Final = b"\x16"
FIRST_SEQUENCE: Final = 0x20
_LENGTH_OFFSET: Final = 0x20
_DIGIT: Final = 0x30
_ESCAPE_OFFSET: Final = 0x40
_SENT_AS_THEY_ARE: Final = frozenset(b"\t\n")
_CHECKSUM_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Request:
    """A whole frame of the host; ``data`` without its escapes."""

    sequence: int
    command: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Framing:
    """A shape of frames: ``digits`` is how many bytes length and command have, ``data_most`` the data of a command."""

    digits: int
    data_most: int

    @property
    def overhead(self) -> int:
        """Bytes from the length to 05h inclusive in a command without data."""
        return 2 * self.digits + 2

    @property
    def answer_most(self) -> int:
        """Bytes of data in the longest answer: in the narrow shape its length has to fit into a byte."""
        return 0xFF - _LENGTH_OFFSET - self.overhead - 7 if self.digits == 1 else 0x1000

    def answer(self, sequence: int, command: int, data: bytes, status: bytes) -> bytes:
        """The frame of an answer."""
        inside = escaped(data)[: self.answer_most]
        rest = bytes((sequence,)) + self._number(command) + inside + bytes((STATUS,)) + status + bytes((END,))
        body = self._number(_LENGTH_OFFSET + self.digits + len(rest)) + rest
        return bytes((SOH,)) + body + _number(sum(body), _CHECKSUM_DIGITS) + bytes((ETX,))

    def _number(self, value: int) -> bytes:
        return bytes((value,)) if self.digits == 1 else _number(value, self.digits)

    def read_number(self, digits: bytes) -> int | None:
        """A length or a command; None where the bytes are no digits."""
        return digits[0] if self.digits == 1 else _read(digits)


class Incoming:
    """Finds the frames in what arrives; half a frame is kept until its rest comes."""

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._frame: bytearray | None = None

    @property
    def is_inside_frame(self) -> bool:
        """Whether the rest of a frame is awaited."""
        return self._frame is not None

    def forget(self) -> None:
        """Drops half a frame."""
        self._frame = None

    def feed(self, data: bytes) -> Iterator[Request | None]:
        """The frames that are whole now, in their order; None for a broken one."""
        for byte in data:
            # Bytes below 20h are escaped inside a frame, so that this one always begins a new one.
            if byte == SOH:
                self._frame = bytearray()
            elif self._frame is not None:
                self._frame.append(byte)
                size = self._size()
                if size is None or len(self._frame) == size:
                    frame, self._frame = bytes(self._frame), None
                    yield None if size is None else self._read(frame)

    def _size(self) -> int | None:
        """Bytes after 01h in the frame that is arriving; None where it can not be one."""
        assert self._frame is not None
        digits, overhead = self._framing.digits, self._framing.overhead
        if len(self._frame) < digits:
            return -1
        length = self._framing.read_number(bytes(self._frame[:digits]))
        if length is None:
            return None
        inside = length - _LENGTH_OFFSET
        # Each byte of the data may be two on the line.
        if not overhead <= inside <= overhead + 2 * self._framing.data_most:
            return None
        return inside + _CHECKSUM_DIGITS + 1

    def _read(self, frame: bytes) -> Request | None:
        body, checksum, last = frame[: -_CHECKSUM_DIGITS - 1], frame[-_CHECKSUM_DIGITS - 1 : -1], frame[-1]
        digits = self._framing.digits
        sequence, command = body[digits], self._framing.read_number(body[digits + 1 : 2 * digits + 1])
        if last != ETX or body[-1] != END or _read(checksum) != sum(body) & 0xFFFF:
            return None
        if sequence < FIRST_SEQUENCE or command is None:
            return None
        return Request(sequence, command, unescaped(body[2 * digits + 1 : -1]))


def escaped(data: bytes) -> bytes:
    """Data as it goes over the line."""
    out = bytearray()
    for byte in data:
        if byte < 0x20 and byte not in _SENT_AS_THEY_ARE:
            out += bytes((ESCAPE, byte + _ESCAPE_OFFSET))
        else:
            out.append(byte)
    return bytes(out)


def unescaped(data: bytes) -> bytes:
    """Data as it was meant; an escape at the end stays one."""
    out, waits = bytearray(), False
    for byte in data:
        if byte == ESCAPE and not waits:
            waits = True
            continue
        out.append((byte - _ESCAPE_OFFSET) & 0xFF if waits else byte)
        waits = False
    return bytes(out + (bytes((ESCAPE,)) if waits else b""))


def _number(value: int, digits: int) -> bytes:
    return bytes(_DIGIT + (value >> 4 * place & 0xF) for place in reversed(range(digits)))


def _read(digits: bytes) -> int | None:
    values = [byte - _DIGIT for byte in digits]
    if not all(0 <= value <= 0xF for value in values):
        return None
    return sum(value << 4 * place for place, value in enumerate(reversed(values)))
