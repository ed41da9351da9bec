"""The emulated Shtrih-M register: its ports, its power, and the hands around it."""

import contextlib
import socket
import sys
import threading
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import Final

from app.core.clock import Clock, SystemClock
from devices.emulators.connections import Connection, Socket
from devices.emulators.fiscal.condition import Fault
from devices.emulators.fiscal.register import ServedRegister
from devices.emulators.shtrih.commands import obey
from devices.emulators.shtrih.condition import Condition
from devices.emulators.shtrih.link import BrokenOff, Port, PowerLost
from devices.emulators.shtrih.machine import Machine
from devices.emulators.shtrih.memory import Memory, Stored, Vault

if sys.platform != "win32":
    from devices.emulators.terminal import Terminal

BYTE_S: Final = 0.25
"""How long the rest of a frame may keep it waiting."""
_SWITCHING_S: Final = 5.0


class ShtrihEmulator(ServedRegister[Condition, Memory, Stored]):
    """The register. A context manager; ``port`` 0 takes a free one, ``terminal`` is the name of a pseudo-terminal.

    Everything it remembers lies in ``folder``, where one is given. Its clock shows the time of ``zone``, or of this
    computer's. One connection a port is served at a time; the next waits.
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
        super().__init__((host, port), condition, vault, self._machine.papers)
        self._terminal = terminal
        self._ports = {name: Port(condition, self._obey) for name in ("tcp", "terminal")}
        self._connections: dict[str, Connection] = {}
        self._listener: socket.socket | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        self._listen()
        works: list[Callable[[], None]] = [self._serve_tcp]
        if self._terminal is not None:
            terminal = Terminal(self._terminal)
            self._connections["terminal"] = terminal
            works.append(lambda: self._serve_terminal(terminal))
        for work in works:
            thread = threading.Thread(target=work, name="shtrih-emulator", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Ends every connection."""
        with self._changed:
            self._stopping = True
            self._pull_cables()
        for thread in self._threads:
            thread.join()

    def order(self, order: str) -> dict[str, object]:
        """Does what a line of ``condition.HELP`` says; its state afterwards. BadInput for an unknown one."""
        with self._changed:
            had_power = self.condition.power
            self._obey_order(order)
            if had_power and not self.condition.power:
                self._lose_power()
            self._vault.keep()
            self._changed.notify_all()
            self._changed.wait_for(self._is_switched, _SWITCHING_S)
            return self._state()

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

    def _is_switched(self) -> bool:
        there = [self._listener is not None]
        if self._terminal is not None:
            # Its name goes a moment after it: nobody may open what is being unplugged.
            there += ["terminal" in self._connections, self._terminal.is_symlink()]
        return all(there) if self.condition.power else not any(there)

    def _obey(self, payload: bytes, fault: Fault | None) -> bytes:
        """Called with the lock held."""
        if self.condition.slow_ms:
            self._changed.wait_for(self._is_dead, self.condition.slow_ms / 1000)
        self._machine.paper_ends = fault is not None and fault.name == "paper-end"
        return obey(self._machine, payload)

    def _lose_power(self) -> None:
        self.condition.power = False
        for port in self._ports.values():
            port.power_up()
        self._pull_cables()
        # What is plugged in again is another connection, even where the power was away for a moment only.
        self._connections.clear()

    def _pull_cables(self) -> None:
        """Wakes every thread that waits."""
        self._changed.notify_all()
        for connection in self._connections.values():
            connection.hang_up()
        if self._listener is not None:
            with contextlib.suppress(OSError):
                socket.create_connection((self.host, self.port), timeout=1).close()

    def _listen(self) -> None:
        self._listener = socket.create_server((self.host, self.port))
        self.port = self._listener.getsockname()[1]

    def _wait_for_power(self) -> bool:
        """With the lock held; False where everything ends."""
        self._changed.notify_all()
        self._changed.wait_for(lambda: self._stopping or self.condition.power)
        return not self._stopping

    def _serve_tcp(self) -> None:
        while True:
            listener = self._listener
            if listener is not None:
                with listener:
                    while not self._is_dead():
                        connection, _ = listener.accept()
                        self._hold("tcp", Socket(connection))
            with self._changed:
                self._listener = None
                if not self._wait_for_power():
                    return
                self._listen()
                self._changed.notify_all()

    def _serve_terminal(self, terminal: Connection) -> None:
        assert self._terminal is not None
        while True:
            self._hold("terminal", terminal)
            with self._changed:
                if not self._wait_for_power():
                    return
                terminal = self._connections["terminal"] = Terminal(self._terminal)
                self._changed.notify_all()

    def _hold(self, name: str, connection: Connection) -> None:
        """Talks until the other side, a fault or the power ends it."""
        port = self._ports[name]
        with self._changed:
            self._connections[name] = connection
            port.forget_unfinished()
            port.send = connection.send
        with contextlib.suppress(OSError, BrokenOff):
            while not self._is_dead():
                data = connection.receive(BYTE_S if port.is_inside_frame else None)
                if data == b"":
                    break
                with self._changed:
                    self._took(port, data)
        connection.close()
        with self._changed:
            if self._connections.get(name) is connection:
                del self._connections[name]
            self._changed.notify_all()

    def _took(self, port: Port, data: bytes | None) -> None:
        if data is None:
            port.forget_unfinished()
            return
        try:
            port.receive(data)
        except PowerLost:
            self._lose_power()
