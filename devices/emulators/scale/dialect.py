"""What a scale's protocol is to the box around it."""

from abc import ABC, abstractmethod
from typing import ClassVar, Protocol

from devices.emulators.scale.condition import ScaleCondition
from devices.emulators.scale.platform import Platform, Shown


class Box(Protocol):
    """The scale behind one of its plugs."""

    @property
    def platform(self) -> Platform:
        """The mechanics."""

    @property
    def condition(self) -> ScaleCondition:
        """What is wrong."""

    def transmit(self, data: bytes) -> None:
        """Answers, as far as faults let it."""

    def remark(self, remark: str) -> None:
        """Something was not understood."""


class Dialect(ABC):
    """One conversation in a protocol; it begins anew with each connection."""

    streams: ClassVar[bool] = False
    """Whether the scale tells its weight by itself."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._buffer = bytearray()

    @abstractmethod
    def hear(self, data: bytes) -> None:
        """Bytes have arrived."""

    @abstractmethod
    def frame(self, shown: Shown) -> bytes:
        """The weight as it is told."""

    def untold(self, shown: Shown) -> bytes:
        """What it tells by itself now."""
        return self.frame(shown)

    def broken(self, frame: bytes) -> bytes:
        """A frame as it arrives over a bad cable."""
        middle = len(frame) // 2
        return frame[:middle] + bytes((frame[middle] ^ 0x80,)) + frame[middle + 1 :]

    def _weigh(self) -> None:
        self._box.transmit(self.frame(self._box.platform.shown()))


class Commands(Dialect):
    """A protocol whose commands end in a byte."""

    end: ClassVar[bytes] = b"\r"

    def hear(self, data: bytes) -> None:
        """See ``Dialect``."""
        self._buffer += data
        while (at := self._buffer.find(self.end)) >= 0:
            command = bytes(self._buffer[:at])
            del self._buffer[: at + 1]
            self._obey(command.strip(b"\r\n "))
        # Nobody's command is as long as this.
        del self._buffer[:-1000]

    @abstractmethod
    def _obey(self, command: bytes) -> None:
        """A whole command, without what ends it."""


class Listener(Dialect):
    """A protocol in which the scale only talks."""

    streams: ClassVar[bool] = True

    def hear(self, data: bytes) -> None:
        """See ``Dialect``."""
        self._box.remark(f"unknown command {data[:10].hex(' ')}")
