"""The frame of an emulated device that is no fiscal register: its plugs, its power, the orders it is given."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Self, TypeVar

from devices.emulators.condition import DeviceCondition
from devices.emulators.connections import Connection
from devices.emulators.plugs import Inside, Plug, Plugs

ConditionT = TypeVar("ConditionT", bound=DeviceCondition)


class ServedDevice(ABC, Generic[ConditionT]):
    """A device. A context manager; ``port`` 0 takes a free one, ``terminal`` is the name of a pseudo-terminal.

    State changes with the lock ``_changed`` held.
    """

    def __init__(self, port: int, host: str, terminal: Path | None, condition: ConditionT) -> None:
        self.condition = condition
        self._changed = threading.Condition()
        self._stopping = False
        inside = Inside(self._changed, lambda: self._stopping, lambda: self.condition.power, self._talk)
        self._plugs = Plugs(inside, host, port, terminal)

    @property
    def host(self) -> str:
        """Where it listens."""
        return self._plugs.host

    @property
    def port(self) -> int:
        """Where it listens; a free one once it has started."""
        return self._plugs.port

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        self._plugs.start(type(self).__name__, self._works())

    def stop(self) -> None:
        """Ends every connection and thread."""
        with self._changed:
            self._stopping = True
            self._plugs.pull()
        self._plugs.join()

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
            self._plugs.wait_until_switched()
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
        """Sends what a question is answered with, as far as the faults let it; late, until the order changes."""
        late_ms = self.condition.late_ms
        if late_ms:
            self._changed.wait_for(lambda: self._is_dead() or self.condition.late_ms != late_ms, late_ms / 1000)
        plug.send(self._spoken(data))

    def _spoken(self, data: bytes) -> bytes:
        """What of its words can be heard."""
        if self.condition.mute:
            return b""
        return bytes(byte ^ 0xA5 for byte in data) if self.condition.garbage else data

    def _lose_power(self) -> None:
        self.condition.power = False
        self._forget()
        self._plugs.lose_power()
        self._note()

    def _is_dead(self) -> bool:
        return self._stopping or not self.condition.power

    # The threads of the plugs.

    def _talk(self, plug: Plug, connection: Connection) -> None:
        with self._changed:
            self._plugged(plug)
        try:
            while self._heard_more(plug, connection):
                pass
        finally:
            with self._changed:
                self._unplugged(plug)

    def _heard_more(self, plug: Plug, connection: Connection) -> bool:
        """Takes what arrives next; False where nothing more will."""
        if not self._may_go_on():
            return False
        data = connection.receive(None)
        # Somebody may have told it to take no more while it waited for this.
        if not data or not self._may_go_on():
            return False
        with self._changed:
            data, is_broken = self.condition.arriving(data)
            if data:
                self._hear(plug, data)
            return not is_broken

    def _may_go_on(self) -> bool:
        """Waits until it takes data; False where it never will."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_dead() or self._takes_data())
            return not self._is_dead()
