"""What a TSPL printer says of itself. Pure functions; the bits are those of TSC's programming manual."""

from typing import Final

from devices.errors import Trouble
from devices.labels.dialect import Reading

PRINTING: Final = 0x20
OTHER: Final = 0x80
_TROUBLES: Final = (
    (0x04, Trouble.PAPER_OUT),
    (0x08, Trouble.RIBBON_OUT),
    (0x02, Trouble.PAPER_JAM),
    (0x01, Trouble.HEAD_OPEN),
    (0x40, Trouble.COVER_OPEN),
    (0x10, Trouble.PAUSED),
    (OTHER, Trouble.BROKEN),
)
"""What a person has to do first comes first: without labels a closed head is of no use."""
NONSENSE: Final = 0xFF
"""Everything wrong at once, and printing: a line that lies."""
LONG_LENGTH: Final = 8
_CAUSES: Final = ((0x01, Trouble.HEAD_HOT), (0x08, Trouble.CUTTER))
"""Bits of the first byte of errors, which is a letter because bit 6 is always set."""


def read_status(byte: int) -> Reading:
    """The state behind the answer to ESC ! ?."""
    trouble = next((trouble for bit, trouble in _TROUBLES if byte & bit), None)
    return Reading(trouble, bool(byte & PRINTING), f"{byte:02x}")


def read_cause(answer: bytes) -> Trouble:
    """What the longer answer to ESC ! S says of an error without a bit of its own."""
    if len(answer) != LONG_LENGTH or answer[0] != 0x02 or answer[5:] != b"\x03\r\n":
        return Trouble.BROKEN
    return next((trouble for bit, trouble in _CAUSES if answer[3] & bit), Trouble.BROKEN)
