"""What the shop asks of a label printer, whoever made it.

Every method that talks to a device raises RuntimeError inside a unit of work, answers within its deadlines, and is
called by one thread at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.errors import Trouble
from devices.ports import PrinterStatus
from printing.labels.layout import LaidTag
from printing.labels.tag import LabelStock


@dataclass(frozen=True, slots=True)
class LabelPrinterInfo:
    """What a label printer can do, as data.

    ``stock`` is what lies in it. ``answers`` is False where data only goes out (a spooler, a file). ``counts`` says
    that it tells how many labels are still to come. ``verified_on_hardware`` is False for a driver that only emulators
    have seen.
    """

    driver: str
    stock: LabelStock
    answers: bool
    counts: bool
    verified_on_hardware: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """One label and how many of it; ``copies`` is at least 1."""

    tag: LaidTag
    copies: int = 1


class LabelOutcome(StrEnum):
    """What is known of labels that were sent."""

    PRINTED = "printed"
    """The printer has printed all of them, as far as it says."""

    HANDED_OVER = "handed_over"
    """All were handed to a device that never answers."""

    HELD = "held"
    """The printer has all of them, prints or waits for a person, and goes on by itself: ``go_on`` watches it."""

    UNCONFIRMED = "unconfirmed"
    """Some may have come out: somebody has to count."""


@dataclass(frozen=True, slots=True)
class LabelResult:
    """The end of a batch, or of waiting for it.

    ``trouble`` is what keeps it from its end, None while the printer is just not through. ``told`` is how many labels
    have come out by what the printer said last, None where it does not count; never more than a hint.
    """

    outcome: LabelOutcome
    trouble: Trouble | None = None
    maker_code: str = ""
    told: int | None = None


class LabelPrinter(Protocol):
    """Prints labels laid out for its stock."""

    @property
    def info(self) -> LabelPrinterInfo:
        """What this printer can do."""

    def status(self) -> PrinterStatus:
        """How the printer is now. Raises no DeviceError: a printer out of reach is OFFLINE, a mute one UNKNOWN."""

    def print_labels(self, batch: Sequence[Labels], *, clear: bool = False) -> LabelResult:
        """Prints a batch and waits for its end.

        ``clear`` first makes the printer forget what it may still hold: half a picture, labels that wait for paper.
        Raises DeviceError where nothing of the batch reached the printer, so that it may be sent again.
        """

    def go_on(self) -> LabelResult:
        """Waits for the batch that was HELD; UNCONFIRMED ``device_lost`` where this program holds none any more."""
