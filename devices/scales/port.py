"""What the shop asks of a scale, whoever made it.

Every method that talks to a device raises RuntimeError inside a unit of work, answers within its deadlines, and is
called by one thread at a time. A question changes nothing: it may be asked again at any time.
"""

from dataclasses import dataclass
from typing import Protocol

from devices.errors import Trouble


@dataclass(frozen=True, slots=True)
class ScaleInfo:
    """What a scale can do, as data.

    ``zeroes`` and ``tares`` say that it does so by command. ``tells_rest`` is False where the scale does not say
    whether it stands still, and two equal readings have to do. ``verified_on_hardware`` is False for a driver that
    only emulators have seen.
    """

    driver: str
    zeroes: bool
    tares: bool
    tells_rest: bool
    verified_on_hardware: bool


@dataclass(frozen=True, slots=True)
class Weight:
    """What a scale shows, in whole grams; ``grams`` is None where it shows no weight, while it moves say.

    ``net`` says that a tare is taken off; ``tare_grams`` is what it is, None where the scale does not tell.
    ``below_zero`` and ``overload`` hold whatever ``grams`` says.
    """

    grams: int | None
    stable: bool
    net: bool = False
    zero: bool = False
    overload: bool = False
    below_zero: bool = False
    tare_grams: int | None = None


@dataclass(frozen=True, slots=True)
class ScaleStatus:
    """Whether a scale answers: ``trouble`` says why it does not, ``maker_code`` is what it said itself."""

    trouble: Trouble | None = None
    maker_code: str = ""


class Scale(Protocol):
    """Weighs what lies on it."""

    @property
    def info(self) -> ScaleInfo:
        """What this scale can do."""

    def status(self) -> ScaleStatus:
        """Whether it answers now. Raises no DeviceError."""

    def read(self) -> Weight:
        """What it shows now, never an answer to an earlier question.

        Raises DeviceError: ``device_unreachable``, ``device_no_answer``, ``device_garbled``, ``device_lost``,
        ``scale_unit`` where it does not weigh in kilograms, ``scale_mode``, ``scale_fault``.
        """

    def zero(self) -> None:
        """Makes what it shows zero, once: after a lost answer it is asked what it shows.

        Raises DeviceError as ``read``, ``scale_refused``, ``scale_cannot``.
        """

    def tare(self) -> None:
        """Takes what lies on it for packing, once; raises as ``zero``."""

    def close(self) -> None:
        """Lets go of the connection; the next question opens it again. Never fails."""
