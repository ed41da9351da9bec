"""Keeps what was last exchanged with the shop's devices beyond the program's end, and for commands beside it."""

import logging
import threading
from pathlib import Path
from typing import Final

from app.core.db.unit import Database
from app.places.devices import devices
from devices.exchanges.files import ExchangeFiles
from devices.exchanges.log import all_logs, log_of

KEEP_EVERY_S: Final = 2.0

_log = logging.getLogger(__name__)


class ExchangeKeeper:
    """Writes what is new every two seconds, in a thread of its own, so that no device waits for the disk.

    What an earlier program kept is there again from the start.
    """

    def __init__(self, database: Database, data_folder: Path) -> None:
        self._database = database
        self._files = ExchangeFiles(data_folder)
        self._kept: dict[str, int] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="exchanges", daemon=True)

    def start(self) -> None:
        """Reads what was kept, and begins."""
        for address in self._addresses():
            self._take_in(address)
        self._thread.start()

    def stop(self) -> None:
        """Writes what is new a last time, and ends."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def keep(self) -> None:
        """Writes what is new now. Raises OSError."""
        if all(self._kept.get(log.address) == log.version for log in all_logs()):
            return
        addresses = self._addresses()
        for address in addresses:
            log = log_of(address)
            if address not in self._kept:
                self._take_in(address)
            version = log.version
            if version != self._kept[address]:
                self._files.keep(address, log.pieces())
                self._kept[address] = version
        # Those of other shops in this process, and of addresses that are gone, are none of this shop's.
        self._kept |= {log.address: log.version for log in all_logs() if log.address not in addresses}
        self._files.forget_others(addresses)

    def _work(self) -> None:
        while not self._stopped.wait(KEEP_EVERY_S):
            self._keep_surely()
        self._keep_surely()

    def _keep_surely(self) -> None:
        try:
            self.keep()
        except Exception:  # noqa: BLE001  # what support would like to see must not end the program's own work
            _log.exception("what was exchanged with the devices cannot be kept; trying again")

    def _take_in(self, address: str) -> None:
        log_of(address).put_before(self._files.kept(address, self._database.clock.now()))
        # Written once at least, so that what is too old goes from the disk, too.
        self._kept[address] = -1

    def _addresses(self) -> list[str]:
        with self._database.read_unit() as tx:
            return sorted({device.address for device in devices(tx)})
