"""Scales that are asked by a line of text and answer with one: SMA SCP-0499 and Mettler's MT-SICS."""

import re
from typing import Final

from devices.errors import DeviceError, Trouble
from devices.scales.grams import grams_of
from devices.scales.line import ScaleLine
from devices.scales.port import Weight

_LONGEST: Final = 40
_SMA_ANSWER: Final = re.compile(r"(?P<state>.).(?P<net>.)(?P<motion>.).(?P<figures>.{10})(?P<unit>.{3})", re.DOTALL)
_SICS_ANSWER: Final = re.compile(r"S (?P<state>[SDI+-])(?: +(?P<figures>[+-]? *[0-9.]+) +(?P<unit>\S+) *)?")


class Sma:
    """A ``ScaleDialect``: SMA SCP-0499."""

    name: Final = "sma"
    is_asked: Final = True
    zeroes: Final = True
    tares: Final = True
    tells_rest: Final = True

    def read(self, line: ScaleLine) -> Weight:
        """Asks for the weight."""
        line.send(b"\nW\r")
        line.skip_to(b"\n", _LONGEST)
        return self.read_answer(line.take_to(b"\r", _LONGEST))

    def read_answer(self, answer: bytes) -> Weight:
        """The weight between LF and CR; DeviceError ``device_garbled``, ``scale_fault``, ``scale_unit``."""
        found = _SMA_ANSWER.fullmatch(answer.decode("latin-1"))
        if found is None or found["state"] not in " ZOUE" or found["motion"] not in " M":
            raise DeviceError(Trouble.GARBLED, maker_code=answer[:32].hex(" "))
        if found["state"] == "E":
            raise DeviceError(Trouble.SCALE_FAULT, maker_code=answer[:32].hex(" "))
        net = found["net"].upper() == "N"
        if found["state"] == "O":
            return Weight(None, stable=False, overload=True, net=net)
        if found["state"] == "U":
            return Weight(None, stable=False, below_zero=True, net=net)
        grams = grams_of(found["figures"], found["unit"])
        return Weight(
            grams,
            stable=found["motion"] == " ",
            net=net,
            zero=found["state"] == "Z" or grams == 0,
            below_zero=grams < 0,
        )

    def zero(self, line: ScaleLine) -> bool:
        """Asks for zero; what is answered is not described."""
        line.send(b"\nZ\r")
        return False

    def tare(self, line: ScaleLine) -> bool:
        """Asks for tare; the same."""
        line.send(b"\nT\r")
        return False


class Sics:
    """A ``ScaleDialect``: MT-SICS."""

    name: Final = "sics"
    is_asked: Final = True
    zeroes: Final = True
    tares: Final = True
    tells_rest: Final = True

    def read(self, line: ScaleLine) -> Weight:
        """Asks for what it shows now, at rest or not."""
        line.send(b"SI\r\n")
        return self.read_answer(line.take_to(b"\r\n", _LONGEST))

    def read_answer(self, answer: bytes) -> Weight:
        """The weight in an answer without its end; DeviceError ``device_garbled``, ``scale_mode``, ``scale_unit``."""
        found = _SICS_ANSWER.fullmatch(answer.decode("latin-1"))
        if found is None:
            raise DeviceError(Trouble.GARBLED, maker_code=answer[:32].hex(" "))
        match found["state"]:
            case "+":
                return Weight(None, stable=False, overload=True)
            case "-":
                return Weight(None, stable=False, below_zero=True)
            case "I":
                raise DeviceError(Trouble.SCALE_BUSY, maker_code="S I")
        if found["figures"] is None:
            raise DeviceError(Trouble.GARBLED, maker_code=answer[:32].hex(" "))
        grams = grams_of(found["figures"], found["unit"])
        return Weight(grams, stable=found["state"] == "S", zero=grams == 0, below_zero=grams < 0)

    def zero(self, line: ScaleLine) -> bool:
        """Asks for zero, which is answered."""
        return self._command(line, b"Z")

    def tare(self, line: ScaleLine) -> bool:
        """Asks for tare, which is answered."""
        return self._command(line, b"T")

    def _command(self, line: ScaleLine, letter: bytes) -> bool:
        line.send(letter + b"\r\n")
        answer = line.take_to(b"\r\n", _LONGEST)
        if answer.startswith((letter + b" A", letter + b" S")):
            return True
        trouble = Trouble.SCALE_REFUSED if answer.startswith((letter + b" ", b"E")) else Trouble.GARBLED
        raise DeviceError(trouble, maker_code=answer[:32].hex(" "))
