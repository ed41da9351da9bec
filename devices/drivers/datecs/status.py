"""The status bytes that end every answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from devices.errors import Trouble

Bit = tuple[int, int]
"""A byte of the status and a bit in it, 0 the lowest."""

_SYNTAX: Final = (0, 0)
_UNKNOWN_COMMAND: Final = (0, 1)
_OVERFLOW: Final = (1, 0)
_NOT_ALLOWED: Final = (1, 1)
_NO_PAPER: Final = (2, 0)
_SERVICE_RECEIPT_OPEN: Final = (2, 5)
_REFUSALS: Final = (_SYNTAX, _UNKNOWN_COMMAND, _OVERFLOW, _NOT_ALLOWED)

TROUBLES: Final[dict[Bit, Trouble]] = {
    _NO_PAPER: Trouble.PAPER_OUT,
    (0, 6): Trouble.COVER_OPEN,
    (0, 2): Trouble.CLOCK_UNSET,
    (4, 0): Trouble.STORAGE,
    (4, 4): Trouble.STORAGE_FULL,
    (2, 2): Trouble.STORAGE_FULL,
    (0, 4): Trouble.BROKEN,
}
"""What keeps every family from selling, the plainest first."""

TROUBLES_OF_CLASSIC: Final[dict[Bit, Trouble]] = {
    **TROUBLES,
    (1, 2): Trouble.BROKEN,
    (5, 0): Trouble.STORAGE,
    (5, 2): Trouble.STORAGE,
    (5, 5): Trouble.STORAGE,
}
SILENT_TERMINAL_OF_CLASSIC: Final = (1, 6)


@dataclass(frozen=True, slots=True)
class Status:
    """The bytes; ``troubles`` are the bits of the family that keep it from selling."""

    raw: bytes
    troubles: Mapping[Bit, Trouble]

    def has(self, bit: Bit) -> bool:
        """Whether a bit is set."""
        return bool(self.raw[bit[0]] >> bit[1] & 1)

    @property
    def trouble(self) -> Trouble | None:
        """What keeps it from selling, as far as its status tells."""
        return next((trouble for bit, trouble in self.troubles.items() if self.has(bit)), None)

    @property
    def is_refusal(self) -> bool:
        """Whether the command was not carried out."""
        return any(self.has(bit) for bit in _REFUSALS)

    @property
    def is_unknown_command(self) -> bool:
        """Whether the model does not know the command."""
        return self.has(_UNKNOWN_COMMAND)

    @property
    def is_not_allowed(self) -> bool:
        """Whether the command is refused as things stand."""
        return self.has(_NOT_ALLOWED)

    @property
    def lacks_paper(self) -> bool:
        """Without paper a command that prints has no effect."""
        return self.has(_NO_PAPER)

    @property
    def has_service_receipt(self) -> bool:
        """Whether a paper that is no receipt is open."""
        return self.has(_SERVICE_RECEIPT_OPEN)

    @property
    def maker_code(self) -> str:
        """For the log."""
        return self.raw.hex(" ").upper()
