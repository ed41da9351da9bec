"""The status bytes: what is true of the register, and where each dialect tells it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Flag(Enum):
    """Something a status bit tells."""

    SYNTAX = auto()
    UNKNOWN_COMMAND = auto()
    CLOCK_UNSET = auto()
    NO_DISPLAY = auto()
    PRINTER_FAULT = auto()
    GENERAL_ERROR = auto()
    COVER_OPEN = auto()
    OVERFLOW = auto()
    NOT_ALLOWED = auto()
    RAM_RESET = auto()
    BATTERY_LOW = auto()
    STORNO_OPEN = auto()
    WRONG_PASSWORD = auto()
    NRA_SILENT = auto()
    NO_PAPER = auto()
    PAPER_LOW = auto()
    JOURNAL_FULL = auto()
    JOURNAL_NEAR_END = auto()
    JOURNAL_VERY_NEAR_END = auto()
    RECEIPT_OPEN = auto()
    SERVICE_OPEN = auto()
    MEMORY_FAULT = auto()
    MEMORY_LOW = auto()
    MEMORY_FULL = auto()
    MEMORY_ERROR = auto()
    TAX_NUMBER_SET = auto()
    SERIALS_SET = auto()
    FORMATTED = auto()
    FISCALISED = auto()
    RATES_SET = auto()
    READY = auto()


ALWAYS: Final = frozenset(
    {Flag.TAX_NUMBER_SET, Flag.SERIALS_SET, Flag.FORMATTED, Flag.FISCALISED, Flag.RATES_SET, Flag.READY}
)
_ERRORS: Final = frozenset(
    {
        *(Flag.SYNTAX, Flag.UNKNOWN_COMMAND, Flag.PRINTER_FAULT, Flag.COVER_OPEN, Flag.OVERFLOW, Flag.NOT_ALLOWED),
        *(Flag.RAM_RESET, Flag.WRONG_PASSWORD, Flag.NO_PAPER, Flag.JOURNAL_FULL, Flag.MEMORY_FAULT, Flag.MEMORY_FULL),
    }
)
_MEMORY_ERRORS: Final = frozenset({Flag.MEMORY_FAULT, Flag.MEMORY_FULL})
_EVERYWHERE: Final[Mapping[Flag, tuple[int, int]]] = {
    Flag.SYNTAX: (0, 0),
    Flag.UNKNOWN_COMMAND: (0, 1),
    Flag.CLOCK_UNSET: (0, 2),
    Flag.PRINTER_FAULT: (0, 4),
    Flag.GENERAL_ERROR: (0, 5),
    Flag.OVERFLOW: (1, 0),
    Flag.NOT_ALLOWED: (1, 1),
    Flag.NO_PAPER: (2, 0),
    Flag.PAPER_LOW: (2, 1),
    Flag.JOURNAL_FULL: (2, 2),
    Flag.RECEIPT_OPEN: (2, 3),
    Flag.SERVICE_OPEN: (2, 5),
    Flag.MEMORY_FAULT: (4, 0),
    Flag.MEMORY_LOW: (4, 3),
    Flag.MEMORY_FULL: (4, 4),
    Flag.MEMORY_ERROR: (4, 5),
    Flag.FISCALISED: (5, 3),
    Flag.RATES_SET: (5, 4),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """``count`` status bytes with a place, byte and bit, for each flag that the dialect knows."""

    count: int
    places: Mapping[Flag, tuple[int, int]]

    def written(self, flags: Collection[Flag], extra: tuple[int, int] | None = None, error: int | None = None) -> bytes:
        """The bytes; bit 7 of each is 1. ``extra`` is one more bit, ``error`` the error number in byte 3."""
        told = set(flags) | ALWAYS
        if extra is not None or not told.isdisjoint(_ERRORS):
            told.add(Flag.GENERAL_ERROR)
        if not told.isdisjoint(_MEMORY_ERRORS):
            told.add(Flag.MEMORY_ERROR)
        status = bytearray([0x80] * self.count)
        places = [self.places[flag] for flag in told if flag in self.places]
        for byte, bit in [*places, *([] if extra is None else [extra])]:
            status[byte] |= 1 << bit
        if error is not None:
            status[3] |= error & 0x7F
        return bytes(status)


_DATECS: Final = {
    **_EVERYWHERE,
    Flag.COVER_OPEN: (0, 6),
    Flag.JOURNAL_NEAR_END: (2, 4),
    Flag.TAX_NUMBER_SET: (4, 1),
    Flag.SERIALS_SET: (4, 2),
    Flag.FORMATTED: (5, 1),
}
DATECS_P: Final = Layout(
    6,
    {
        **_DATECS,
        Flag.NO_DISPLAY: (0, 3),
        Flag.RAM_RESET: (1, 2),
        Flag.BATTERY_LOW: (1, 3),
        Flag.STORNO_OPEN: (1, 4),
        Flag.NRA_SILENT: (1, 6),
        Flag.JOURNAL_VERY_NEAR_END: (2, 6),
    },
)
DATECS_X: Final = Layout(8, _DATECS)
DAISY: Final = Layout(6, {**_EVERYWHERE, Flag.RAM_RESET: (1, 2), Flag.WRONG_PASSWORD: (1, 6), Flag.READY: (5, 6)})
ELTRADE: Final = Layout(
    6,
    {
        **{flag: place for flag, place in _DATECS.items() if flag is not Flag.COVER_OPEN},
        Flag.RAM_RESET: (1, 2),
        Flag.BATTERY_LOW: (1, 3),
        Flag.COVER_OPEN: (1, 5),
        Flag.NRA_SILENT: (1, 6),
    },
)
