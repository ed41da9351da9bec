"""What the shop asks of devices. Drivers, emulators and fakes keep these promises; one contract suite checks them.

Every method that talks to a device raises RuntimeError inside a unit of work, answers within its deadlines, and is
called by one thread at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, Protocol, runtime_checkable

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
    Trouble.HEAD_OPEN: PrinterState.COVER_OPEN,
    Trouble.RIBBON_OUT: PrinterState.PAPER_OUT,
    Trouble.PAPER_JAM: PrinterState.ERROR,
    Trouble.PAUSED: PrinterState.OFFLINE,
    Trouble.HEAD_HOT: PrinterState.ERROR,
    Trouble.CUTTER: PrinterState.ERROR,
    Trouble.BROKEN: PrinterState.ERROR,
}


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """A printer's state; ``trouble`` says why it can not print, ``maker_code`` is what it answered.

    ``drawer_pin_high`` is the level of the drawer's sensor, None where it is not known; which level means open
    differs from drawer to drawer, so ``drawer_is_open`` is known only where the owner has said it.
    """

    state: PrinterState
    trouble: Trouble | None = None
    maker_code: str = ""
    drawer_pin_high: bool | None = None
    drawer_is_open: bool | None = None

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


@runtime_checkable
class CashDrawer(Protocol):
    """A drawer that opens on command."""

    def open_drawer(self) -> None:
        """Opens it once.

        Raises DeviceError: ``drawer_missing``, ``drawer_too_soon`` within a second of the last opening (its coil
        would burn out), or what keeps the device from being asked; the drawer then stays shut.
        """


@dataclass(frozen=True, slots=True)
class MailAccount:
    """The mail server a shop sends through. ``starttls`` and ``tls`` prove the server's name before anything is said.

    Without ``user`` nobody logs in; a password crosses an open connection to this machine only.
    """

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; ``content_type`` is like ``application/pdf``."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one address. ``message_id`` is without its brackets and the same in every attempt.

    ``pictures`` are PNG files by the name under which ``html`` shows them as ``cid:name``.
    """

    message_id: str
    sender: str
    sender_name: str
    to: str
    subject: str
    date: datetime
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


class MailOutcome(StrEnum):
    """What is known of a mail."""

    ACCEPTED = "accepted"
    """The server answers for it from now on."""

    UNCONFIRMED = "unconfirmed"
    """The server had all of it when it fell silent: it may have been sent."""


@dataclass(frozen=True, slots=True)
class MailResult:
    """The end of a sending; ``reply`` is what the server said."""

    outcome: MailOutcome
    reply: str = ""


class MailGateway(Protocol):
    """Hands mails to the world."""

    def send(self, mail: Mail) -> MailResult:
        """Hands one mail over.

        Raises DeviceError where it was surely not taken; where it may have been the result is UNCONFIRMED, and sending
        it again is for a person to decide.
        """

    def check(self) -> None:
        """Connects and logs in without sending anything; DeviceError says what is wrong."""
