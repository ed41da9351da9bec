"""The emulated ZPL printer: what it answers at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.labels.condition import LabelCondition
from devices.emulators.labels.interpreter import Interpreter
from devices.emulators.labels.printer import LabelPrinter
from devices.emulators.plugs import Plug
from devices.emulators.zpl.interpreter import ZplInterpreter
from devices.emulators.zpl.settings import Settings

_INTERFACE: Final = 30
_MODES: Final = {"R": 0, "P": 1, "T": 2, "C": 3, "A": 4}
_OLD_FIRMWARE: Final = frozenset({b"~HS", b"~JA"})


@dataclass(frozen=True, slots=True)
class Work:
    """What the printer has to do: formats that wait, labels of a batch that have not come out."""

    formats: int = 0
    remaining: int = 0
    is_full: bool = False
    inside_format: bool = False
    stored_pictures: int = 0


def _string(*fields: object) -> bytes:
    return b"\x02" + ",".join(map(str, fields)).encode() + b"\x03\r\n"


def host_status(condition: LabelCondition, settings: Settings, work: Work) -> bytes:
    """The answer to ~HS: three strings."""
    first = _string(
        f"{_INTERFACE:03}",
        int(condition.paper == "out"),
        int(condition.pause),
        f"{settings.length:04}",
        f"{work.formats:03}",
        int(work.is_full),
        0,
        int(work.inside_format),
        "000",
        0,
        0,
        int(condition.hot),
    )
    second = _string(
        "000",
        0,
        int(condition.head_open or condition.cover_open),
        int(condition.ribbon == "out"),
        int(settings.transfer == "T"),
        _MODES[settings.mode],
        6,
        0,
        f"{work.remaining:08}",
        1,
        f"{work.stored_pictures:03}",
    )
    return first + second + _string("0000", 0)


def errors_and_warnings(condition: LabelCondition) -> bytes:
    """The answer to ~HQES: flags of errors and of warnings, in hex."""
    errors = (
        0x01 * (condition.paper == "out")
        | 0x02 * (condition.ribbon == "out")
        | 0x04 * (condition.head_open or condition.cover_open)
        | 0x10 * condition.hot
        | 0x10000 * condition.pause
        | 0x200000 * condition.jam
    )
    warnings = 0x08 * (condition.paper == "low") | 0x10 * (condition.ribbon == "low")
    return (
        f"\x02\r\n  PRINTER STATUS\r\n  ERRORS:         {int(errors > 0)} 00000000 {errors:08X}\r\n"
        f"  WARNINGS:       {int(warnings > 0)} 00000000 {warnings:08X}\r\n\x03\r\n"
    ).encode()


class ZplEmulator(LabelPrinter):
    """A ZPL printer. What is set lasts until the power goes, where it was not saved."""

    interpreter_type: ClassVar[Callable[[LabelPrinter, float], Interpreter]] = ZplInterpreter

    def _obey_at_once(self, plug: Plug, command: bytes) -> None:
        if self.condition.firmware == "old" and command not in _OLD_FIRMWARE:
            return
        assert isinstance(self._interpreter, ZplInterpreter)
        if command == b"~HS":
            self._answer(plug, host_status(self.condition, self._interpreter.set, self._work(self._interpreter)))
        elif command == b"~HI":
            self._answer(plug, _string("EMULATED ZPL", "V1.0", round(self._dots_per_mm), "8192KB"))
        elif command == b"~HQES":
            self._answer(plug, errors_and_warnings(self.condition))
        else:
            self._cancel()

    def _work(self, interpreter: ZplInterpreter) -> Work:
        return Work(
            formats=self._waiting_formats(),
            remaining=self.remaining,
            is_full=self._is_full,
            inside_format=interpreter.is_inside,
            stored_pictures=len(interpreter.stored),
        )
