"""What the command types of pole displays have in common: bytes in, a screen that changes."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from devices.emulators.display.screen import COLUMNS, ROWS, Screen

ESC, US, CLR, CAN, CR = 0x1B, 0x1F, 0x0C, 0x18, 0x0D
LONGEST_LINE: Final = 200

Act = Callable[[bytes], None]


class Talk(ABC):
    """What the display understands of what it is told; it never answers."""

    def __init__(self, encoding: str) -> None:
        self.screen = Screen()
        self.encoding = self.first_encoding = encoding
        self.lamp = ""
        self.running = ""
        self.stored_type: int | None = None
        self.remarks: list[str] = []
        self._buffer = bytearray()

    def hear(self, data: bytes) -> None:
        """Takes bytes; half a command waits for its rest."""
        self._buffer += data
        while self._buffer:
            length = self._next(bytes(self._buffer))
            if not length:
                return
            del self._buffer[:length]

    def reset(self) -> None:
        """As it is switched on."""
        self.screen, self.encoding, self.running, self.lamp = Screen(), self.first_encoding, "", ""

    @abstractmethod
    def _next(self, data: bytes) -> int:
        """Obeys the first command of what there is; its length, 0 where it is not all there."""

    def _write(self, data: bytes) -> None:
        self.screen.write(data.decode(self.encoding, "replace"))

    def _characters(self, data: bytes) -> int:
        """Writes what begins with a character; its length."""
        length = next((index for index, byte in enumerate(data) if byte < 0x20), len(data))
        self._write(data[:length])
        return length

    def _remark(self, data: bytes) -> int:
        self.remarks = [*self.remarks[-19:], f"unknown command {data.hex(' ')}"]
        return len(data)

    def _number(self, byte: int, low: int, high: int) -> int | None:
        if low <= byte <= high:
            return byte
        self._remark(bytes((byte,)))
        return None


class Coded(Talk):
    """Commands of fixed lengths behind ESC and US, and one-byte ones; all else is text."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self._single = self._acts()
        self._double = self._commands()

    @abstractmethod
    def _commands(self) -> dict[bytes, tuple[int, Act]]:
        """Two-byte codes with the number of bytes that follow, and what is done."""

    def _acts(self) -> dict[int, Act]:
        return {
            CLR: lambda _data: self.screen.clear(),
            CAN: lambda _data: self.screen.clear_line(),
            0x0B: lambda _data: self.screen.go(0, 0),
            0x08: lambda _data: self.screen.step(-1),
            0x09: lambda _data: self.screen.step(1),
            0x0A: lambda _data: self.screen.go(self.screen.column, (self.screen.row + 1) % ROWS),
            CR: lambda _data: self.screen.go(0, self.screen.row),
        }

    def _next(self, data: bytes) -> int:
        if data[0] >= 0x20:
            return self._characters(data)
        act = self._single.get(data[0])
        if act is not None:
            act(b"")
            return 1
        if data[0] not in (ESC, US):
            return self._remark(data[:1])
        return self._obey(data) if len(data) > 1 else 0

    def _obey(self, data: bytes) -> int:
        found = self._double.get(data[:2])
        if found is None:
            return self._remark(data[:2])
        count, act = found
        if len(data) < 2 + count:
            return 0
        act(data[2 : 2 + count])
        return 2 + count

    def _set(self, **values: object) -> Act:
        def act(_data: bytes) -> None:
            for name, value in values.items():
                setattr(self.screen, name, value)

        return act

    def _place(self, data: bytes) -> None:
        column, row = self._number(data[0], 1, COLUMNS), self._number(data[1], 1, ROWS)
        if column is not None and row is not None:
            self.screen.go(column - 1, row - 1)

    def _brightness(self, data: bytes) -> None:
        self.screen.brightness = self._number(data[0], 1, 4) or self.screen.brightness

    def _cursor(self, data: bytes) -> None:
        self.screen.cursor_shown = data[0] in (1, 0x31)

    def _up(self, _data: bytes) -> None:
        self.screen.go(self.screen.column, (self.screen.row - 1) % ROWS)

    def _last(self, _data: bytes) -> None:
        self.screen.go(COLUMNS - 1, ROWS - 1)

    def _right_end(self, _data: bytes) -> None:
        self.screen.go(COLUMNS - 1, self.screen.row)

    def _initialise(self, _data: bytes) -> None:
        self.reset()
