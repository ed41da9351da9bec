"""A scanner at the end of a wire."""

import time
from typing import Final

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError
from devices.scanners.frames import SILENCE_S, Framer
from devices.scanners.options import ScannerOptions
from devices.scanners.port import ScannerInfo
from devices.transports.channel import Channel, Deadline, Wire

_CONNECT_MS: Final = 1_000
_ACK_MS: Final = 200
_ACK: Final = b"\x06"


class WiredScanner:
    """A ``Scanner``. The connection stays open; one that broke is opened anew by the next reading."""

    def __init__(self, wire: Wire, options: ScannerOptions, driver: str) -> None:
        self._wire = wire
        self._options = options
        self._framer = Framer(options)
        self._channel: Channel | None = None
        self.info: Final = ScannerInfo(driver, options.acknowledges, verified_on_hardware=False)

    def read(self, timeout_ms: int) -> list[str]:
        """What was scanned; a code that silence ends is waited for a little longer."""
        refuse_inside_unit()
        try:
            if self._channel is None:
                self._channel = self._wire.open(Deadline(_CONNECT_MS))
            return self._heard(self._channel, timeout_ms)
        except DeviceError:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the connection and of half a code."""
        self._framer.drop()
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def _heard(self, channel: Channel, timeout_ms: int) -> list[str]:
        deadline = Deadline(timeout_ms)
        codes: list[str] = []
        while not codes and (self._framer.is_inside or not deadline.passed):
            wait_ms = int(SILENCE_S * 1000) if self._framer.is_inside else max(1, int(deadline.remaining_s() * 1000))
            data = channel.read(Deadline(wait_ms))
            now_s = time.monotonic()
            codes = self._framer.take(data, now_s) if data else self._framer.pause(now_s)
        if codes and self._options.acknowledges:
            channel.write(_ACK * len(codes), Deadline(_ACK_MS))
        return codes
