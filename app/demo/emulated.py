"""The emulated devices of a shop, in the server's own process: those of the demo, of practice, and those on trial."""

import logging
import threading
from pathlib import Path
from typing import Final

from app.core.actor import program
from app.core.db.unit import Database
from app.core.installation import is_opened
from app.places.day import shop_zone
from app.places.devices import DeviceView, change_device, devices
from app.places.service import POLE_DISPLAY, SCALE, SCANNER
from devices.address import DeviceAddress
from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.trials import Emulated, at_port, emulator_of, kind_of

_AT_HAND: Final = frozenset({SCALE, POLE_DISPLAY, SCANNER})
_ACTOR: Final = program("emulated devices")
_log = logging.getLogger(__name__)


class EmulatedDevices:
    """Every device of the shop that is marked as emulated runs here; ``by_till`` are its receipt printers."""

    def __init__(self, data_folder: Path, database: Database) -> None:
        self._data = data_folder
        self._database = database
        self._turn = threading.Lock()
        self._by_device: dict[int, Emulated] = {}
        self._kinds: dict[int, str] = {}
        self._devices: dict[int, DeviceView] = {}
        self.by_till: dict[int, EscposEmulator] = {}

    def start(self) -> None:
        """Starts those that do not run yet, and stops those that are others now; a port in use becomes a free one."""
        with self._turn:
            with self._database.read_unit() as tx:
                if not is_opened(tx):
                    return
                zone = shop_zone(tx)
                wanted = {one.id: one for one in devices(tx) if one.emulated and one.active}
            for device_id, kind in list(self._kinds.items()):
                if device_id not in wanted or kind_of(wanted[device_id].address) != kind:
                    self._end(device_id)
            for device in wanted.values():
                if device.id not in self._by_device:
                    port, folder = DeviceAddress.parse(device.address).port, self.folder_of(device)
                    emulator = emulator_of(device.address, port, folder, zone)
                    try:
                        emulator.start()
                    except OSError:
                        emulator = emulator_of(device.address, 0, folder, zone)
                        emulator.start()
                        self._move(device, emulator.port)
                    self._devices[device.id] = device
                    self._by_device[device.id], self._kinds[device.id] = emulator, kind_of(device.address)
                    if isinstance(emulator, EscposEmulator):
                        self.by_till[device.till_id] = emulator

    def stop(self) -> None:
        """Switches all of them off."""
        with self._turn:
            for device_id in list(self._by_device):
                self._end(device_id)

    def of(self, device_id: int) -> Emulated | None:
        """The emulator of a device, while it runs."""
        return self._by_device.get(device_id)

    def at_hand(self, till_id: int) -> list[DeviceView]:
        """Those of a till that somebody has to use in place of a customer: scale, pole display, scanner."""
        running = [self._devices[device_id] for device_id in list(self._by_device)]
        return [one for one in running if one.till_id == till_id and one.role in _AT_HAND]

    def folder_of(self, device: DeviceView) -> Path:
        """Where its memory and papers lie."""
        if device.address.startswith("escpos"):
            return self._data / "paper" / f"till-{device.till_id}"
        return self._data / "emulated" / f"{kind_of(device.address)}-{device.id}"

    def _end(self, device_id: int) -> None:
        emulator = self._by_device.pop(device_id)
        emulator.stop()
        del self._kinds[device_id]
        for till_id in [till_id for till_id, one in self.by_till.items() if one is emulator]:
            del self.by_till[till_id]

    def _move(self, device: DeviceView, port: int) -> None:
        _log.info("the port of the emulated device %r is in use; it takes %s", device.name, port)
        with self._database.unit_of_work(_ACTOR) as tx:
            change_device(tx, device.id, device.name, at_port(device.address, port), active=True, emulated=True)
