"""What the bytes mean that a printer sends back. Pure functions; the bits are those of Epson's command reference."""

from collections import deque
from dataclasses import replace
from typing import Final

from devices.errors import Trouble
from devices.ports import PrinterState, PrinterStatus

PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER = 1, 2, 3, 4

_FLOW_CONTROL: Final = frozenset((0x11, 0x13))
_AUTOMATIC_FOLLOWERS: Final = 3


class Answers:
    """Sorts the bytes of a printer into answers to DLE EOT, answers to GS r, and what nobody asked for.

    Automatic status (four bytes that some printers send on every change) may stand between a question and its
    answer; XON and XOFF may stand anywhere. Anything else is counted in ``garbage``.
    """

    def __init__(self) -> None:
        self.realtime: deque[int] = deque()
        self.processed: deque[int] = deque()
        self.garbage = 0
        self._automatic = 0

    def feed(self, data: bytes) -> None:
        """Takes what has arrived."""
        for byte in data:
            if byte in _FLOW_CONTROL:
                continue
            in_order = byte & 0x90 == 0
            if self._automatic and in_order:
                self._automatic -= 1
                continue
            self._automatic = 0
            if in_order:
                self.processed.append(byte)
            elif byte & 0x93 == 0x12:
                self.realtime.append(byte)
            elif byte & 0x93 == 0x10:
                self._automatic = _AUTOMATIC_FOLLOWERS
            else:
                self.garbage += 1


def is_offline(printer: int) -> bool:
    """Whether the answer to DLE EOT 1 says that the printer takes no print data."""
    return bool(printer & 0x08)


def paper_ended(paper: int) -> bool:
    """Whether the answer to DLE EOT 4 says that the roll is used up."""
    return bool(paper & 0x60)


def paper_ended_in_order(answer: int) -> bool:
    """Whether the answer to GS r 1 says so."""
    return bool(answer & 0x0C)


def stopped(offline_cause: int) -> Trouble | None:
    """What the answer to DLE EOT 2 says that keeps the printer from going on."""
    if offline_cause & 0x20:
        return Trouble.PAPER_OUT
    if offline_cause & 0x04:
        return Trouble.COVER_OPEN
    return Trouble.BROKEN if offline_cause & 0x40 else None


def read_status(printer: int, offline_cause: int, paper: int, error_cause: int | None = None) -> PrinterStatus:
    """The state that the answers to DLE EOT 1, 2, 4 and, where it was asked, 3 amount to."""
    said = [printer, offline_cause, *([] if error_cause is None else [error_cause]), paper]
    trouble = Trouble.PAPER_OUT if paper_ended(paper) else stopped(offline_cause)
    if trouble is Trouble.BROKEN and error_cause is not None and error_cause & 0x08:
        trouble = Trouble.CUTTER
    if trouble is None and is_offline(printer):
        trouble = Trouble.OFFLINE
    drawer = bool(printer & 0x04)
    maker_code = bytes(said).hex(" ")
    if trouble is not None:
        return replace(PrinterStatus.of_trouble(trouble, maker_code), drawer_pin_high=drawer)
    state = PrinterState.PAPER_LOW if paper & 0x0C else PrinterState.READY
    return PrinterStatus(state, None, maker_code, drawer)
