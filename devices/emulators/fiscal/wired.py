"""An emulated fiscal register that is spoken to byte by byte: its TCP port, its serial cable, its power."""

import contextlib
import socket
import sys
import threading
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final, Protocol

from devices.emulators.connections import Connection, Socket
from devices.emulators.fiscal.condition import ConditionT
from devices.emulators.fiscal.register import ServedRegister
from devices.emulators.fiscal.vault import MemoryT, RegisterVault, StoredT

if sys.platform != "win32":
    from devices.emulators.terminal import Terminal

TCP: Final = "tcp"
TERMINAL: Final = "terminal"
BYTE_S: Final = 0.25
"""How long the rest of a frame may keep it waiting."""
_SWITCHING_S: Final = 5.0


class BrokenOff(Exception):
    """The connection is to break now."""


class PowerLost(Exception):
    """The power goes now."""


class Line(Protocol):
    """The register's end of a cable: bytes in, bytes out by ``send``. Raises BrokenOff and PowerLost by a fault."""

    send: Callable[[bytes], None]

    @property
    def is_inside_frame(self) -> bool:
        """Whether the rest of a frame is awaited."""

    def receive(self, data: bytes) -> None:
        """Takes what arrived."""

    def forget_unfinished(self) -> None:
        """Drops half a frame: its rest never came."""

    def power_up(self) -> None:
        """As when it was switched on."""


class WiredRegister(ServedRegister[ConditionT, MemoryT, StoredT]):
    """A register with a ``line`` behind each of its ports. A context manager; port 0 of ``address`` takes a free one.

    ``terminal`` is the name of a pseudo-terminal. One connection a port is served at a time; the next waits.
    """

    def __init__(
        self,
        address: tuple[str, int],
        terminal: Path | None,
        condition: ConditionT,
        vault: RegisterVault[MemoryT, StoredT],
        papers: Collection[str],
        line: Callable[[], Line],
    ) -> None:
        super().__init__(address, condition, vault, papers)
        self._terminal = terminal
        self._lines: Mapping[str, Line] = {name: line() for name in (TCP, TERMINAL)}
        self._connections: dict[str, Connection] = {}
        self._listener: socket.socket | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        self._listen()
        works: list[Callable[[], None]] = [self._serve_tcp]
        if self._terminal is not None:
            terminal = Terminal(self._terminal)
            self._connections[TERMINAL] = terminal
            works.append(lambda: self._serve_terminal(terminal))
        for work in works:
            thread = threading.Thread(target=work, name=type(self).__name__, daemon=True)
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
        """Does what a line of the register's ``HELP`` says; its state afterwards. BadInput for an unknown one."""
        with self._changed:
            had_power = self.condition.power
            self._obey_order(order)
            if had_power and not self.condition.power:
                self._lose_power()
            elif self.condition.power and not had_power:
                self._wake_up()
            self._vault.keep()
            self._changed.notify_all()
            self._changed.wait_for(self._is_switched, _SWITCHING_S)
            return self._state()

    @abstractmethod
    def _wake_up(self) -> None:
        """With the lock held: the power came back."""

    def _is_switched(self) -> bool:
        there = [self._listener is not None]
        if self._terminal is not None:
            # Its name goes a moment after it: nobody may open what is being unplugged.
            there += [TERMINAL in self._connections, self._terminal.is_symlink()]
        return all(there) if self.condition.power else not any(there)

    def _lose_power(self) -> None:
        self.condition.power = False
        for line in self._lines.values():
            line.power_up()
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
                        self._hold(TCP, Socket(connection))
            with self._changed:
                self._listener = None
                if not self._wait_for_power():
                    return
                self._listen()
                self._changed.notify_all()

    def _serve_terminal(self, terminal: Connection) -> None:
        assert self._terminal is not None
        while True:
            self._hold(TERMINAL, terminal)
            with self._changed:
                if not self._wait_for_power():
                    return
                terminal = self._connections[TERMINAL] = Terminal(self._terminal)
                self._changed.notify_all()

    def _hold(self, name: str, connection: Connection) -> None:
        """Talks until the other side, a fault or the power ends it."""
        line = self._lines[name]
        with self._changed:
            self._connections[name] = connection
            line.forget_unfinished()
            line.send = connection.send
        with contextlib.suppress(OSError, BrokenOff):
            while not self._is_dead():
                data = connection.receive(BYTE_S if line.is_inside_frame else None)
                if data == b"":
                    break
                with self._changed:
                    self._took(line, data)
        connection.close()
        with self._changed:
            if self._connections.get(name) is connection:
                del self._connections[name]
            self._changed.notify_all()

    def _took(self, line: Line, data: bytes | None) -> None:
        if data is None:
            line.forget_unfinished()
            return
        try:
            line.receive(data)
        except PowerLost:
            self._lose_power()
