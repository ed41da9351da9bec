"""The coil that opens a drawer is made for short pulses far apart: repeated without rest it burns out."""

import time
from collections.abc import Callable
from typing import Final

from devices.errors import DeviceError, Trouble

REST_S: Final = 1.0


class DrawerCoil:
    """Remembers the last pulse of one drawer."""

    def __init__(self, rest_s: float = REST_S, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._rest_s = rest_s
        self._monotonic = monotonic
        self._pulsed_at_s: float | None = None

    def refuse_too_soon(self) -> None:
        """DeviceError ``drawer_too_soon`` while the coil has to rest."""
        if self._pulsed_at_s is not None and self._monotonic() - self._pulsed_at_s < self._rest_s:
            raise DeviceError(Trouble.DRAWER_TOO_SOON)

    def note_pulse(self) -> None:
        """A pulse is about to be sent, whether or not it will arrive."""
        self._pulsed_at_s = self._monotonic()
