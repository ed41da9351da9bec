"""What the emulated service and its register remember without power: the queue, counters, the fiscal storage."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Final

from devices.emulators.fiscal.vault import RegisterVault

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


class Vault(RegisterVault[Memory, Stored]):
    """The folder of service and register."""

    receipt_types: ClassVar[frozenset[object]] = frozenset({RECEIPT, CORRECTION})
    is_ascii: ClassVar[bool] = False

    def __init__(self, folder: Path | None) -> None:
        super().__init__(folder, Memory(), Stored)
        self._done: dict[str, tuple[Order, str]] = {}

    def keep(self) -> None:
        """Writes the memory down, with the last of the orders that are done."""
        done = [order for order in self.memory.orders if order.is_done]
        for order in done[:-_ORDERS_KEPT]:
            self.memory.orders.remove(order)
        super().keep()

    def _memory_text(self) -> str:
        """An order that is done never changes: it is written out once, and so a long queue costs nothing."""
        rest = asdict(replace(self.memory, orders=[]))
        del rest["orders"]
        texts = [(order, self._order_text(order)) for order in self.memory.orders]
        self._done = {order.uuid: (order, text) for order, text in texts if order.is_done}
        before = json.dumps(rest, ensure_ascii=self.is_ascii).removesuffix("}")
        return f'{before}, "orders": [{", ".join(text for _, text in texts)}]}}'

    def _order_text(self, order: Order) -> str:
        known, text = self._done.get(order.uuid, (None, ""))
        return text if known is order else json.dumps(asdict(order), ensure_ascii=self.is_ascii)

    def _memory_of_another(self, serial: int) -> Memory:
        """Empty, but for the queue: the service is the same."""
        return Memory(serial=serial, orders=self.memory.orders)

    def _memory_of(self, kept: dict[str, Any]) -> Memory:
        return Memory(**{**kept, "orders": [Order(**order) for order in kept["orders"]]})
