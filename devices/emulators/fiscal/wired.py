"""An emulated fiscal register that is spoken to byte by byte: its TCP port, its serial cable, its power."""

import contextlib
from abc import abstractmethod
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final, Protocol

from devices.emulators.connections import Connection
from devices.emulators.fiscal.condition import ConditionT
from devices.emulators.fiscal.register import ServedRegister
from devices.emulators.fiscal.vault import MemoryT, RegisterVault, StoredT
from devices.emulators.plugs import Inside, Plug, Plugs

BYTE_S: Final = 0.25
"""How long the rest of a frame may keep it waiting."""


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
    """A register with a ``line`` behind each of its plugs. A context manager; port 0 of ``address`` takes a free one.

    ``terminal`` is the name of a pseudo-terminal.
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
        inside = Inside(self._changed, lambda: self._stopping, lambda: self.condition.power, self._talk)
        self._plugs = Plugs(inside, *address, terminal)
        self._lines = {plug: line() for plug in self._plugs.both}

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        self._plugs.start(type(self).__name__)
        self.port = self._plugs.port

    def stop(self) -> None:
        """Ends every connection."""
        with self._changed:
            self._stopping = True
            self._plugs.pull()
        self._plugs.join()

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
            self._plugs.wait_until_switched()
            return self._state()

    @abstractmethod
    def _wake_up(self) -> None:
        """With the lock held: the power came back."""

    def _lose_power(self) -> None:
        self.condition.power = False
        for line in self._lines.values():
            line.power_up()
        self._plugs.lose_power()

    def _talk(self, plug: Plug, connection: Connection) -> None:
        """Until the other side, a fault or the power ends it."""
        line = self._lines[plug]
        with self._changed:
            line.forget_unfinished()
            line.send = connection.send
        with contextlib.suppress(BrokenOff):
            while not self._is_dead():
                data = connection.receive(BYTE_S if line.is_inside_frame else None)
                if data == b"":
                    break
                with self._changed:
                    self._took(line, data)

    def _took(self, line: Line, data: bytes | None) -> None:
        if data is None:
            line.forget_unfinished()
            return
        try:
            line.receive(data)
        except PowerLost:
            self._lose_power()
