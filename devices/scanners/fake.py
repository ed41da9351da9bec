"""A scanner for tests and rehearsals: it tells what it is told to have scanned, and fails where it is told."""

import queue

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Trouble
from devices.scanners.port import ScannerInfo


class FakeScanner:
    """A ``Scanner``. ``trouble`` is what is wrong with it until it is None again."""

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        self._scanned: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.info = ScannerInfo("fake", acknowledges=False, verified_on_hardware=False)

    def scan(self, code: str) -> None:
        """Somebody scans a code."""
        self._scanned.put(code)

    def read(self, timeout_ms: int) -> list[str]:
        """What was scanned."""
        refuse_inside_unit()
        if self.trouble is not None:
            raise DeviceError(self.trouble)
        try:
            return [self._scanned.get(timeout=timeout_ms / 1000)]
        except queue.Empty:
            return []

    def close(self) -> None:
        """Nothing to let go of."""
