"""What the shop asks of a way to send short messages.

Every method that talks to a device raises RuntimeError inside a unit of work, answers within its deadlines, and is
called by one thread at a time.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.errors import Trouble
from devices.sms.parts import Coding
from devices.sms.pdu import Link


@dataclass(frozen=True, slots=True)
class SmsPart:
    """One part of a message to an international number (``+79161234567``); ``link`` where it has several."""

    number: str
    text: str
    coding: Coding
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class SmsInfo:
    """The way's driver; ``verified_on_hardware`` is False for one that only emulators have seen."""

    driver: str
    verified_on_hardware: bool


@dataclass(frozen=True, slots=True)
class SmsStatus:
    """How it stands; ``signal`` is 0 to 31, None where it is not known. ``maker_code`` is what it answered."""

    trouble: Trouble | None = None
    maker_code: str = ""
    signal: int | None = None
    operator: str = ""


@dataclass(frozen=True, slots=True)
class SmsResult:
    """The end of a sending: ``reference`` is that of a later delivery report; None where it may have been sent."""

    reference: int | None


class Delivery(StrEnum):
    """What the network said of a part that it had taken."""

    DELIVERED = "delivered"
    FAILED = "undelivered"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """The end of a part's way."""

    reference: int
    number: str
    delivery: Delivery


class SmsGateway(Protocol):
    """Sends short messages."""

    @property
    def info(self) -> SmsInfo:
        """What this way is."""

    @property
    def is_open(self) -> bool:
        """Whether the line is held, so that reports can come."""

    def status(self) -> SmsStatus:
        """How it stands now; raises no DeviceError."""

    def send(self, part: SmsPart) -> SmsResult:
        """Sends one part once.

        Raises DeviceError where it was surely not sent; where it may have been the result has no reference, and
        sending it again is for a person to decide.
        """

    def reports(self) -> list[DeliveryReport]:
        """The reports that came since they were asked for; DeviceError where the line is lost."""

    def close(self) -> None:
        """Lets go of the line; never fails."""
