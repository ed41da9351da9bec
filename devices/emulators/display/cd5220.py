"""The command type of most Chinese displays."""

from devices.emulators.display.commands import CAN, CLR, LONGEST_LINE, Act, Coded
from devices.emulators.display.screen import COLUMNS, Mode


class Cd5220(Coded):
    """CD5220: whole lines, or characters one by one."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self._lines_only = False

    def reset(self) -> None:
        """See ``Talk``."""
        super().reset()
        self._lines_only = False

    def _commands(self) -> dict[bytes, tuple[int, Act]]:
        return {
            b"\x1b@": (0, self._initialise),
            b"\x1b\x11": (0, self._set(mode=Mode.OVERWRITE)),
            b"\x1b\x12": (0, self._set(mode=Mode.VERTICAL)),
            b"\x1b\x13": (0, self._set(mode=Mode.HORIZONTAL)),
            b"\x1b[": (1, self._move),
            b"\x1bl": (2, self._place),
            b"\x1b_": (1, self._cursor),
            b"\x1b*": (1, self._brightness),
            b"\x1bf": (1, lambda _data: None),
            b"\x1b#": (1, self._store_type),
        }

    def _next(self, data: bytes) -> int:
        if data[:1] == b"\x1b" and len(data) < 2:
            return 0
        if data[:2] == b"\x1bQ":
            return self._line(data)
        if self._lines_only and data[0] not in (CLR, CAN):
            return 1
        self._lines_only = False
        return super()._next(data)

    def _line(self, data: bytes) -> int:
        if len(data) < 3:
            return 0
        end = data.find(b"\r", 3)
        if end < 0:
            return self._remark(data[:3]) if len(data) > LONGEST_LINE else 0
        text = data[3:end].decode(self.encoding, "replace")
        if data[2] in b"AB":
            self.screen.write_line(data[2] - ord("A"), text)
            self._lines_only = True
        elif data[2] == ord("D"):
            self.running = text[: 2 * COLUMNS]
            self.screen.write_line(0, self.running)
        else:
            self._remark(data[:3])
        return end + 1

    def _move(self, data: bytes) -> None:
        screen = self.screen
        moves: dict[bytes, Act] = {
            b"A": self._up,
            b"B": self._acts()[0x0A],
            b"C": lambda _data: screen.step(1),
            b"D": lambda _data: screen.step(-1),
            b"H": lambda _data: screen.go(0, 0),
            b"L": lambda _data: screen.go(0, screen.row),
            b"R": self._right_end,
            b"K": self._last,
        }
        move = moves.get(data)
        if move is None:
            self._remark(b"\x1b[" + data)
        else:
            move(b"")

    def _store_type(self, data: bytes) -> None:
        kind = self._number(data[0], 0x30, 0x37)
        self.stored_type = self.stored_type if kind is None else kind - 0x30
