"""What the shop asks of a fiscal register, whoever made it.

An act is carried out in three steps. ``prepare`` asks the register where it stands and changes nothing that counts;
the caller keeps the attempt in a unit of its own; ``carry_out`` sends. Where the answer stays out, or the program died
in between, ``resolve`` asks the register what became of the attempt. Nobody else may send to the register in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol

from app.core.money import Money
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Attempt, KeptDocument, Registered, Verdict
from devices.fiscal.receipt import Act, DocumentKind, Operator


class InDoubt(DeviceError):
    """An act may have been registered, and the register could not be asked: only ``resolve`` may follow."""

    def __init__(self, cause: Trouble, /, *, maker_code: str = "") -> None:
        super().__init__(Trouble.IN_DOUBT, maker_code=maker_code)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class FiscalSettings:
    """What the owner sets: how the shop's codes are called in the register, as its maker writes them.

    ``taxes`` and ``tenders`` translate codes of the shop; ``tax_system`` is chosen where the law knows several.
    ``zone`` is the register's wall clock. An act on a register with another than ``serial_number`` is refused; empty
    takes any.
    """

    taxes: Mapping[str, str]
    tenders: Mapping[str, str]
    zone: tzinfo
    tax_system: str = ""
    serial_number: str = ""


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """What a register can do, as data.

    ``columns`` are characters of a line of free text, ``name_most`` those of a line's name. ``opens_shift_itself``
    says that the first receipt does it: an opening then changes nothing and has no document, the shift counts as open,
    and it can always be closed. ``tells_uid`` says that the shop's uid lies in the register's own memory, so
    that ``resolve`` is exact; so is a ``sale_number``, where the register ``wants_sale_number`` with every receipt.
    ``returns_need_original`` says that a return names the receipt it takes back, ``takes_free_lines`` that a line may
    cost nothing, ``signs`` that documents get a signature, ``numbers_invoices`` that a
    receipt with a buyer gets a number of its own, ``prints_codes`` that codes on a receipt come out as
    barcodes too. ``tells_shift_age`` is False where an expired shift is noticed only when a receipt is refused.
    ``verified_on_hardware`` is False for a driver that only emulators have seen.
    """

    driver: str
    kinds: frozenset[DocumentKind]
    corrects: bool
    takes_marked_codes: bool
    takes_contact: bool
    takes_buyer: bool
    may_skip_paper: bool
    takes_free_lines: bool
    rounds_down_below_minor: int
    opens_shift_itself: bool
    opens_drawer: bool
    sets_clock: bool
    tells_uid: bool
    wants_sale_number: bool
    returns_need_original: bool
    signs: bool
    numbers_invoices: bool
    prints_codes: bool
    tells_shift_age: bool
    columns: int
    name_most: int
    verified_on_hardware: bool


class ShiftState(StrEnum):
    """The register's own shift."""

    CLOSED = "closed"
    OPEN = "open"
    EXPIRED = "expired"
    """Older than 24 hours: only a Z report is left."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RegisterStatus:
    """How a register is. ``trouble`` says what keeps it from registering; None where the next receipt would go.

    A closed shift alone is no trouble. ``shift_opened_at`` and ``clock`` are its own time; None where it does not
    tell. ``last_document`` is the newest in its storage, ``last_sale_number`` the running part of the sale number it
    was told last, 0 where it tells none. ``unsent`` counts documents that the tax office has not received;
    it and ``drawer_is_open`` are None where it is not known.
    """

    shift: ShiftState = ShiftState.UNKNOWN
    trouble: Trouble | None = None
    maker_code: str = ""
    serial_number: str = ""
    storage_number: str = ""
    shift_number: int = 0
    shift_opened_at: datetime | None = None
    last_document: KeptDocument | None = None
    has_open_document: bool = False
    clock: datetime | None = None
    cash: Money | None = None
    last_sale_number: int = 0
    unsent: int | None = None
    drawer_is_open: bool | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def can_register(self) -> bool:
        """Whether a receipt sent now would be taken."""
        return self.trouble is None and self.shift is ShiftState.OPEN


class FiscalRegister(Protocol):
    """Registers what is sold. Every method raises RuntimeError inside a unit of work and keeps its deadlines."""

    @property
    def info(self) -> RegisterInfo:
        """What it can do; touches no device."""

    def status(self) -> RegisterStatus:
        """How it is now. Raises no DeviceError: what keeps it from answering is the ``trouble``."""

    def prepare(self, act: Act) -> Attempt:
        """Looks whether the act could be carried out, and where the register stands.

        A document that a power loss left open is cancelled. DeviceError says what has to be done first
        (``register_shift_closed``, ``paper_out`` …); nothing was registered.
        """

    def carry_out(self, act: Act, attempt: Attempt) -> Registered:
        """Registers the act once; ``attempt`` is what ``prepare`` answered and has been kept.

        Raises InDoubt where it may be registered, any other DeviceError where it surely is not: then ``prepare``
        begins anew. Called again with the same attempt it never registers twice.
        """

    def resolve(self, attempt: Attempt) -> Verdict:
        """What became of an attempt, by the register's own memory. Raises no DeviceError; registers nothing anew.

        A document of the attempt that is still open is cancelled, or brought to its end where it has been paid and the
        register lets nobody cancel it any more.
        """

    def documents_after(self, number: int, most: int = 100) -> list[KeptDocument]:
        """The documents with higher numbers, oldest first, ``most`` of them; DeviceError."""

    def x_report(self, operator: Operator) -> None:
        """Prints the figures of the shift, which goes on; DeviceError."""

    def print_copy(self) -> None:
        """Prints the last receipt again, as a copy that counts for nothing; DeviceError."""

    def print_text(self, lines: Sequence[str]) -> None:
        """Prints text that is no receipt; DeviceError where nothing or not all of it came out."""

    def continue_printing(self) -> None:
        """Lets paper that was interrupted come out, once there is new paper; nothing where none was. DeviceError."""

    def set_clock(self, at: datetime) -> None:
        """Sets the register's clock to a moment (aware); DeviceError, ``register_shift_open`` inside a shift."""
