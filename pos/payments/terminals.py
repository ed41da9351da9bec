"""The connected card terminals of the tills, opened by address."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select

from app.core.db.unit import Database
from app.core.errors import NotFound
from app.core.registry import Registry
from app.places.models import Device
from devices.address import DeviceAddress
from devices.card.port import CardTerminal

OpenTerminal = Callable[[str], CardTerminal]


class Terminals:
    """Opens the terminal a payment belongs to; one thread at a time speaks to each."""

    def __init__(self, database: Database, drivers: Registry[OpenTerminal]) -> None:
        self._database = database
        self._drivers = drivers
        self._opening = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}

    @contextmanager
    def held(self, device_id: int) -> Iterator[CardTerminal]:
        """The terminal, while nobody else speaks to it.

        Raises NotFound ``no_device``, and what its driver raises for an address that cannot be.
        """
        with self._database.read_unit() as tx:
            address = tx.execute(select(Device.address).where(Device.id == device_id)).scalar()
        if address is None:
            raise NotFound("no_device")
        terminal = self._drivers.get(DeviceAddress.parse(address).driver)(address)
        with self._opening:
            turn = self._turns.setdefault(address, threading.Lock())
        with turn:
            yield terminal
