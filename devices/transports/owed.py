"""What a device still owes on a line where answers do not say what was asked."""

from collections.abc import Callable
from typing import Final

from devices.transports.channel import Channel, Deadline

OWED_MOST: Final = 8
"""A device that was off for long owes nothing any more; so many questions are thrown away at most once it is back."""


class OwedAnswers:
    """Counts the questions that were given up: each may still be answered, in its turn."""

    def __init__(self) -> None:
        self._count = 0

    def gave_up(self) -> None:
        """A question got no answer in its time."""
        self._count = min(OWED_MOST, self._count + 1)

    def take(self, ask: Callable[[], object], fall_silent: Callable[[], None]) -> None:
        """Takes what is owed, so that the next answer belongs to the next question; any error of ``ask``.

        As many questions are asked for nothing. What these are owed by then, where the line is that slow, has come once
        it is silent for a while.
        """
        if not self._count:
            return
        while self._count:
            ask()
            self._count -= 1
        fall_silent()


def fall_silent(channel: Channel, silent_ms: int) -> None:
    """Listens until nothing comes for so long, at most eight times as long; DeviceError ``device_lost``."""
    deadline = Deadline(OWED_MOST * silent_ms)
    while not deadline.passed and channel.read(Deadline(silent_ms)):
        pass
