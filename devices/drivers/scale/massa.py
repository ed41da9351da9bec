"""Massa-K: Protocol 100 (MK, TB, VP), and the older one of five bytes."""

import struct
from dataclasses import dataclass
from typing import Final

from app.core.rounding import round_half_up
from devices.errors import DeviceError, Trouble
from devices.scales.line import ScaleLine
from devices.scales.options import CheckKind
from devices.scales.port import Weight

HEADER: Final = b"\xf8\x55\xce"
_MOST_BODY: Final = 512
_STRAY: Final = 64
_TENTHS_OF_GRAM: Final = {0: 1, 1: 10, 2: 100, 3: 1_000, 4: 10_000}
_OLD_TENTHS_OF_GRAM: Final = {0: 10, 1: 1, 4: 100, 5: 1_000}

ASK: Final = b"\x23"
ASK_SHORT: Final = b"\xa0"
ZERO: Final = b"\x72"
_TARE: Final = 0xA3
_WEIGHT, _SHORT_WEIGHT, _ZEROED, _TARED, _NOT_TARED, _ERROR, _UNKNOWN = 0x24, 0x10, 0x27, 0x12, 0x15, 0x28, 0xF0
_OVERLOAD: Final = 0x08
_ERRORS: Final = {
    0x07: Trouble.SCALE_CANNOT,
    0x09: Trouble.SCALE_MODE,
    0x0A: Trouble.SCALE_REFUSED,
    0x15: Trouble.SCALE_REFUSED,
    0x17: Trouble.SCALE_FAULT,
    0x18: Trouble.SCALE_FAULT,
    0x19: Trouble.SCALE_FAULT,
}
_BIT_15: Final = 0x8000


def check_of(body: bytes) -> int:
    """The check sum of a body: CCITT over its bytes as a message that carries its own register."""
    check = 0
    for byte in body:
        shifted, feedback = check & 0xFF00, 0
        for _ in range(8):
            is_set = (shifted ^ feedback) & _BIT_15
            shifted, feedback = shifted << 1 & 0xFFFF, feedback << 1 & 0xFFFF
            if is_set:
                feedback ^= 0x1021
        check = feedback ^ (check << 8 & 0xFFFF) ^ byte
    return check


def reflected_check_of(body: bytes) -> int:
    """The check sum that some published programs use: 8005h from the low bit on, beginning with FFFFh."""
    check = 0xFFFF
    for byte in body:
        check ^= byte
        for _ in range(8):
            check = check >> 1 ^ 0xA001 if check & 1 else check >> 1
    return check


_CHECKS: Final = {"ccitt": check_of, "reflected": reflected_check_of}


@dataclass(frozen=True, slots=True)
class Shown:
    """A weight with the figure and division it was sent in."""

    weight: Weight
    figure: int


def framed(body: bytes, check: CheckKind = "ccitt") -> bytes:
    """A frame around a body."""
    return HEADER + len(body).to_bytes(2, "little") + body + _CHECKS[check](body).to_bytes(2, "little")


def read_body(body: bytes) -> Shown:
    """What a body says of the weight; DeviceError for an error it tells, ``device_garbled`` for any other body."""
    if body[:1] == bytes((_ERROR,)) and len(body) == 2:
        if body[1] == _OVERLOAD:
            return Shown(Weight(None, stable=False, overload=True), 0)
        raise DeviceError(_ERRORS.get(body[1], Trouble.SCALE_FAULT), maker_code=f"28 {body[1]:02x}")
    if body == bytes((_UNKNOWN,)):
        raise DeviceError(Trouble.SCALE_CANNOT, maker_code="f0")
    is_short = body[:1] == bytes((_SHORT_WEIGHT,)) and len(body) == 7
    is_long = body[:1] == bytes((_WEIGHT,)) and len(body) in {9, 13}
    if not (is_short or is_long) or body[5] not in _TENTHS_OF_GRAM:
        raise DeviceError(Trouble.GARBLED, maker_code=body[:32].hex(" "))
    (figure,) = struct.unpack_from("<i", body, 1)
    tenths = _TENTHS_OF_GRAM[body[5]]
    grams = round_half_up(figure * tenths, 10)
    has_tare = len(body) == 13
    weight = Weight(
        grams,
        stable=body[6] == 1,
        net=is_long and body[7] == 1,
        zero=grams == 0 or (is_long and body[8] == 1),
        below_zero=grams < 0,
        tare_grams=round_half_up(struct.unpack_from("<i", body, 9)[0] * tenths, 10) if has_tare else None,
    )
    return Shown(weight, figure)


