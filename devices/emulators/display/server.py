"""The emulated pole display: its plugs, its power, and the file where it can be looked at."""

import io
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from devices.emulators.condition import DeviceCondition, switches
from devices.emulators.display.command_types import TYPES
from devices.emulators.display.commands import Talk
from devices.emulators.memory import remember, remembered, write_whole
from devices.emulators.plugs import Plug
from devices.emulators.served import ServedDevice
from devices.emulators.shelf import STATE_FILE

HELP: Final = """\
reading on | off              takes no more data
break after BYTES             drops the connection
power off | on                it comes back blank, with its first code page
status                        changes nothing"""
PICTURE_FILE: Final = "screen.png"
TEXT_FILE: Final = "screen.txt"
MEMORY_FILE: Final = "memory.json"
_SHOWN_KEPT: Final = 200


@dataclass
class DisplayCondition(DeviceCondition):
    """What is wrong with a display; there is nothing it could answer."""

    settled: ClassVar[Mapping[str, Mapping[str, object]]] = {"status": {}, **switches("power", "reading")}
    counted: ClassVar[Mapping[str, str]] = {"break after": "break_bytes"}


class DisplayEmulator(ServedDevice[DisplayCondition]):
    """The display; ``commands`` is one of ``TYPES``. ``shown`` are the last two hundred screens.

    Where a ``folder`` is given, the screen lies there as picture and text.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        commands: str = "epson",
        encoding: str = "cp437",
        host: str = "127.0.0.1",
        terminal: Path | None = None,
    ) -> None:
        super().__init__(port, host, terminal, DisplayCondition())
        self.shown: deque[tuple[str, str]] = deque(maxlen=_SHOWN_KEPT)
        self._commands: Talk = TYPES[commands](encoding)
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._commands.stored_type = remembered(folder / MEMORY_FILE).get("stored_type")

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        super().start()
        with self._changed:
            self._note()

    @property
    def lines(self) -> tuple[str, str]:
        """What can be read on it: nothing without power."""
        screen = self._commands.screen
        return screen.lines if self.condition.power and screen.blink != 255 else ("", "")

    def wait_for_lines(self, upper: str, lower: str, timeout_s: float = 10.0) -> None:
        """Waits until these stand there, blanks at their ends aside; TimeoutError."""
        wanted = (upper.rstrip(), lower.rstrip())
        self.wait_for(lambda display: tuple(line.rstrip() for line in display.lines) == wanted, timeout_s)

    def _hear(self, plug: Plug, data: bytes) -> None:
        self._commands.hear(data)
        self._note()

    def _forget(self) -> None:
        stored = self._commands.stored_type
        self._commands = type(self._commands)(self._commands.first_encoding)
        self._commands.stored_type = stored

    def _state(self) -> dict[str, object]:
        talk, screen = self._commands, self._commands.screen
        return {
            "power": self.condition.power,
            "reading": self.condition.reading,
            "lines": list(self.lines),
            "cursor": [screen.column + 1, screen.row + 1],
            "mode": screen.mode.value,
            "brightness": screen.brightness,
            "blink": screen.blink,
            "encoding": talk.encoding,
            "lamp": talk.lamp,
            "running": talk.running,
            "stored_type": talk.stored_type,
            "remarks": talk.remarks,
        }

    def _note(self) -> None:
        super()._note()
        is_new = not self.shown or self.shown[-1] != self.lines
        if is_new:
            self.shown.append(self.lines)
        if self._folder is None:
            return
        remember(self._folder / STATE_FILE, self._state())
        remember(self._folder / MEMORY_FILE, {"stored_type": self._commands.stored_type})
        if is_new:
            write_whole(self._folder / TEXT_FILE, "".join(f"{line}\n" for line in self.lines).encode())
            picture = io.BytesIO()
            self._commands.screen.picture(lit=self.condition.power).save(picture, "PNG")
            write_whole(self._folder / PICTURE_FILE, picture.getvalue())
