"""The fiscal registers of the tills, opened by address and by what the owner set."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.core.db.unit import Database
from app.core.errors import NotFound
from app.core.registry import Registry
from app.places.day import shop_zone
from devices.errors import DeviceError, Trouble
from devices.fiscal.port import FiscalRegister, FiscalSettings
from devices.ports import CashDrawer
from pos.fiscal.codes import maker_of, register_of_till, tables_of
from pos.fiscal.queue import fiscal_lane, till_of_lane
from pos.numbering.numbers import last_given
from pos.numbering.registers import accepted_serial

OpenRegister = Callable[[str, FiscalSettings], FiscalRegister]


@dataclass(frozen=True, slots=True)
class Held:
    """A register that nobody else speaks to now, the device it is, and where it stands.

    ``is_met`` is False until it has said all that the shop must know before its first sale.
    """

    register: FiscalRegister
    device_id: int
    address: str
    is_met: bool = True


class Registers:
    """Opens the register of a till's lane, and keeps it while address and settings stay the same."""

    def __init__(self, database: Database, drivers: Registry[OpenRegister]) -> None:
        self._database = database
        self._drivers = drivers
        self._opening = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._opened: dict[str, tuple[FiscalSettings, FiscalRegister]] = {}

    def open_drawer(self, till_id: int) -> None:
        """Opens the drawer on a till's register, between two acts.

        DeviceError ``drawer_missing`` for one that opens none; raises what ``held`` raises.
        """
        with self.held(fiscal_lane(till_id)) as held:
            if not isinstance(held.register, CashDrawer):
                raise DeviceError(Trouble.NO_DRAWER)
            held.register.open_drawer()

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
            is_met = not maker_of(device.address).wants_sale_number or last_given(tx, serial) is not None
        settings = FiscalSettings(tables.taxes, tables.tenders, zone, tables.tax_system, serial)
        address = device.address
        with self._opening:
            turn = self._turns.setdefault(address, threading.Lock())
            known = self._opened.get(address)
            if known is None or known[0] != settings:
                known = (settings, self._drivers.get(maker_of(address).code)(address, settings))
                self._opened[address] = known
        with turn:
            yield Held(known[1], device.id, address, is_met)
