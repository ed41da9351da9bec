"""Displays that know ESC/POS."""

from typing import Final

from devices.emulators.display.commands import Act, Coded
from devices.emulators.display.screen import Mode

CODE_PAGES: Final = {0: "cp437", 9: "cp852", 11: "cp866", 12: "cp1251", 16: "cp1252", 18: "cp1250", 19: "cp858"}
"""By the number of ESC t; those of one family of displays."""


class Epson(Coded):
    """Commands behind ESC and US, and a way on to a printer."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self._is_chosen = True

    def reset(self) -> None:
        """See ``Talk``."""
        super().reset()
        self._is_chosen = True

    def _commands(self) -> dict[bytes, tuple[int, Act]]:
        return {
            b"\x1b@": (0, self._initialise),
            b"\x1f$": (2, self._place),
            b"\x1f\n": (0, self._up),
            b"\x1fB": (0, self._last),
            b"\x1f\r": (0, self._right_end),
            b"\x1f\x01": (0, self._set(mode=Mode.OVERWRITE)),
            b"\x1f\x02": (0, self._set(mode=Mode.VERTICAL)),
            b"\x1f\x03": (0, self._set(mode=Mode.HORIZONTAL)),
            b"\x1fX": (1, self._brightness),
            b"\x1fC": (1, self._cursor),
            b"\x1fE": (1, lambda data: setattr(self.screen, "blink", data[0])),
            b"\x1bt": (1, self._page),
            b"\x1bR": (1, lambda _data: None),
            b"\x1f@": (0, self._self_test),
            b"\x1b=": (1, self._choose),
        }

    def _next(self, data: bytes) -> int:
        if self._is_chosen:
            return super()._next(data)
        # It all goes on to the printer, until the display is meant again.
        at = data.find(b"\x1b=")
        if at < 0:
            return len(data) - data.endswith(b"\x1b")
        return at or super()._next(data)

    def _page(self, data: bytes) -> None:
        if data[0] in CODE_PAGES:
            self.encoding = CODE_PAGES[data[0]]
        else:
            self._remark(b"\x1bt" + data)

    def _choose(self, data: bytes) -> None:
        self._is_chosen = bool(data[0] & 2)

    def _self_test(self, _data: bytes) -> None:
        self.screen.write_line(0, "SELF TEST")
        self.screen.write_line(1, self.encoding.upper())
