"""Massa-K scales: protocol 100, the older five bytes, and those that tell each weighing by themselves."""

from typing import ClassVar, Final

from devices.emulators.scale.dialect import Box, Dialect
from devices.emulators.scale.platform import Shown

HEADER: Final = b"\xf8\x55\xce"
_LONGEST_BODY: Final = 1_000
# Tenths of a gram of each of the units it may count in.
_TENTHS: Final = (1, 10, 100, 1_000, 10_000)
_OLD_UNITS: Final = {0: 1, 1: 0, 2: 4, 3: 5}
_OVERLOAD, _BAD_INPUT, _NO_ZERO, _LOADED = 0x08, 0x0A, 0x15, 0x18


def crc(body: bytes) -> int:
    """The check number of a body."""
    value = 0
    for byte in body:
        added, top = 0, value & 0xFF00
        for _ in range(8):
            added = (added << 1 ^ (0x1021 if (top ^ added) & 0x8000 else 0)) & 0xFFFF
            top = top << 1 & 0xFFFF
        value = (added ^ value << 8 ^ byte) & 0xFFFF
    return value


def framed(body: bytes) -> bytes:
    """A body on the line."""
    return HEADER + len(body).to_bytes(2, "little") + body + crc(body).to_bytes(2, "little")


class Massa(Dialect):
    """Protocol 100."""

    def hear(self, data: bytes) -> None:
        """See ``Dialect``; what is broken is passed over without an answer."""
        self._buffer += data
        while (start := self._buffer.find(HEADER)) >= 0:
            del self._buffer[:start]
            length = int.from_bytes(self._buffer[3:5], "little")
            if len(self._buffer) < 5 or (length <= _LONGEST_BODY and len(self._buffer) < 7 + length):
                return
            body = bytes(self._buffer[5 : 5 + length])
            check = int.from_bytes(self._buffer[5 + length : 7 + length], "little")
            if length > _LONGEST_BODY or not body or crc(body) != check:
                self._box.remark(f"broken frame {bytes(self._buffer[:20]).hex(' ')}")
                del self._buffer[: len(HEADER)]
                continue
            del self._buffer[: 7 + length]
            self._box.transmit(framed(self._answer(body)))
        del self._buffer[:-2]

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        return framed(self._weight(shown))

    def broken(self, frame: bytes) -> bytes:
        """See ``Dialect``; the check number is what is wrong."""
        return frame[:-1] + bytes((frame[-1] ^ 0x10,))

    def _answer(self, body: bytes) -> bytes:
        platform, command = self._box.platform, body[0]
        shown = platform.shown()
        if command in (0x23, 0xA0) and len(body) == 1:
            error = _LOADED if shown.fails else _OVERLOAD * shown.over
            if error:
                return bytes((0x28, error))
            return self._weight(shown) if command == 0x23 else self._short(shown)
        if command == 0x72 and len(body) == 1:
            return b"\x27" if platform.zero() else bytes((0x28, _NO_ZERO))
        if command == 0xA3:
            wanted = int.from_bytes(body[1:], "little", signed=True)
            return b"\x12" if len(body) == 5 and platform.tare(wanted) else b"\x15"
        if command == 0x75 and len(body) == 1:
            return self._parameters()
        self._box.remark(f"unknown command {body[:10].hex(' ')}")
        return b"\xf0"

    def _counted(self, shown: Shown) -> bytes:
        unit = self._box.condition.counts
        return counted(shown.net_g, unit).to_bytes(4, "little", signed=True) + bytes((unit,))

    def _weight(self, shown: Shown) -> bytes:
        flags = bytes((shown.stable, shown.is_net, shown.at_zero))
        tare = shown.tare_g.to_bytes(4, "little", signed=True) if self._box.condition.firmware == "new" else b""
        return b"\x24" + self._counted(shown) + flags + tare

    def _short(self, shown: Shown) -> bytes:
        return b"\x10" + self._counted(shown) + bytes((shown.stable,))

    def _parameters(self) -> bytes:
        platform = self._box.platform
        lines = (
            f"{platform.capacity_g / 1000:.3f} kg",
            f"{20 * platform.division_g / 1000:.3f} kg",
            f"{platform.division_g} g",
            f"-{platform.capacity_g / 1000:.3f} kg",
            "EMULATED",
            "0",
            "1.0",
            "0000",
        )
        return b"\x76" + "".join(f"{line}\r\n" for line in lines).encode()


def counted(grams: int, unit: int) -> int:
    """A weight in one of the units of the protocol, by its number; what is less than one is left out."""
    tenths = abs(grams) * 10 // _TENTHS[unit]
    return -tenths if grams < 0 else tenths


class MassaOld(Dialect):
    """The older protocol: one byte asks, five answer."""

    def hear(self, data: bytes) -> None:
        """See ``Dialect``; a zero behind the question is part of it."""
        for byte in data:
            if byte == 0x4A:
                self._weigh()
            elif byte == 0x0E:
                self._box.platform.zero()
            elif byte:
                self._box.remark(f"unknown command {byte:02x}")

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        at_rest = shown.stable and not (shown.over or shown.fails)
        status = 0x80 * at_rest | 0x40 * (at_rest and shown.at_zero)
        unit = min(self._box.condition.counts, max(_OLD_UNITS))
        magnitude = abs(counted(shown.net_g, unit)) & 0x7FFFFF
        return bytes((status, _OLD_UNITS[unit])) + (magnitude | 0x800000 * (shown.net_g < 0)).to_bytes(3, "little")


class MassaPush(Dialect):
    """Each weighing is told twice, once it has come to rest; nothing is asked."""

    streams: ClassVar[bool] = True

    def __init__(self, box: Box) -> None:
        super().__init__(box)
        self._told = 0

    def hear(self, data: bytes) -> None:
        """See ``Dialect``."""
        self._box.remark(f"unknown command {data[:10].hex(' ')}")

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        grams = min(abs(shown.net_g), 0xFFFF)
        return b"\x55\xaa" + grams.to_bytes(2, "little") + (b"\x80" if shown.net_g < 0 else b"\x00")

    def untold(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        if not shown.stable or shown.over or shown.fails or shown.net_g == self._told:
            return b""
        self._told = shown.net_g
        return 2 * self.frame(shown) if shown.net_g else b""
