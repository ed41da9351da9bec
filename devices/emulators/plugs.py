"""Where an emulated device is plugged in: a TCP port and, where one is named, a pseudo-terminal; both need power."""

import contextlib
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.emulators.connections import Connection, Socket

if sys.platform != "win32":
    from devices.emulators.terminal import Terminal

_SWITCHING_S: Final = 5.0


class Plug:
    """A socket in the device's back, and who is plugged in there."""

    def __init__(self) -> None:
        self.connection: Connection | None = None

    def send(self, data: bytes) -> None:
        """Says something to whoever listens; nobody may."""
        if self.connection is not None:
            with contextlib.suppress(OSError):
                self.connection.send(data)

    def hang_up(self) -> None:
        """The cable is pulled."""
        if self.connection is not None:
            self.connection.hang_up()


@dataclass(frozen=True, slots=True)
class Inside:
    """What the plugs know of their device.

    ``changed`` is its lock; ``is_stopping`` and ``has_power`` are asked with it or without. ``talk`` holds a
    conversation until it ends, in a thread of the plug's own and without the lock; OSError ends it too.
    """

    changed: threading.Condition
    is_stopping: Callable[[], bool]
    has_power: Callable[[], bool]
    talk: Callable[[Plug, Connection], None]

    def is_dead(self) -> bool:
        """Whether nobody is to be heard any more."""
        return self.is_stopping() or not self.has_power()


class Plugs:
    """The plugs of a device; ``port`` 0 takes a free one. One connection a plug is served at a time, the next waits."""

    def __init__(self, inside: Inside, host: str, port: int, terminal: Path | None) -> None:
        self.host = host
        self.port = port
        self.network, self.cable = Plug(), Plug()
        self._inside = inside
        self._terminal = terminal
        self._listener: socket.socket | None = None
        self._power_losses = self._losses_before = 0
        self._threads: list[threading.Thread] = []

    @property
    def both(self) -> tuple[Plug, Plug]:
        """The network's and the serial cable's."""
        return self.network, self.cable

    def start(self, name: str, others: Iterable[Callable[[], None]] = ()) -> None:
        """Begins to listen, and starts the ``others`` in threads of their own; OSError where the port is taken."""
        self._listen()
        works = [self._serve_network, *others]
        if self._terminal is not None:
            terminal = self.cable.connection = Terminal(self._terminal)
            works.append(lambda: self._serve_cable(terminal))
        for work in works:
            thread = threading.Thread(target=work, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def join(self) -> None:
        """Waits, without the lock, until every thread has ended."""
        for thread in self._threads:
            thread.join()

    # With the lock held.

    def pull(self) -> None:
        """Ends every connection, and wakes whoever waits for one."""
        self._inside.changed.notify_all()
        self.network.hang_up()
        self.cable.hang_up()
        if self._listener is not None:
            with contextlib.suppress(OSError):
                socket.create_connection((self.host, self.port), timeout=1).close()

    def lose_power(self) -> None:
        """Pulls all; what is plugged in again is another connection, even where the power was away for a moment."""
        self._power_losses += 1
        self.pull()
        self.network.connection = self.cable.connection = None

    def wait_until_switched(self) -> None:
        """Waits until the plugs are there, or gone, as the power is."""
        self._inside.changed.notify_all()
        self._inside.changed.wait_for(self._is_switched, _SWITCHING_S)

    def _is_switched(self) -> bool:
        has_power = self._inside.has_power()
        # A listener that has not yet noticed a moment without power is about to close.
        there = [self._listener is not None and not (has_power and self._is_outdated())]
        if self._terminal is not None:
            # Its name goes a moment after it: nobody may open what is being unplugged.
            there += [self.cable.connection is not None, self._terminal.is_symlink()]
        return all(there) if has_power else not any(there)

    def _is_outdated(self) -> bool:
        return self._power_losses != self._losses_before

    # Threads.

    def _listen(self) -> None:
        self._listener = socket.create_server((self.host, self.port))
        self.port = self._listener.getsockname()[1]
        self._losses_before = self._power_losses

    def _wait_for_power(self) -> bool:
        """With the lock held; False where everything ends."""
        inside = self._inside
        inside.changed.notify_all()
        inside.changed.wait_for(lambda: inside.is_stopping() or inside.has_power())
        return not inside.is_stopping()

    def _serve_network(self) -> None:
        while True:
            listener = self._listener
            if listener is not None:
                with listener:
                    while not (self._inside.is_dead() or self._is_outdated()):
                        connection, _ = listener.accept()
                        self._hold(self.network, Socket(connection))
            with self._inside.changed:
                self._listener = None
                if not self._wait_for_power():
                    return
                self._listen()
                self._inside.changed.notify_all()

    def _serve_cable(self, terminal: Connection) -> None:
        assert self._terminal is not None
        while True:
            self._hold(self.cable, terminal)
            with self._inside.changed:
                if not self._wait_for_power():
                    return
                terminal = self.cable.connection = Terminal(self._terminal)
                self._inside.changed.notify_all()

    def _hold(self, plug: Plug, connection: Connection) -> None:
        with self._inside.changed:
            plug.connection = connection
        with contextlib.suppress(OSError):
            self._inside.talk(plug, connection)
        connection.close()
        with self._inside.changed:
            if plug.connection is connection:
                plug.connection = None
            self._inside.changed.notify_all()
