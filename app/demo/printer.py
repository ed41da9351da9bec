"""The demo's receipt printers: emulators in the server's own process, whose paper can be looked at on a page."""

import logging
from pathlib import Path
from typing import Final

from app.core.actor import program
from app.core.db.unit import Database
from app.core.installation import facts, is_opened
from app.places.devices import DeviceView, change_device, devices
from app.places.service import RECEIPT_PRINTER
from devices.address import DeviceAddress
from devices.emulators.escpos.server import EscposEmulator

PORT: Final = 9100
LOOPBACK: Final = "127.0.0.1"
# Both languages of the demo are on this code page, and the number is that of most printers.
OPTIONS: Final = "width=48&codepage=cp866:17"

_log = logging.getLogger(__name__)


def address_at(port: int) -> str:
    """The address of the demo's printer on a port."""
    return f"escpos+tcp://{LOOPBACK}:{port}?{OPTIONS}"


class EmulatedPrinters:
    """The printers of the tills of a demo shop, or of one to practise in; nothing runs in a real shop."""

    def __init__(self, data_folder: Path, database: Database) -> None:
        self._folder = data_folder / "paper"
        self._database = database
        self.by_till: dict[int, EscposEmulator] = {}

    def start(self) -> None:
        """Starts an emulator for each printer on the loopback; a port in use is changed for a free one."""
        with self._database.read_unit() as tx:
            if not (is_opened(tx) and (facts(tx).demo or facts(tx).practice)):
                return
            printers = [one for one in devices(tx) if one.role == RECEIPT_PRINTER and one.active]
        for printer in printers:
            address = DeviceAddress.parse(printer.address)
            if address.host == LOOPBACK:
                self._start(printer, address.port)

    def stop(self) -> None:
        """Switches all of them off."""
        for emulator in self.by_till.values():
            emulator.stop()

    def _start(self, printer: DeviceView, port: int) -> None:
        folder = self._folder / f"till-{printer.till_id}"
        emulator = EscposEmulator(port, folder)
        try:
            emulator.start()
        except OSError:
            emulator = EscposEmulator(0, folder)
            emulator.start()
            _log.info("port %s is in use; the emulated printer takes %s", port, emulator.port)
            with self._database.unit_of_work(program("demo")) as tx:
                change_device(tx, printer.id, printer.name, address_at(emulator.port), active=True)
        self.by_till[printer.till_id] = emulator
