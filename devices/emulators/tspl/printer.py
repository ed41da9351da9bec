"""The emulated TSPL printer: what it answers at once."""

from collections.abc import Callable
from typing import ClassVar, Final

from devices.emulators.labels.condition import LabelCondition
from devices.emulators.labels.interpreter import Interpreter
from devices.emulators.labels.printer import LabelPrinter
from devices.emulators.plugs import Plug
from devices.emulators.tspl.interpreter import TsplInterpreter

_STX, _ETX = 0x02, 0x03
_NONE: Final = 0x40
_OLD_FIRMWARE: Final = frozenset({b"\x1b!?", b"\x1b!F", b"\x1b!C", b"\x1b!R", b"\x1b!D"})


def status(condition: LabelCondition, *, printing: bool) -> bytes:
    """The answer to ESC ! ?: one byte, 0 where it is ready."""
    bits = (
        condition.head_open,
        condition.jam,
        condition.paper == "out",
        condition.ribbon == "out",
        condition.pause,
        printing,
        condition.cover_open,
        condition.hot,
    )
    return bytes((sum(1 << index for index, bit in enumerate(bits) if bit),))


def long_status(condition: LabelCondition, *, printing: bool, full: bool) -> bytes:
    """The answer to ESC ! S: what it does, and bits of warnings and of two kinds of errors."""
    errors = 0x01 * condition.hot
    media = (
        0x01 * (condition.paper == "out")
        | 0x02 * condition.jam
        | 0x04 * (condition.ribbon == "out")
        | 0x20 * (condition.head_open or condition.cover_open)
    )
    warnings = 0x01 * (condition.paper == "low") | 0x02 * (condition.ribbon == "low") | 0x08 * full
    if errors or media:
        doing = ord("E")
    elif condition.pause:
        doing = 0x60
    else:
        doing = ord("P") if printing else _NONE
    return bytes((_STX, doing, _NONE | warnings, _NONE | errors, _NONE | media, _ETX)) + b"\r\n"


class TsplEmulator(LabelPrinter):
    """A TSPL printer. Where immediate commands were switched off, ``~!E`` among the others switches them on."""

    interpreter_type: ClassVar[Callable[[LabelPrinter, float], Interpreter]] = TsplInterpreter

    def _obeys_at_once(self) -> bool:
        assert isinstance(self._interpreter, TsplInterpreter)
        return super()._obeys_at_once() and self._interpreter.obeys_at_once

    def _obey_at_once(self, plug: Plug, command: bytes) -> None:
        if self.condition.firmware == "old" and command not in _OLD_FIRMWARE:
            return
        match command[2:]:
            case b"?":
                self._answer(plug, status(self.condition, printing=self._is_printing))
            case b"S":
                self._answer(plug, long_status(self.condition, printing=self._is_printing, full=self._is_full))
            case b"P" | b"O":
                self.condition.pause = command[2:] == b"P"
                self._note()
            case b"F":
                self._interpreter.feed(b"HOME\r\n")
                self._changed.notify_all()
            case b".":
                self._cancel()
            case b"R" | b"C":
                self._restart(command[2:])
            case _:
                assert isinstance(self._interpreter, TsplInterpreter)
                self._interpreter.obeys_at_once = False

    def _restart(self, letter: bytes) -> None:
        self.condition.pause = False
        self._forget()
        if letter == b"C":
            self._plugs.pull()
