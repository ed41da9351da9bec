"""What the emulated register remembers without power: counters, the fiscal storage, an open receipt."""

import json
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

STATE_FILE: Final = "state.json"
DOCUMENTS_FILE: Final = "documents.jsonl"
TAPE_FILE: Final = "tape.txt"

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
    """A receipt that is not yet closed; ``kind`` counts as 8Dh does, ``items`` are texts and kopecks."""

    kind: int
    operator: int
    items: list[list[Any]] = field(default_factory=list)
    tags: str = ""

    @property
    def total(self) -> int:
        """In kopecks."""
        return sum(amount for _text, amount in self.items)


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


class Vault:
    """The folder of a register, or its memory alone where there is no folder."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.memory = Memory()
        self.documents: list[Stored] = []
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._read(folder)

    def keep_document(self, document: Stored) -> None:
        """The fiscal storage takes a document: from now on it counts."""
        self.documents.append(document)
        if self._folder is not None:
            with (self._folder / DOCUMENTS_FILE).open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(document)) + "\n")

    def keep(self) -> None:
        """Writes the memory down."""
        self.memory.documents_kept = len(self.documents)
        if self._folder is not None:
            with tempfile.NamedTemporaryFile("w", dir=self._folder, delete=False, encoding="utf-8") as file:
                json.dump(asdict(self.memory), file)
            Path(file.name).replace(self._folder / STATE_FILE)

    def keep_paper(self, text: str) -> None:
        """A paper came out."""
        if self._folder is not None:
            with (self._folder / TAPE_FILE).open("a", encoding="utf-8") as file:
                file.write(text)

    def replace(self, serial: int) -> None:
        """Another register stands there: its memory is empty."""
        self.memory, self.documents = Memory(serial=serial), []
        if self._folder is not None:
            (self._folder / DOCUMENTS_FILE).unlink(missing_ok=True)
        self.keep()

    def _read(self, folder: Path) -> None:
        if (folder / DOCUMENTS_FILE).exists():
            lines = (folder / DOCUMENTS_FILE).read_text("utf-8").splitlines()
            self.documents = [Stored(**json.loads(line)) for line in lines]
        if (folder / STATE_FILE).exists():
            kept = json.loads((folder / STATE_FILE).read_text("utf-8"))
            receipt = kept.pop("receipt")
            self.memory = Memory(**kept, receipt=None if receipt is None else OpenReceipt(**receipt))
        if self.memory.documents_kept < len(self.documents):
            # The process ended between storage and memory: what the storage has taken is closed.
            self.memory.receipt, self.memory.storage_document = None, 0
