"""What differs between the languages of label printers that answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from devices.errors import DeviceError, Trouble
from devices.labels.port import Labels
from devices.ports import PrinterState, PrinterStatus
from devices.transports.channel import Channel, Deadline


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in milliseconds. Sending gets a second more per ``bytes_per_s`` of the job.

    After sending the printer is looked at every ``look_ms`` until it rested ``quiet_looks`` times in a row, for
    ``print_ms`` and ``label_ms`` a label at most. ``clear_ms`` is for starting anew. After ``silent_ms`` without a byte
    nothing more is expected of questions that were given up.
    """

    connect_ms: int = 3_000
    answer_ms: int = 1_000
    write_ms: int = 10_000
    bytes_per_s: int = 20_000
    look_ms: int = 500
    quiet_looks: int = 3
    print_ms: int = 5_000
    label_ms: int = 2_000
    clear_ms: int = 15_000
    silent_ms: int = 1_000

    def for_job(self, job: bytes) -> Deadline:
        """The deadline for sending."""
        return Deadline(self.write_ms + len(job) * 1000 // self.bytes_per_s)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printer says of itself.

    ``formats`` are labels with their copies that it has not begun, ``labels_left`` what is left of the one it prints;
    None where it does not count. ``owes``: a question asked beside got no answer in its time.
    """

    trouble: Trouble | None
    busy: bool
    maker_code: str
    formats: int | None = None
    labels_left: int | None = None
    owes: bool = False

    @property
    def status(self) -> PrinterStatus:
        """The same as a port tells it."""
        if self.trouble is not None:
            return PrinterStatus.of_trouble(self.trouble, self.maker_code)
        return PrinterStatus(PrinterState.READY, None, self.maker_code)


class Language(Protocol):
    """How labels are written for a printer, with its settings."""

    @property
    def name(self) -> str:
        """The driver's name."""

    @property
    def greeting(self) -> bytes:
        """What is said once on a new connection."""

    @property
    def clear(self) -> bytes:
        """Makes the printer forget what it holds."""

    def encode(self, batch: Sequence[Labels]) -> bytes:
        """The labels as the printer wants them; touches no device."""


class Dialect(Language, Protocol):
    """A language in which a printer is also asked how it is."""

    @property
    def counts(self) -> bool:
        """Whether readings count the labels that are still to come."""

    def ask(self, channel: Channel, deadline: Deadline) -> Reading:
        """How the printer is; DeviceError ``device_no_answer``, ``device_garbled``, ``device_lost``."""

    def explain(self, reading: Reading, channel: Channel, deadline: Deadline) -> Reading:
        """The same with its trouble named, where one question more names it; DeviceError ``device_lost``."""


_STALE_MS: Final = 1


def drop_stale(channel: Channel, deadline: Deadline) -> None:
    """Takes what came too late for an earlier question; DeviceError ``device_lost``."""
    while channel.read(Deadline(_STALE_MS)) and not deadline.passed:
        pass


def unanswered(heard: bytes) -> DeviceError:
    """The error of a question that got ``heard`` instead of an answer by its deadline."""
    return DeviceError(Trouble.GARBLED if heard else Trouble.NO_ANSWER, maker_code=heard[:32].hex(" "))
