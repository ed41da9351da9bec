"""The device's end of the low levels 1.x and 2.0: bytes in, bytes out, and what goes wrong between."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from devices.emulators.fiscal.condition import Fault
from devices.emulators.fiscal.wired import BrokenOff, PowerLost
from devices.emulators.shtrih.condition import Condition

STX: Final = 0x02
ENQ: Final = 0x05
ACK: Final = 0x06
NAK: Final = 0x15
FLAG: Final = 0x8F
ESCAPE: Final = 0x9F
_NOISE: Final = bytes((0xFF, 0x33, 0xFF))
_STALE_ANSWER: Final = b"\x13\x00\x1e"
_STILL_PRINTING: Final = 0x50
_SET_PORT: Final = b"\x14"


@dataclass
class Happened:
    """What a command came to: ``answer`` is None where it is not to be heard, ``fault`` what met it."""

    answer: bytes | None
    fault: Fault | None


class Port:
    """One port of the register; it keeps an unread answer while its cable is out, and forgets it with the power.

    ``obey`` carries out the payload of a command; ``send`` writes to whoever is connected. The first byte ever received
    selects the level, until command 14h. Raises BrokenOff and PowerLost where a fault says so.
    """

    def __init__(self, condition: Condition, obey: Callable[[bytes, Fault | None], bytes]) -> None:
        self._condition = condition
        self._obey = obey
        self.send: Callable[[bytes], None] = lambda _data: None
        self.power_up()

    def power_up(self) -> None:
        """As when it was switched on: nothing is pending, any level may begin."""
        self._level = 0
        self._pending: bytes | None = None
        self._number: int | None = None
        self._answer = b""
        self._spoiled = 0
        self._after_stale = False
        self.forget_unfinished()

    def forget_unfinished(self) -> None:
        """Drops half a frame: its rest never came."""
        self._frame: bytearray | None = None
        self._escaped = False

    @property
    def is_inside_frame(self) -> bool:
        """Whether the rest of a frame is awaited."""
        return self._frame is not None

    def receive(self, data: bytes) -> None:
        """Takes what arrived."""
        for byte in data:
            if self._condition.silent:
                self.forget_unfinished()
                continue
            if not self._level and byte in (STX, ENQ, FLAG):
                self._level = 2 if byte == FLAG else 1
            if self._level == 1:
                self._take_old(byte)
            elif self._level == 2:
                self._take_new(byte)

    # Level 1.x.

    def _take_old(self, byte: int) -> None:
        if self._frame is not None:
            self._frame.append(byte)
            if len(self._frame) == self._frame[0] + 2:
                self._whole_old()
        elif byte == STX:
            self._frame = bytearray()
        elif byte == ENQ:
            self._enquired()
        elif byte == ACK:
            if self._after_stale:
                self._after_stale = False
                self._send_pending()
            else:
                self._pending = None

    def _enquired(self) -> None:
        if self._pending is None:
            self.send(bytes((NAK,)))
        else:
            self.send(bytes((ACK,)))
            self._send_pending()

    def _send_pending(self) -> None:
        if self._pending is not None:
            self.send(self._old_frame(self._pending))

    def _old_frame(self, payload: bytes) -> bytes:
        checksum = len(payload)
        for byte in payload:
            checksum ^= byte
        if self._spoiled:
            self._spoiled -= 1
            checksum ^= 0x55
        return bytes((STX, len(payload))) + payload + bytes((checksum,))

    def _whole_old(self) -> None:
        frame, self._frame = bytes(self._frame or b""), None
        checksum = 0
        for byte in frame:
            checksum ^= byte
        if checksum or not frame[0]:
            self.send(bytes((NAK,)))
            return
        happened = self._carried_out(frame[1:-1], can_nak=True)
        if happened is None:
            return
        name = happened.fault.name if happened.fault else ""
        self._pending = None if name == "forget-answer" else happened.answer
        if name == "lose-acknowledgement":
            return
        self.send(_NOISE + bytes((ACK,)) if name == "noise" else bytes((ACK,)))
        if name in ("lose-answer", "forget-answer"):
            return
        if name == "stale":
            self._after_stale = True
            self.send(self._old_frame(_STALE_ANSWER))
            return
        self._send_pending()

    # Level 2.0.

    def _take_new(self, byte: int) -> None:
        if byte == FLAG:
            self._frame, self._escaped = bytearray(), False
            return
        if self._frame is None:
            return
        if byte == ESCAPE:
            self._escaped = True
            return
        if self._escaped:
            byte = {0x81: FLAG, 0x83: ESCAPE}.get(byte, byte)
            self._escaped = False
        self._frame.append(byte)
        length = int.from_bytes(self._frame[:2], "little")
        if len(self._frame) >= 4 and len(self._frame) == length + 4:
            frame, self._frame = bytes(self._frame), None
            if _crc(frame[:-2]) == int.from_bytes(frame[-2:], "little"):
                self._whole_new(frame[2:-2])

    def _whole_new(self, inside: bytes) -> None:
        if len(inside) < 2:
            self._repeat()
            return
        number, payload = int.from_bytes(inside[:2], "little"), inside[2:]
        if self._number is not None and number != (self._number + 1) % 0x10000:
            self._repeat()
            return
        happened = self._carried_out(payload, can_nak=False)
        if happened is None:
            return
        name = happened.fault.name if happened.fault else ""
        if name == "stale":
            self.send(self._new_frame(self._number or 0, _STALE_ANSWER))
        self._number, self._answer = number, happened.answer or b""
        if name in ("lose-acknowledgement", "lose-answer", "forget-answer"):
            return
        if name == "noise":
            self.send(_NOISE)
        self._repeat()

    def _repeat(self) -> None:
        """The last answer with its number; an empty frame where there is none."""
        if self._number is None:
            self.send(_sealed(b"\0\0"))
        else:
            self.send(self._new_frame(self._number, self._answer))

    def _new_frame(self, number: int, payload: bytes) -> bytes:
        frame = _sealed((len(payload) + 2).to_bytes(2, "little") + number.to_bytes(2, "little") + payload)
        if self._spoiled:
            self._spoiled -= 1
            frame = frame[:-1] + bytes((frame[-1] ^ 0x01,))
        return frame

    # Both.

    def _carried_out(self, payload: bytes, *, can_nak: bool) -> Happened | None:
        """Carries a command out as its fault lets it; None where it did not arrive."""
        code = payload[: 2 if payload[:1] == b"\xff" else 1]
        fault = self._condition.take(code)
        name = fault.name if fault else ""
        if name == "lose-command" or (name == "nak" and not can_nak):
            return None
        if name == "nak":
            self.send(bytes((NAK,)))
            return None
        if name == "break-before":
            raise BrokenOff
        if name == "power-off-before":
            raise PowerLost
        if fault is not None and name in ("busy", "refuse"):
            return Happened(code + bytes((fault.number or _STILL_PRINTING,)), fault)
        answer = self._obey(payload, fault)
        if fault is not None and name == "fail-after":
            answer = code + bytes((fault.number,))
        if name == "power-off-after":
            raise PowerLost
        if name == "bad-checksum":
            self._spoiled += 1
        if name == "break-after":
            self._pending, self._answer = answer, answer
            raise BrokenOff
        if code == _SET_PORT:
            self._level = 0
        return Happened(answer, fault)


def _crc(data: bytes) -> int:
    remainder = 0xFFFF
    for byte in data:
        for bit in range(7, -1, -1):
            carry = (remainder >> 15) ^ (byte >> bit & 1)
            remainder = (remainder << 1 & 0xFFFF) ^ (0x1021 if carry else 0)
    return remainder


def _sealed(body: bytes) -> bytes:
    whole = body + _crc(body).to_bytes(2, "little")
    return bytes((FLAG,)) + whole.replace(b"\x9f", b"\x9f\x83").replace(b"\x8f", b"\x9f\x81")
