"""Ways for bytes to reach a device and come back, each call with a deadline."""

import time
from typing import Protocol


class Deadline:
    """A moment by which a call must have ended, on the clock that never jumps."""

    def __init__(self, timeout_ms: int) -> None:
        self._end = time.monotonic() + timeout_ms / 1000

    def remaining_s(self) -> float:
        """The seconds left, never below zero."""
        return max(0.0, self._end - time.monotonic())

    @property
    def passed(self) -> bool:
        """Whether no time is left."""
        return self.remaining_s() == 0


class Channel(Protocol):
    """An open connection in both directions."""

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Sends everything; Interrupted ``device_blocked`` at the deadline, ``device_lost`` where it broke."""

    def read(self, deadline: Deadline) -> bytes:
        """What has arrived, at least one byte; nothing once the deadline has passed; DeviceError ``device_lost``."""

    def close(self) -> None:
        """Ends the connection; never fails."""


class Wire(Protocol):
    """A device that can answer."""

    def open(self, deadline: Deadline) -> Channel:
        """Connects; DeviceError ``device_unreachable``."""


class Outlet(Protocol):
    """A way out only: what is delivered is gone."""

    def deliver(self, job: bytes, deadline: Deadline) -> None:
        """Hands a whole job over; DeviceError, Interrupted where a part of it may have gone."""


class WireOutlet:
    """A wire whose device never answers."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def deliver(self, job: bytes, deadline: Deadline) -> None:
        """Sends the job on a connection of its own."""
        channel = self._wire.open(deadline)
        try:
            channel.write(job, deadline)
        finally:
            channel.close()
