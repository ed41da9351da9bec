"""The other command types of pole displays, and all of them by name."""

from typing import Final

from devices.emulators.display.cd5220 import Cd5220
from devices.emulators.display.commands import CLR, ESC, LONGEST_LINE, Talk
from devices.emulators.display.epson import Epson
from devices.emulators.display.screen import COLUMNS, ROWS

LAMPS: Final = {0x30: "none", 0x31: "price", 0x32: "total", 0x33: "paid", 0x34: "change"}
_EOT: Final = 0x04


class Dsp800(Talk):
    """Frames from 04 to 17; all else is text."""

    def _next(self, data: bytes) -> int:
        if data[0] >= 0x20:
            return self._characters(data)
        if data[0] != _EOT:
            return self._remark(data[:1])
        end = data.find(b"\x17")
        if end < 0:
            return 1 + self._remark(data[1:]) if len(data) > LONGEST_LINE else 0
        command = data[1:end]
        if command[:2] == b"\x01P" and len(command) == 3 and 0 <= command[2] - 0x31 < ROWS * COLUMNS:
            row, column = divmod(command[2] - 0x31, COLUMNS)
            self.screen.go(column, row)
        elif command == b"\x01C\x31\x58":
            self.screen.clear()
        else:
            self._remark(data[: end + 1])
        return end + 1


class LedDigits(Talk):
    """A row of digits with lamps, which stand in the second line here."""

    def _next(self, data: bytes) -> int:
        if data[0] == CLR:
            self.screen.clear()
            self.lamp = ""
            return 1
        if data[0] != ESC:
            return self._remark(data[:1])
        if len(data) < 3:
            return 0
        if data[1:2] == b"s" and data[2] in LAMPS:
            self.lamp = LAMPS[data[2]]
            self.screen.write_line(1, "" if self.lamp == "none" else self.lamp)
            return 3
        return self._digits(data)

    def _digits(self, data: bytes) -> int:
        end = data.find(b"\r", 3)
        if data[1:3] != b"QA" or (end < 0 and len(data) > LONGEST_LINE):
            return self._remark(data[:3])
        if end >= 0:
            number = data[3:end].decode("ascii", "replace")
            # A point has no place of its own.
            self.screen.write_line(0, number.rjust(8 + number.count(".")))
        return end + 1


class Plain(Talk):
    """Forty characters behind 0C, and nothing else."""

    def _next(self, data: bytes) -> int:
        if data[0] >= 0x20:
            return self._characters(data)
        if data[0] != CLR:
            return self._remark(data[:1])
        self.screen.clear()
        return 1


TYPES: Final[dict[str, type[Talk]]] = {
    "epson": Epson,
    "cd5220": Cd5220,
    "dsp800": Dsp800,
    "led": LedDigits,
    "plain": Plain,
}
"""By the name of the command type."""
