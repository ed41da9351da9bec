"""What the shop asks of a pole display: two lines of text, or one number with a lamp.

Every method that talks to a device raises RuntimeError inside a unit of work, answers within its deadlines, and is
called by one thread at a time.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

COLUMNS: Final = 20


class Lamp(StrEnum):
    """What the number of a display without letters means."""

    NONE = "none"
    PRICE = "price"
    TOTAL = "total"
    PAID = "paid"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Face:
    """What a display shows: two lines of 20 characters at most, and for one of digits ``number`` and its lamp."""

    upper: str
    lower: str
    number: str = ""
    lamp: Lamp = Lamp.NONE


@dataclass(frozen=True, slots=True)
class PoleInfo:
    """What a display can do: ``numbers_only`` where it has no letters.

    ``verified_on_hardware`` is False for a driver that only emulators have seen.
    """

    driver: str
    encoding: str
    numbers_only: bool
    verified_on_hardware: bool


class PoleDisplay(Protocol):
    """Shows the customer two lines. It never answers: what it was sent counts as shown."""

    @property
    def info(self) -> PoleInfo:
        """What this display can do."""

    def show(self, face: Face) -> None:
        """Shows a face whole, whatever state the display is in: after a loss of power too.

        Raises DeviceError: ``device_unreachable``, ``device_blocked``, ``device_lost``.
        """

    def close(self) -> None:
        """Lets go of the connection; the next face opens it again. Never fails."""
