"""CAS AP, AD, SW-II and PD: the handshake of electronic cash registers.

ENQ is answered by ACK, then DC1 by a frame of 15 bytes. Its layout differs between models, so the one whose check
byte fits is taken; the check byte may be any value, so frames are counted and never searched for their end.
"""

from typing import Final

from devices.errors import DeviceError, Trouble
from devices.scales.grams import grams_of
from devices.scales.line import ScaleLine
from devices.scales.port import Weight
from devices.transports.channel import Deadline

ENQ: Final = b"\x05"
ACK: Final = b"\x06"
NAK: Final = b"\x15"
ASK_WEIGHT: Final = b"\x11"
FRAME_BYTES: Final = 15
ACK_MS: Final = 200
_TRIES: Final = 3
_STARTS: Final = (b"\x01\x02", b"\x81\x02")


def check_of(data: bytes) -> int:
    """The check byte: exclusive or of everything from the state to the unit."""
    check = 0
    for byte in data:
        check ^= byte
    return check


def read_frame(frame: bytes) -> Weight:
    """The weight in a frame; DeviceError ``device_garbled``, ``scale_unit``."""
    body = _body(frame)
    state, sign, figures, unit = body[:1], body[1:2], body[2:-2], body[-2:]
    if state not in {b"S", b"U"} or sign not in {b" ", b"-", b"F"}:
        raise DeviceError(Trouble.GARBLED, maker_code=frame.hex(" "))
    if sign == b"F":
        return Weight(None, stable=False, overload=True)
    grams = grams_of(figures.decode("latin-1"), unit.decode("latin-1"))
    if sign == b"-":
        grams = -grams
    return Weight(grams, stable=state == b"S", zero=grams == 0, below_zero=grams < 0)


def _body(frame: bytes) -> bytes:
    """From the state to the unit: six figures and two bytes at the end, or seven and one."""
    if len(frame) == FRAME_BYTES and frame.startswith(_STARTS):
        if frame.endswith(b"\x03\x04") and frame[12] == check_of(frame[2:12]):
            return frame[2:12]
        if frame.endswith(b"\x03") and frame[13] == check_of(frame[2:13]):
            return frame[2:13]
    raise DeviceError(Trouble.GARBLED, maker_code=frame.hex(" "))


class Cas:
    """A ``ScaleDialect``; ``ack_ms`` is how long the scale may think before it says whether it is ready."""

    name: Final = "cas"
    is_asked: Final = True
    zeroes: Final = False
    tares: Final = False
    tells_rest: Final = True

    def __init__(self, ack_ms: int = ACK_MS) -> None:
        self._ack_ms = ack_ms

    def read(self, line: ScaleLine) -> Weight:
        """Asks whether the scale is ready, three times at most, then for the weight."""
        for _ in range(_TRIES):
            if self._is_ready(line):
                line.send(ASK_WEIGHT)
                return read_frame(line.take(FRAME_BYTES))
        raise DeviceError(Trouble.SCALE_BUSY)

    def zero(self, line: ScaleLine) -> bool:
        """No command of this protocol."""
        raise DeviceError(Trouble.SCALE_CANNOT)

    def tare(self, line: ScaleLine) -> bool:
        """No command of this protocol."""
        raise DeviceError(Trouble.SCALE_CANNOT)

    def _is_ready(self, line: ScaleLine) -> bool:
        line.send(ENQ)
        control = line.take(1, Deadline(self._ack_ms))
        if control not in {ACK, NAK}:
            raise DeviceError(Trouble.GARBLED, maker_code=control.hex())
        return control == ACK
