"""The frame of an emulated device on a TCP port and, where one is named, on a pseudo-terminal."""

import contextlib
import socket
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Final, Generic, Self, TypeVar

from devices.emulators.condition import DeviceCondition
from devices.emulators.connections import Connection, Socket

if sys.platform != "win32":
    from devices.emulators.terminal import Terminal

_SWITCHING_S: Final = 5.0

ConditionT = TypeVar("ConditionT", bound=DeviceCondition)


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


class ServedDevice(ABC, Generic[ConditionT]):
    """A device. A context manager; ``port`` 0 takes a free one, ``terminal`` is the name of a pseudo-terminal.

    One connection a plug is served at a time; the next waits. State changes with the lock ``_changed`` held.
    """

    def __init__(self, port: int, host: str, terminal: Path | None, condition: ConditionT) -> None:
        self.host = host
        self.port = port
        self.condition = condition
        self._changed = threading.Condition()
        self._stopping = False
        self._network, self._cable = Plug(), Plug()
        self._terminal = terminal
        self._listener: socket.socket | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        self._listen()
        works = [self._serve_network, *self._works()]
        if self._terminal is not None:
            terminal = self._cable.connection = Terminal(self._terminal)
            works.append(lambda: self._serve_cable(terminal))
        for work in works:
            thread = threading.Thread(target=work, name=type(self).__name__, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Ends every connection and thread."""
        with self._changed:
            self._stopping = True
            self._pull_cables()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.stop()

    def order(self, order: str) -> dict[str, object]:
        """Does what a line of the device's ``HELP`` says; its state afterwards. BadInput for an unknown one."""
        with self._changed:
            had_power = self.condition.power
            self._obey(order)
            if had_power and not self.condition.power:
                self._lose_power()
            elif self.condition.power and not had_power:
                self._wake_up()
            self._note()
            self._changed.wait_for(self._is_switched, _SWITCHING_S)
            return self._state()

    def wait_for(self, reached: Callable[[Self], bool], timeout_s: float = 10.0) -> None:
        """Waits until something holds of the device; TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: reached(self), timeout_s):
                raise TimeoutError(f"not reached: {self._state()}")

    # What a device adds; all of it is called with the lock held.

    @abstractmethod
    def _hear(self, plug: Plug, data: bytes) -> None:
        """Bytes have arrived."""

    @abstractmethod
    def _state(self) -> dict[str, object]:
        """The state, as orders are answered with it."""

    def _works(self) -> list[Callable[[], None]]:
        """What else has a thread of its own until ``_stopping``; begins without the lock."""
        return []

    def _obey(self, order: str) -> None:
        """Does what the order says."""
        self.condition.obey(order)

    def _takes_data(self) -> bool:
        """Whether it reads what arrives."""
        return self.condition.reading

    def _plugged(self, plug: Plug) -> None:
        """Somebody has connected."""

    def _unplugged(self, plug: Plug) -> None:
        """Whoever was connected has gone."""

    def _forget(self) -> None:
        """The power went: everything that is not written down is lost."""

    def _wake_up(self) -> None:
        """The power came back."""

    def _note(self) -> None:
        """Something has changed, which may be written down."""
        self._changed.notify_all()

    # What a device may call, with the lock held.

    def _answer(self, plug: Plug, data: bytes) -> None:
        """Sends what a question is answered with, as far as the faults let it."""
        if self.condition.late_ms:
            self._changed.wait_for(self._is_dead, self.condition.late_ms / 1000)
        plug.send(self._spoken(data))

    def _spoken(self, data: bytes) -> bytes:
        """What of its words can be heard."""
        if self.condition.mute:
            return b""
        return bytes(byte ^ 0xA5 for byte in data) if self.condition.garbage else data

    def _lose_power(self) -> None:
        self.condition.power = False
        self._forget()
        self._pull_cables()
        # What is plugged in again is another connection, even where the power was away for a moment only.
        self._network.connection = self._cable.connection = None
        self._note()

    def _is_dead(self) -> bool:
        return self._stopping or not self.condition.power

    def _is_switched(self) -> bool:
        there = [self._listener is not None]
        if self._terminal is not None:
            # Its name goes a moment after it: nobody may open what is being unplugged.
            there += [self._cable.connection is not None, self._terminal.is_symlink()]
        return all(there) if self.condition.power else not any(there)

    def _pull_cables(self) -> None:
        """Wakes every thread that waits."""
        self._changed.notify_all()
        self._network.hang_up()
        self._cable.hang_up()
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

    def _serve_network(self) -> None:
        while True:
            listener = self._listener
            if listener is not None:
                with listener:
                    while not self._is_dead():
                        connection, _ = listener.accept()
                        self._hold(self._network, Socket(connection))
            with self._changed:
                self._listener = None
                if not self._wait_for_power():
                    return
                self._listen()
                self._changed.notify_all()

    def _serve_cable(self, terminal: Connection) -> None:
        assert self._terminal is not None
        while True:
            self._hold(self._cable, terminal)
            with self._changed:
                if not self._wait_for_power():
                    return
                terminal = self._cable.connection = Terminal(self._terminal)
                self._changed.notify_all()

    def _hold(self, plug: Plug, connection: Connection) -> None:
        """Listens until the other side, a fault or the power ends it."""
        with self._changed:
            plug.connection = connection
            self._plugged(plug)
        with contextlib.suppress(OSError):
            while self._heard_more(plug, connection):
                pass
        connection.close()
        with self._changed:
            if plug.connection is connection:
                plug.connection = None
            self._unplugged(plug)
            self._changed.notify_all()

    def _heard_more(self, plug: Plug, connection: Connection) -> bool:
        """Takes what arrives next; False where nothing more will."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_dead() or self._takes_data())
            if self._is_dead():
                return False
        data = connection.receive(None)
        if not data:
            return False
        with self._changed:
            # Somebody may have told it to take no more while it waited for this.
            self._changed.wait_for(lambda: self._is_dead() or self._takes_data())
            if self._is_dead():
                return False
            data, is_broken = self.condition.arriving(data)
            if data:
                self._hear(plug, data)
            return not is_broken
