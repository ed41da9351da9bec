"""Frames of the low levels 1.x and 2.0: pure functions between payloads and bytes."""

from binascii import crc_hqx
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Final

STX: Final = 0x02
ENQ: Final = 0x05
ACK: Final = 0x06
NAK: Final = 0x15
START: Final = 0x8F
"""The first byte of a frame of level 2.0."""

PAYLOAD_MOST: Final = 255
_ESCAPE: Final = 0x9F
_ESCAPED: Final = {START: 0x81, _ESCAPE: 0x83}
_PLAIN: Final = {code: byte for byte, code in _ESCAPED.items()}


def checksum(payload: bytes) -> int:
    """LRC: the exclusive or of the length and every byte of the payload."""
    return reduce(xor, payload, len(payload))


def framed(payload: bytes) -> bytes:
    """A frame of level 1.x; ``payload`` has 255 bytes at most."""
    return bytes((STX, len(payload))) + payload + bytes((checksum(payload),))


def crc16(data: bytes) -> int:
    """CRC-16/CCITT: polynomial 1021, begins with FFFF, not reflected."""
    return crc_hqx(data, 0xFFFF)


def _sealed(body: bytes) -> bytes:
    inside = body + crc16(body).to_bytes(2, "little")
    stuffed = bytearray()
    for byte in inside:
        code = _ESCAPED.get(byte)
        stuffed += bytes((byte,)) if code is None else bytes((_ESCAPE, code))
    return bytes((START,)) + bytes(stuffed)


def numbered(number: int, payload: bytes) -> bytes:
    """A frame of level 2.0 with its number, 0 to 65535."""
    return _sealed((len(payload) + 2).to_bytes(2, "little") + number.to_bytes(2, "little") + payload)


SYNC: Final = _sealed(b"\0\0")
"""Asks for the last answer and its number."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole frame of level 2.0; ``number`` is None for one that has nothing to tell."""

    number: int | None
    payload: bytes


class Unstuffer:
    """Finds frames of level 2.0 in what arrives; what is broken is dropped and counted in ``garbage``."""

    def __init__(self) -> None:
        self.garbage = 0
        self._body: bytearray | None = None
        self._escaping = False

    def feed(self, data: bytes) -> list[Answer]:
        """The frames that have become whole."""
        return [answer for byte in data if (answer := self._take(byte)) is not None]

    def _take(self, byte: int) -> Answer | None:
        if byte == START:
            self.garbage += self._body is not None
            self._body, self._escaping = bytearray(), False
            return None
        if self._body is None:
            self.garbage += 1
            return None
        if self._escaping:
            self._escaping = False
            plain = _PLAIN.get(byte)
            if plain is None:
                self._drop()
                return None
            byte = plain
        elif byte == _ESCAPE:
            self._escaping = True
            return None
        self._body.append(byte)
        return self._whole(self._body)

    def _whole(self, body: bytearray) -> Answer | None:
        if len(body) < 4 or len(body) < int.from_bytes(body[:2], "little") + 4:
            return None
        if crc16(bytes(body[:-2])) != int.from_bytes(body[-2:], "little"):
            self._drop()
            return None
        self._body = None
        inside = bytes(body[2:-2])
        return Answer(int.from_bytes(inside[:2], "little"), inside[2:]) if len(inside) > 1 else Answer(None, b"")

    def _drop(self) -> None:
        self.garbage += 1
        self._body = None
