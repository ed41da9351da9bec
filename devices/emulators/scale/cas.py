"""CAS scales: the handshake of counter scales, and the frames of indicators."""

from functools import reduce
from operator import xor
from typing import ClassVar, Final

from devices.emulators.scale.dialect import Box, Dialect
from devices.emulators.scale.platform import Shown

ENQ, ACK, NAK, DC1, DC2 = 0x05, 0x06, 0x15, 0x11, 0x12
_UNITS: Final = {"kg": b"kg", "g": b"g ", "lb": b"lb"}


class CasHandshake(Dialect):
    """ENQ, ACK, DC1, frame."""

    first: ClassVar[int] = 0x01
    characters: ClassVar[int] = 6
    end: ClassVar[bytes] = b"\x03\x04"

    def __init__(self, box: Box) -> None:
        super().__init__(box)
        self._asked = False

    def hear(self, data: bytes) -> None:
        """See ``Dialect``."""
        for byte in data:
            if byte == ENQ:
                self._asked = not self._box.condition.take("nak")
                self._box.transmit(bytes((ACK if self._asked else NAK,)))
            elif byte == DC1 and self._asked:
                self._asked = False
                self._weigh()
            elif byte == DC2 and self._asked:
                self._asked = False
                self._box.remark("no price is known: 12")
                self._box.transmit(bytes((NAK,)))
            else:
                self._box.remark(f"unexpected byte {byte:02x}")

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        sign = "F" if shown.over or shown.fails else shown.sign
        digits = shown.digits(self.characters)[-self.characters :]
        status = "S" if shown.stable and not shown.fails else "U"
        body = f"{status}{sign}{digits}".encode() + _UNITS[shown.unit]
        return bytes((self.first, 0x02)) + body + bytes((reduce(xor, body),)) + self.end

    def broken(self, frame: bytes) -> bytes:
        """See ``Dialect``; the check byte is what is wrong."""
        at = len(frame) - len(self.end) - 1
        return frame[:at] + bytes((frame[at] ^ 0x10,)) + frame[at + 1 :]


class CasHandshake7(CasHandshake):
    """The variant with seven characters of weight and no 04."""

    first: ClassVar[int] = 0x81
    characters: ClassVar[int] = 7
    end: ClassVar[bytes] = b"\x03"


class CasStream(Dialect):
    """The 22 bytes of an indicator, again and again; it obeys framed commands."""

    streams: ClassVar[bool] = True
    number: ClassVar[bytes] = b"01"

    def hear(self, data: bytes) -> None:
        """See ``Dialect``."""
        self._buffer += data
        while (start := self._buffer.find(b"\x02")) >= 0 and (end := self._buffer.find(b"\x03", start)) >= 0:
            command = bytes(self._buffer[start + 1 : end])
            del self._buffer[: end + 1]
            self._obey(command)
        del self._buffer[:-100]

    def _obey(self, command: bytes) -> None:
        text, check = command[:-2], command[-2:]
        if len(command) != 8 or f"{sum(text) & 0xFF:02X}".encode() != check.upper() or text[:2] != self.number:
            self._box.remark(f"broken command {command[:20].hex(' ')}")
        elif text[2:] == b"WZER":
            self._box.platform.zero()
        else:
            self._box.remark(f"unknown command {text[2:].decode('ascii', 'replace')}")

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        lamp = 0x80 | 0x40 * shown.stable | 0x04 * (not shown.is_net) | 0x02 * shown.is_net | 0x01 * shown.at_zero
        head = f"{_status(shown)},{'NT' if shown.is_net else 'GS'},".encode()
        return head + self.number[1:] + bytes((lamp,)) + b"," + _data(shown) + b" " + _UNITS[shown.unit] + b"\r\n"


class CasStream10(CasStream):
    """The variant of ten bytes: the weight alone."""

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        return _data(shown) + b"\r\n"


class CasStream18(CasStream):
    """The variant of 18 bytes, without number and lamp."""

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        data = f"{'-' if shown.net_g < 0 else '+'}{shown.digits(7)[-7:]}".encode()
        return f"{_status(shown)},{'NT' if shown.is_net else 'GS'},".encode() + data + _UNITS[shown.unit] + b"\r\n"


def _status(shown: Shown) -> str:
    if shown.over or shown.fails:
        return "OL"
    return "ST" if shown.stable else "US"


def _data(shown: Shown) -> bytes:
    return f"{shown.sign} {shown.digits(6)[-6:]}".encode()
