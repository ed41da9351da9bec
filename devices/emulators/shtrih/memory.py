"""What the emulated register remembers without power: counters, the fiscal storage, an open receipt."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from devices.emulators.fiscal.vault import RegisterVault

OPENING, RECEIPT, CLOSING, CORRECTION = 2, 3, 5, 31
"""Types of documents in the storage."""


@dataclass
class Stored:
    """A document of the fiscal storage; ``operation`` 1 to 4 and ``total`` in kopecks are of receipts, else 0.

    ``at`` is an ISO time, ``tags`` a TLV structure in hex.
    """

    number: int
    type: int
    at: str
    sign: int
    shift: int
    operation: int = 0
    total: int = 0
    tags: str = ""


@dataclass
class OpenReceipt:
    """A receipt that is not yet closed; ``kind`` counts as 8Dh does, ``items`` are texts, and kopecks or None."""

    kind: int
    operator: int
    items: list[list[Any]] = field(default_factory=list)
    tags: str = ""

    @property
    def total(self) -> int:
        """In kopecks."""
        return sum(amount for _text, amount in self.items if amount is not None)


@dataclass
class Memory:
    """Everything that survives a power loss, but for the documents. Money in kopecks.

    ``registers`` are the operation registers by number; ``storage_document`` is what the fiscal storage is in the
    middle of (0 nothing). ``documents_kept`` is how many documents there were when this was written.
    """

    serial: int = 7_301_234
    shift_number: int = 0
    shift_opened_at: str = ""
    receipts_in_shift: int = 0
    cash: int = 0
    cash_in: int = 0
    cash_out: int = 0
    registers: dict[str, int] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    receipt: OpenReceipt | None = None
    storage_document: int = 0
    storage_tags: str = ""
    clock_ahead_s: int = 0
    date_is_unconfirmed: bool = False
    unconfirmed_date: str = ""
    drawer_is_open: bool = False
    unfinished_paper: list[str] = field(default_factory=list)
    last_receipt: list[str] = field(default_factory=list)
    paper_state: int = 0
    documents_kept: int = 0

    @property
    def storage_number(self) -> str:
        """Of the fiscal storage inside: each register has its own."""
        return f"9999{self.serial:012d}"

    def count(self, register: int, by: int = 1) -> None:
        """Moves an operation register on."""
        key = str(register)
        self.registers[key] = (self.registers.get(key, 0) + by) % 0x10000


class Vault(RegisterVault[Memory, Stored]):
    """The folder of the register."""

    receipt_types: ClassVar[frozenset[object]] = frozenset({RECEIPT, CORRECTION})
    is_ascii: ClassVar[bool] = True

    def __init__(self, folder: Path | None) -> None:
        super().__init__(folder, Memory(), Stored)
        if self.memory.documents_kept < len(self.documents):
            # The process ended between storage and memory: what the storage has taken is closed.
            self.memory.receipt, self.memory.storage_document = None, 0

    def keep(self) -> None:
        """Writes the memory down, and how many documents there are."""
        self.memory.documents_kept = len(self.documents)
        super().keep()

    def _memory_of_another(self, serial: int) -> Memory:
        return Memory(serial=serial)

    def _memory_of(self, kept: dict[str, Any]) -> Memory:
        receipt = kept["receipt"]
        return Memory(**{**kept, "receipt": None if receipt is None else OpenReceipt(**receipt)})
