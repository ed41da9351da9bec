"""What the emulated register remembers without power: counters, documents, an open receipt. Money in hundredths."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

from devices.emulators.fiscal.vault import RegisterVault

GROUPS: Final = "АБВГДЕЖЗ"
"""The tax groups; everywhere else they are counted from 0."""

SALE: Final = "sale"
STORNO: Final = "storno"
CANCELLED: Final = "cancelled"
CASH: Final = "cash"
SERVICE: Final = "service"
X_REPORT: Final = "X"
Z_REPORT: Final = "Z"
COPY: Final = "copy"


@dataclass
class Item:
    """A line of a receipt; ``total`` is what it comes to with its own discount."""

    text: str
    group: int
    price: int
    qty_milli: int
    total: int


@dataclass
class Storno:
    """What a storno takes back: ``reason`` 0 operator's error, 1 refund, 2 tax base; ``at`` as the host wrote it.

    ``invoice`` is the number of the invoice that is taken back, 0 for a receipt that was none.
    """

    reason: int
    document: int
    unp: str = ""
    at: str = ""
    memory: str = ""
    words: str = ""
    invoice: int = 0


@dataclass
class OpenReceipt:
    """A receipt, open or the last one. ``off`` is what discounts on the subtotal took from each group.

    ``payments`` are letters or numbers of the ways of paying with what was given; ``change`` came back. ``invoice``
    is the number that an invoice got at its end, 0 before.
    """

    operator: int
    till: str
    unp: str
    is_invoice: bool = False
    storno: Storno | None = None
    items: list[Item] = field(default_factory=list)
    off: list[int] = field(default_factory=lambda: [0] * len(GROUPS))
    payments: list[list[Any]] = field(default_factory=list)
    change: int = 0
    texts: list[str] = field(default_factory=list)
    buyer: str = ""
    invoice: int = 0

    @property
    def groups(self) -> list[int]:
        """What each tax group comes to."""
        sums = list(self.off)
        for item in self.items:
            sums[item.group] += item.total
        return sums

    @property
    def total(self) -> int:
        """What it comes to."""
        return sum(self.groups)

    @property
    def paid(self) -> int:
        """What was given, before change."""
        return sum(amount for _way, amount in self.payments)


@dataclass
class Stored:
    """A document of the journal; ``total`` is positive for receipts of both kinds, ``shift`` the coming Z report.

    ``at`` is an ISO time. A register of this make signs nothing: ``sign`` is empty.
    """

    number: int
    type: str
    at: str
    shift: int
    total: int = 0
    lines: list[str] = field(default_factory=list)
    receipt: OpenReceipt | None = None
    sign: str = ""

    @property
    def unp(self) -> str:
        """The unique sale number, or nothing."""
        return "" if self.receipt is None else self.receipt.unp


@dataclass
class Memory:
    """Everything that survives a power loss, but for the documents.

    ``shift_opened_at`` is when the first document since the last Z report was made, ``day_starts_after`` the number of
    the last one before it. ``last_receipt`` is the last one closed or cancelled; ``half_paid`` a card payment that the
    terminal did not finish, as way and amount. ``documents_kept`` is how many documents there were when this was
    written.
    """

    serial: int = 600
    shift_opened_at: str = ""
    day_starts_after: int = 0
    clock_ahead_s: int = 0
    clock_is_unset: bool = False
    ram_was_reset: bool = False
    drawer_is_open: bool = False
    cash: int = 0
    cash_in: int = 0
    cash_out: int = 0
    invoices: int = 0
    receipt: OpenReceipt | None = None
    service: list[str] | None = None
    last_receipt: OpenReceipt | None = None
    last_unp: str = ""
    half_paid: list[Any] | None = None
    rates: list[int] = field(default_factory=lambda: [0, 2000, 2000, 900, 0, 0, 0, 0])
    currency: str = "EUR"
    password: str = "0000"  # noqa: S105 - the one of a new register
    minutes_since_nra: int = 0
    last_error: list[Any] = field(default_factory=list)
    display: dict[str, str] = field(default_factory=dict)
    documents_kept: int = 0


class Vault(RegisterVault[Memory, Stored]):
    """The folder of the register."""

    receipt_types: ClassVar[frozenset[object]] = frozenset({SALE, STORNO})
    is_ascii: ClassVar[bool] = False

    def __init__(self, folder: Path | None) -> None:
        super().__init__(folder, Memory(), _stored)
        if self.memory.documents_kept < len(self.documents):
            # The process ended between journal and memory: what the journal has taken is closed.
            self.memory.receipt, self.memory.service = None, None

    def keep(self) -> None:
        """Writes the memory down, and how many documents there are."""
        self.memory.documents_kept = len(self.documents)
        super().keep()

    def _memory_of_another(self, serial: int) -> Memory:
        return Memory(serial=serial)

    def _memory_of(self, kept: dict[str, Any]) -> Memory:
        return Memory(**{**kept, "receipt": _receipt(kept["receipt"]), "last_receipt": _receipt(kept["last_receipt"])})


def _receipt(kept: dict[str, Any] | None) -> OpenReceipt | None:
    if kept is None:
        return None
    storno = None if kept["storno"] is None else Storno(**kept["storno"])
    return OpenReceipt(**{**kept, "storno": storno, "items": [Item(**item) for item in kept["items"]]})


def _stored(**kept: Any) -> Stored:
    return Stored(**{**kept, "receipt": _receipt(kept["receipt"])})
