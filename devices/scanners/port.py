"""What the shop asks of a scanner that is no keyboard.

Every method that talks to a device raises RuntimeError inside a unit of work and is called by one thread at a time.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ScannerInfo:
    """What a scanner can do: ``acknowledges`` where it waits to be told that a code was taken.

    ``verified_on_hardware`` is False for a driver that only emulators have seen.
    """

    driver: str
    acknowledges: bool
    verified_on_hardware: bool


class Scanner(Protocol):
    """Tells what was scanned; it considers a code done at its beep, so nothing is asked for twice."""

    @property
    def info(self) -> ScannerInfo:
        """What this scanner can do."""

    def read(self, timeout_ms: int) -> list[str]:
        """The codes that were scanned until something was, or until the time-out, in their order.

        Each begins with its AIM identifier where the scanner sends one; FNC1 inside is the character GS. Raises
        DeviceError: ``device_unreachable``, ``device_lost``; half a code on a line that broke is dropped.
        """

    def close(self) -> None:
        """Lets go of the connection; the next reading opens it again. Never fails."""
