"""Toledo 8217, which CAS PD-II and the scales in scanners speak too.

``W`` is answered by the weight, or where there is none to tell by ``?`` and a byte of bits.
"""

import re
from typing import Final

from devices.errors import DeviceError, Trouble
from devices.scales.grams import grams_of
from devices.scales.line import ScaleLine
from devices.scales.port import Weight

ASK_WEIGHT: Final = b"W"
ZERO: Final = b"Z"
_MOTION, _OVER, _UNDER, _NO_ZERO, _CENTRE, _NET, _REFUSED = (1 << bit for bit in range(7))
_KILOGRAMS: Final = re.compile(rb"([0-9]{1,3}\.[0-9]{3})(N?)")
_POUNDS: Final = re.compile(rb"[0-9]{1,4}\.[0-9]{2}N?")
_MOST_BYTES: Final = 12


def read_bits(bits: int) -> Weight:
    """What the scale says instead of a weight; DeviceError ``scale_refused``, ``scale_fault``."""
    code = f"{bits:02x}"
    if bits & _REFUSED:
        raise DeviceError(Trouble.SCALE_REFUSED, maker_code=code)
    if bits & _OVER:
        return Weight(None, stable=False, overload=True)
    if bits & _UNDER:
        return Weight(None, stable=False, below_zero=True, net=bool(bits & _NET))
    if bits & _MOTION:
        return Weight(None, stable=False, net=bool(bits & _NET))
    if bits & _NO_ZERO:
        raise DeviceError(Trouble.SCALE_FAULT, maker_code=code)
    return Weight(0, stable=True, zero=bool(bits & _CENTRE), net=bool(bits & _NET))


def read_figures(figures: bytes) -> Weight:
    """The weight as it is written: three decimals are kilograms, two are pounds."""
    found = _KILOGRAMS.fullmatch(figures)
    if found is None:
        trouble = Trouble.SCALE_UNIT if _POUNDS.fullmatch(figures) else Trouble.GARBLED
        raise DeviceError(trouble, maker_code=figures.hex(" "))
    grams = grams_of(found[1].decode(), "kg")
    return Weight(grams, stable=True, zero=grams == 0, net=bool(found[2]))


class Toledo:
    """A ``ScaleDialect``."""

    name: Final = "toledo"
    is_asked: Final = True
    zeroes: Final = True
    tares: Final = False
    tells_rest: Final = True

    def read(self, line: ScaleLine) -> Weight:
        """Asks for the weight."""
        line.send(ASK_WEIGHT)
        return self._answer(line)

    def zero(self, line: ScaleLine) -> bool:
        """Asks for zero; only a refusal is told apart from the bits of the state."""
        line.send(ZERO)
        self._answer(line)
        return False

    def tare(self, line: ScaleLine) -> bool:
        """No command of this protocol."""
        raise DeviceError(Trouble.SCALE_CANNOT)

    def _answer(self, line: ScaleLine) -> Weight:
        line.skip_to(b"\x02", 0)
        first = line.take(1)
        if first != b"?":
            return read_figures(first + line.take_to(b"\r", _MOST_BYTES))
        # Counted: the bits may look like the end.
        bits, end = line.take(2)
        if end != ord("\r"):
            raise DeviceError(Trouble.GARBLED, maker_code=f"3f {bits:02x} {end:02x}")
        return read_bits(bits)
