"""The emulated Datecs register: its ports, and the hands around it."""

from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Final

from app.core.clock import Clock, SystemClock
from devices.emulators.datecs.classic import DatecsP
from devices.emulators.datecs.condition import Condition
from devices.emulators.datecs.daisy import Daisy
from devices.emulators.datecs.dialect import Dialect, Reply
from devices.emulators.datecs.eltrade import Eltrade
from devices.emulators.datecs.frames import Request
from devices.emulators.datecs.link import Port
from devices.emulators.datecs.machine import Machine
from devices.emulators.datecs.memory import Memory, Stored, Vault
from devices.emulators.datecs.x import DatecsX
from devices.emulators.fiscal.condition import Fault, counted
from devices.emulators.fiscal.wired import WiredRegister

DIALECTS: Final[Mapping[str, type[Dialect]]] = {one.name: one for one in (DatecsP, DatecsX, Daisy, Eltrade)}


class DatecsEmulator(WiredRegister[Condition, Memory, Stored]):
    """The register. A context manager; ``port`` 0 takes a free one, ``terminal`` is the name of a pseudo-terminal.

    Everything it remembers lies in ``folder``, where one is given. Its clock shows the time of ``zone``, or of this
    computer's. ``dialect`` is one of ``DIALECTS``.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        dialect: str = DatecsP.name,
        host: str = "127.0.0.1",
        terminal: Path | None = None,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        kind = DIALECTS[dialect]
        condition, vault = Condition(), Vault(folder)
        self._machine = Machine(vault, condition, clock or SystemClock(), zone, kind.letters)
        self._dialect = kind(self._machine)
        super().__init__(
            (host, port),
            terminal,
            condition,
            vault,
            self._machine.papers,
            lambda: Port(condition, kind.framing, self._obey, self._wait),
        )

    def _handle(self, words: str, order: str) -> None:
        memory = self.memory
        start, _, value = words.rpartition(" ")
        if words == "clock unset":
            memory.clock_is_unset = True
        elif words == "ram reset":
            self._machine.reset_ram()
        elif start == "nra":
            memory.minutes_since_nra = counted(order, value)
        elif start == "currency" and value in ("EUR", "BGN"):
            memory.currency = value
        elif start == "password" and len(value) <= 8:
            counted(order, value)
            memory.password = value
        else:
            super()._handle(words, order)
            if start == "swap":
                # Another register remembers no answer of this one.
                for line in self._lines.values():
                    line.power_up()

    def _facts(self) -> dict[str, object]:
        memory, machine = self.memory, self._machine
        return {
            "clock": machine.clock.isoformat(),
            "serial": machine.serial,
            "fiscal_memory": machine.storage_number,
            "z_reports": machine.z_reports,
            "cash": memory.cash,
            "open_receipt": memory.receipt is not None,
            "last_document": machine.last_number,
            "last_unp": memory.last_unp,
            "drawer_open": memory.drawer_is_open,
        }

    def _wake_up(self) -> None:
        self._machine.wake_up()

    def _wait(self, seconds: float) -> bool:
        """Called with the lock held; whether everything ends."""
        return self._changed.wait_for(self._is_dead, seconds)

    def _obey(self, request: Request, fault: Fault | None) -> Reply:
        """Called with the lock held."""
        name = fault.name if fault else ""
        if fault is not None and name == "refuse":
            return self._dialect.fail(divmod(fault.number, 10))
        self._machine.paper_ends = name == "paper-end"
        self._machine.card_terminal_fails = name == "pinpad"
        return self._dialect.obey(request.command, request.data)
