"""The fiscal registers of the tills, opened by address and by what the owner set."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.core.db.unit import Database
from app.core.errors import NotFound
from app.core.registry import Registry
from app.places.day import shop_zone
from devices.fiscal.port import FiscalRegister, FiscalSettings
from pos.fiscal.codes import maker_of, register_of_till, tables_of
from pos.fiscal.keeping import accepted_serial
from pos.fiscal.queue import till_of_lane

OpenRegister = Callable[[str, FiscalSettings], FiscalRegister]


@dataclass(frozen=True, slots=True)
class Held:
    """A register that nobody else speaks to now, and the device it is."""

    register: FiscalRegister
    device_id: int


class Registers:
    """Opens the register of a till's lane, and keeps it while address and settings stay the same."""

    def __init__(self, database: Database, drivers: Registry[OpenRegister]) -> None:
        self._database = database
        self._drivers = drivers
        self._opening = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._opened: dict[str, tuple[FiscalSettings, FiscalRegister]] = {}

    @contextmanager
    def held(self, lane: str) -> Iterator[Held]:
        """The register of a till's lane, while no other lane speaks to it.

        Raises NotFound ``no_register``, and what its driver raises for an address or a code that cannot be.
        """
        with self._database.read_unit() as tx:
            device = register_of_till(tx, till_of_lane(lane))
            if device is None:
                raise NotFound("no_register")
            tables, zone = tables_of(tx, device), shop_zone(tx)
            serial = accepted_serial(tx, device.id)
        settings = FiscalSettings(tables.taxes, tables.tenders, zone, tables.tax_system, serial)
        address = device.address
        with self._opening:
            turn = self._turns.setdefault(address, threading.Lock())
            known = self._opened.get(address)
            if known is None or known[0] != settings:
                known = (settings, self._drivers.get(maker_of(address).code)(address, settings))
                self._opened[address] = known
        with turn:
            yield Held(known[1], device.id)
