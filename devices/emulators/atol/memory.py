"""What the emulated service and its register remember without power: the queue, counters, the fiscal storage."""

import json
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

STATE_FILE: Final = "state.json"
DOCUMENTS_FILE: Final = "documents.jsonl"
TAPE_FILE: Final = "tape.txt"
_ORDERS_KEPT: Final = 200

OPENING: Final = "openShift"
CLOSING: Final = "closeShift"
RECEIPT: Final = "receipt"
CORRECTION: Final = "receiptCorrection"


@dataclass
class Stored:
    """A document of the fiscal storage; ``operation`` 1 to 4 and ``total`` in kopecks are of receipts, else 0.

    ``at`` is an ISO time, ``tags`` what the document says by the numbers of its tags.
    """

    number: int
    type: str
    at: str
    sign: str
    shift: int
    receipt_number: int = 0
    operation: int = 0
    total: int = 0
    tags: dict[str, Any] = field(default_factory=dict)


@dataclass
class Order:
    """What was put into the queue. ``results`` are those of the first tasks; of the next, ``shown`` is the status.

    ``looks`` is how many more looks find it so, ``held`` the result that is shown after them.
    """

    uuid: str
    tasks: list[dict[str, Any]]
    results: list[dict[str, Any]] = field(default_factory=list)
    shown: str = "wait"
    looks: int = 0
    held: dict[str, Any] | None = None

    @property
    def is_done(self) -> bool:
        """Whether every task has its result."""
        return len(self.results) == len(self.tasks)


@dataclass
class Memory:
    """Everything that survives a power loss, but for the documents. Money in kopecks."""

    serial: int = 106_201_234
    shift_number: int = 0
    shift_opened_at: str = ""
    receipts_in_shift: int = 0
    cash: int = 0
    clock_ahead_s: int = 0
    drawer_is_open: bool = False
    unfinished_paper: list[str] = field(default_factory=list)
    marking: dict[str, Any] | None = None
    orders: list[Order] = field(default_factory=list)

    @property
    def storage_number(self) -> str:
        """Of the fiscal storage inside: each register has its own."""
        return f"9999{self.serial:012d}"


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
                file.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")

    def keep(self) -> None:
        """Writes the memory down."""
        done = [order for order in self.memory.orders if order.is_done]
        for order in done[:-_ORDERS_KEPT]:
            self.memory.orders.remove(order)
        if self._folder is not None:
            with tempfile.NamedTemporaryFile("w", dir=self._folder, delete=False, encoding="utf-8") as file:
                json.dump(asdict(self.memory), file, ensure_ascii=False)
            Path(file.name).replace(self._folder / STATE_FILE)

    def keep_paper(self, text: str) -> None:
        """A paper came out."""
        if self._folder is not None:
            with (self._folder / TAPE_FILE).open("a", encoding="utf-8") as file:
                file.write(text)

    def replace(self, serial: int) -> None:
        """Another register stands there: its memory is empty; the service and its queue are the same."""
        self.memory, self.documents = Memory(serial=serial, orders=self.memory.orders), []
        if self._folder is not None:
            (self._folder / DOCUMENTS_FILE).unlink(missing_ok=True)
        self.keep()

    def _read(self, folder: Path) -> None:
        if (folder / DOCUMENTS_FILE).exists():
            lines = (folder / DOCUMENTS_FILE).read_text("utf-8").splitlines()
            self.documents = [Stored(**json.loads(line)) for line in lines]
        if (folder / STATE_FILE).exists():
            kept = json.loads((folder / STATE_FILE).read_text("utf-8"))
            orders = [Order(**order) for order in kept.pop("orders")]
            self.memory = Memory(**kept, orders=orders)
