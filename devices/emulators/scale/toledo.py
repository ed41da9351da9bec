"""Toledo 8217, as scales in counters speak it."""

from devices.emulators.scale.dialect import Dialect
from devices.emulators.scale.platform import Shown

_STX, _CR = b"\x02", b"\r"
_MOTION, _OVER, _UNDER, _NO_ZERO, _ZERO, _NET, _REFUSED = (1 << bit for bit in range(7))


class Toledo(Dialect):
    """W asks for the weight, Z sets to zero; each is one byte."""

    def hear(self, data: bytes) -> None:
        """See ``Dialect``."""
        for byte in data:
            shown = self._box.platform.shown()
            if byte == ord("W"):
                self._box.transmit(self.frame(shown))
            elif byte == ord("Z"):
                done = self._box.platform.zero()
                self._box.transmit(_answered(_bits(self._box.platform.shown()) | _REFUSED * (not done)))
            else:
                self._box.remark(f"unknown command {byte:02x}")
                self._box.transmit(_answered(_bits(shown) | _REFUSED))

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``; where there is no valid weight, the bits that say why."""
        if not shown.stable or shown.over or shown.net_g < 0 or shown.fails:
            return _answered(_bits(shown) & ~_ZERO)
        digits = shown.digits(5, 2) if shown.unit == "lb" else shown.digits(6)
        return _STX + digits.encode() + b"N" * shown.is_net + _CR


def _bits(shown: Shown) -> int:
    return (
        _MOTION * (not shown.stable)
        | _OVER * shown.over
        | _UNDER * (shown.net_g < 0)
        | _NO_ZERO * shown.fails
        | _ZERO * shown.at_zero
        | _NET * shown.is_net
    )


def _answered(bits: int) -> bytes:
    return _STX + b"?" + bytes((bits,)) + _CR
