"""The threads that listen to serial scanners."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from app.core.db.unit import Database
from app.places.service import SCANNER
from devices.errors import DeviceError, Trouble
from devices.scanners.port import Scanner
from pos.kept_devices import KeptDevices
from pos.scanning.arrivals import Arrivals

LISTEN_MS: Final = 500
AGAIN_S: Final = 2.0
"""A scanner that was unplugged is looked for so often."""

OpenScanner = Callable[[str], Scanner]
_log = logging.getLogger(__name__)


class ScannerWorker:
    """One scanner of one till; while it is not ``is_connected``, ``trouble`` is why, once that is known."""

    def __init__(self, arrivals: Arrivals, scanner: Scanner, till_id: int) -> None:
        self._arrivals = arrivals
        self._scanner = scanner
        self._till_id = till_id
        self._stopped = threading.Event()
        self.trouble: Trouble | None = None
        self.is_connected = False
        self._thread = threading.Thread(target=self._work, name=f"scanner {till_id}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._stopped.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                codes = self._scanner.read(LISTEN_MS)
                self.trouble, self.is_connected = None, True
                if codes:
                    self._arrivals.put(self._till_id, codes)
            except DeviceError as error:
                self.trouble, self.is_connected = error.trouble, False
                self._stopped.wait(AGAIN_S)
            except Exception:  # noqa: BLE001  # a thread that ends leaves a till without its scanner
                _log.exception("the scanner of till %s stumbled; it goes on in a moment", self._till_id)
                self._stopped.wait(AGAIN_S)
        self._scanner.close()


class Scanners(KeptDevices[ScannerWorker]):
    """Every serial scanner of the shop's tills, and the codes that came from them."""

    def __init__(self, database: Database, open_scanner: OpenScanner, wake_topic: str) -> None:
        arrivals = Arrivals(lambda: database.wake_ups.notify(wake_topic))
        super().__init__(
            database, SCANNER, lambda till_id, address: ScannerWorker(arrivals, open_scanner(address), till_id)
        )
        self.arrivals: Final = arrivals