class Massa:
    """A ``ScaleDialect``: Protocol 100. ``short`` asks for the short weight, where a model has no other."""

    name: Final = "massa"
    is_asked: Final = True
    zeroes: Final = True
    tares: Final = True
    tells_rest: Final = True

    def __init__(self, *, check: CheckKind = "ccitt", short: bool = False) -> None:
        self._check = check
        self._ask = ASK_SHORT if short else ASK

    def read(self, line: ScaleLine) -> Weight:
        """Asks for the weight."""
        return self._shown(line).weight

    def zero(self, line: ScaleLine) -> bool:
        """Asks for zero, which is answered."""
        return self._done(self._exchange(line, ZERO), _ZEROED)

    def tare(self, line: ScaleLine) -> bool:
        """Says that what it shows is packing."""
        shown = self._shown(line)
        if not shown.weight.stable:
            raise DeviceError(Trouble.SCALE_REFUSED)
        return self._done(self._exchange(line, struct.pack("<Bi", _TARE, shown.figure)), _TARED)

    def _shown(self, line: ScaleLine) -> Shown:
        return read_body(self._exchange(line, self._ask))

    def _done(self, body: bytes, answer: int) -> bool:
        if body == bytes((_NOT_TARED,)):
            raise DeviceError(Trouble.SCALE_REFUSED, maker_code=body.hex())
        if body != bytes((answer,)):
            read_body(body)
            raise DeviceError(Trouble.GARBLED, maker_code=body[:32].hex(" "))
        return True

    def _exchange(self, line: ScaleLine, body: bytes) -> bytes:
        line.send(framed(body, self._check))
        line.skip_to(HEADER, _STRAY)
        length = int.from_bytes(line.take(2), "little")
        if not 0 < length <= _MOST_BODY:
            raise DeviceError(Trouble.GARBLED, maker_code=f"length {length}")
        answer = line.take(length)
        check = line.take(2)
        if int.from_bytes(check, "little") != _CHECKS[self._check](answer):
            raise DeviceError(Trouble.GARBLED, maker_code=(answer[:30] + check).hex(" "))
        return answer


class OldMassa:
    """A ``ScaleDialect``: the older protocol, whose five bytes carry no check sum."""

    name: Final = "massa5"
    is_asked: Final = True
    zeroes: Final = True
    tares: Final = False
    tells_rest: Final = True

    def read(self, line: ScaleLine) -> Weight:
        """Asks for the weight."""
        line.send(b"\x4a")
        return self.read_answer(line.take(5))

    def read_answer(self, answer: bytes) -> Weight:
        """State, division, and 23 bits with a sign above; DeviceError ``device_garbled``."""
        state, division = answer[0], answer[1]
        if state not in {0x00, 0x80, 0xC0} or division not in _OLD_TENTHS_OF_GRAM:
            raise DeviceError(Trouble.GARBLED, maker_code=answer.hex(" "))
        figure = int.from_bytes(answer[2:4], "little") | (answer[4] & 0x7F) << 16
        grams = round_half_up(figure * _OLD_TENTHS_OF_GRAM[division], 10)
        if answer[4] & 0x80:
            grams = -grams
        return Weight(grams, stable=bool(state & 0x80), zero=state == 0xC0 or grams == 0, below_zero=grams < 0)

    def zero(self, line: ScaleLine) -> bool:
        """Asks for zero; what the scale says to it is not described."""
        line.send(b"\x0e")
        return False

    def tare(self, line: ScaleLine) -> bool:
        """No command of this protocol."""
        raise DeviceError(Trouble.SCALE_CANNOT)
