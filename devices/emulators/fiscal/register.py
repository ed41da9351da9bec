"""The frame of an emulated fiscal register that is served: entered and left, looked into, told what hands do to it."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Generic, Self

from app.core.errors import BadInput
from devices.emulators.fiscal.condition import ConditionT, counted
from devices.emulators.fiscal.vault import MemoryT, RegisterVault, StoredT


class ServedRegister(ABC, Generic[ConditionT, MemoryT, StoredT]):
    """A register on a port. A context manager; ``papers`` is where the machine inside lays what comes out.

    Its state changes with the lock ``_changed`` held.
    """

    def __init__(
        self,
        address: tuple[str, int],
        condition: ConditionT,
        vault: RegisterVault[MemoryT, StoredT],
        papers: Collection[str],
    ) -> None:
        self.host, self.port = address
        self.condition = condition
        self._vault = vault
        self._papers = papers
        self._changed = threading.Condition()
        self._stopping = False

    @abstractmethod
    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""

    @abstractmethod
    def stop(self) -> None:
        """Ends every connection."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.stop()

    @property
    def papers(self) -> list[str]:
        """The last papers that came out."""
        return list(self._papers)

    @property
    def memory(self) -> MemoryT:
        """What survives a power loss."""
        return self._vault.memory

    @property
    def documents(self) -> list[StoredT]:
        """The fiscal storage, oldest first."""
        return list(self._vault.documents)

    @property
    def receipts(self) -> list[StoredT]:
        """The receipts and corrections in the fiscal storage."""
        return self._vault.receipts

    @abstractmethod
    def order(self, order: str) -> dict[str, object]:
        """Does what a line of ``condition.HELP`` says; its state afterwards. BadInput for an unknown one."""

    @abstractmethod
    def _facts(self) -> dict[str, object]:
        """What the control port tells beside the condition."""

    def _obey_order(self, order: str) -> None:
        """With the lock held: does what the order says, but for what has to follow from it."""
        if not self.condition.obey(order):
            self._handle(" ".join(order.split()), order)

    def _handle(self, words: str, order: str) -> None:
        """What hands do to every register; a maker's adds its own. BadInput for an unknown order."""
        start, _, number = words.rpartition(" ")
        if words == "drawer closed":
            self.memory.drawer_is_open = False
        elif start == "hours":
            self.memory.clock_ahead_s += 3600 * counted(order, number)
        elif start == "swap":
            self._vault.replace(counted(order, number))
        else:
            raise BadInput("emulator_order", got=order[:80])

    def _state(self) -> dict[str, object]:
        """With the lock held: the answer to an order."""
        return {**self.condition.as_facts(), **self._facts()}

    def _is_dead(self) -> bool:
        return self._stopping or not self.condition.power
