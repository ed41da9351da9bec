"""What the shop asks of devices. Drivers, emulators and fakes keep these promises; one contract suite checks them.

Every method that talks to a device raises RuntimeError inside a unit of work, answers within its deadlines, and is
called by one thread at a time.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from devices.errors import Trouble
from printing.document import Document


class PrinterState(StrEnum):
    """How a printer is, from best to worst known."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    ERROR = "error"
    UNKNOWN = "unknown"


_STATES: Final = {
    Trouble.UNREACHABLE: PrinterState.OFFLINE,
    Trouble.OFFLINE: PrinterState.OFFLINE,
    Trouble.PAPER_OUT: PrinterState.PAPER_OUT,
    Trouble.COVER_OPEN: PrinterState.COVER_OPEN,
    Trouble.CUTTER: PrinterState.ERROR,
    Trouble.BROKEN: PrinterState.ERROR,
}


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """A printer's state; ``trouble`` says why it can not print, ``maker_code`` is what it answered.

    ``drawer_pin_high`` is the level of the drawer's sensor, None where it is not known; which level means open
    differs from drawer to drawer.
    """

    state: PrinterState
    trouble: Trouble | None = None
    maker_code: str = ""
    drawer_pin_high: bool | None = None

    @classmethod
    def of_trouble(cls, trouble: Trouble, maker_code: str = "") -> "PrinterStatus":
        """The state of a printer in trouble; UNKNOWN where it could not be asked."""
        return cls(_STATES.get(trouble, PrinterState.UNKNOWN), trouble, maker_code)

    @property
    def can_print(self) -> bool:
        """Whether a job sent now would come out."""
        return self.state in {PrinterState.READY, PrinterState.PAPER_LOW}


@dataclass(frozen=True, slots=True)
class PrinterInfo:
    """What a printer can do. ``columns`` are characters of its normal font, ``width_dots`` is printable.

    ``answers`` is False where data only goes out (a spooler, a file): its state is never known and no paper is ever
    confirmed.
    """

    driver: str
    columns: int
    width_dots: int
    encoding: str
    cuts: bool
    opens_drawer: bool
    answers: bool


class PrintOutcome(StrEnum):
    """What is known of a job that was sent."""

    CONFIRMED = "confirmed"
    """The printer says that it printed everything."""

    HANDED_OVER = "handed_over"
    """Everything was handed to a device that never answers."""

    UNCONFIRMED = "unconfirmed"
    """It may have printed: somebody has to look."""


@dataclass(frozen=True, slots=True)
class PrintResult:
    """The end of a job. ``trouble`` says what kept an unconfirmed one from being confirmed."""

    outcome: PrintOutcome
    status: PrinterStatus
    trouble: Trouble | None = None


class ReceiptPrinter(Protocol):
    """Prints papers on a roll."""

    @property
    def info(self) -> PrinterInfo:
        """What this printer can do."""

    def render(self, document: Document, *, copy_text: str = "") -> bytes:
        """The document as this printer wants it; touches no device. ``copy_text`` marks a repeated paper."""

    def status(self) -> PrinterStatus:
        """How the printer is now. Raises no DeviceError: a printer out of reach is OFFLINE, a mute one UNKNOWN."""

    def print_document(self, job: bytes) -> PrintResult:
        """Prints what ``render`` made.

        Raises DeviceError where nothing was printed, so that the job can wait and be sent again; where the paper may
        have come out the result is UNCONFIRMED, and sending it again is for a person to decide.
        """


class CashDrawer(Protocol):
    """A drawer that opens on command."""

    def open_drawer(self) -> None:
        """Opens it once.

        Raises DeviceError: ``drawer_missing``, ``drawer_too_soon`` within a second of the last opening (its coil
        would burn out), or what keeps the device from being asked; the drawer then stays shut.
        """
