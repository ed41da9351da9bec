"""The emulated Shtrih-M register: its ports, and the hands around it."""

from datetime import tzinfo
from pathlib import Path

from app.core.clock import Clock, SystemClock
from devices.emulators.fiscal.condition import Fault
from devices.emulators.fiscal.wired import WiredRegister
from devices.emulators.shtrih.commands import obey
from devices.emulators.shtrih.condition import Condition
from devices.emulators.shtrih.link import Port
from devices.emulators.shtrih.machine import Machine
from devices.emulators.shtrih.memory import Memory, Stored, Vault


class ShtrihEmulator(WiredRegister[Condition, Memory, Stored]):
    """The register. A context manager; ``port`` 0 takes a free one, ``terminal`` is the name of a pseudo-terminal.

    Everything it remembers lies in ``folder``, where one is given. Its clock shows the time of ``zone``, or of this
    computer's.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        host: str = "127.0.0.1",
        terminal: Path | None = None,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        condition, vault = Condition(), Vault(folder)
        self._machine = Machine(vault, condition, clock or SystemClock(), zone)
        super().__init__(
            (host, port), terminal, condition, vault, self._machine.papers, lambda: Port(condition, self._obey)
        )

    def _handle(self, words: str, order: str) -> None:
        if words in ("paper in", "paper out"):
            self._machine.put_paper(there=words == "paper in")
        elif words == "date unconfirmed":
            self.memory.date_is_unconfirmed = True
        else:
            super()._handle(words, order)

    def _facts(self) -> dict[str, object]:
        memory, last = self.memory, self._vault.documents[-1:]
        return {
            "clock": self._machine.clock.isoformat(),
            "serial": memory.serial,
            "shift": f"{memory.shift_number} {'open' if self._machine.shift_is_open else 'closed'}",
            "cash": memory.cash,
            "open_receipt": memory.receipt is not None,
            "last_document": last[0].number if last else 0,
            "drawer_open": memory.drawer_is_open,
        }

    def _wake_up(self) -> None:
        """It goes on where it was; what was open stays open."""

    def _obey(self, payload: bytes, fault: Fault | None) -> bytes:
        """Called with the lock held."""
        if self.condition.slow_ms:
            self._changed.wait_for(self._is_dead, self.condition.slow_ms / 1000)
        self._machine.paper_ends = fault is not None and fault.name == "paper-end"
        return obey(self._machine, payload)
