"""A conversation on an open channel: one command, one answer, whatever the line does to the bytes between."""

import secrets
from dataclasses import dataclass
from typing import Final

from devices.drivers.datecs.frames import HIGHEST_NUMBER, LOWEST_NUMBER, Answer, Layout, Sign, Splitter, framed
from devices.errors import DeviceError, Trouble
from devices.transports.channel import Channel, Deadline

ASK_STATUS: Final = 0x4A
_GREETINGS: Final = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in milliseconds. ``answer_ms`` is for an answer, or the next word that the device is busy.

    ``busy_ms`` is how long it may go on saying so. A frame is sent ``tries`` times before it counts as unanswered.
    """

    connect_ms: int = 3_000
    answer_ms: int = 1_000
    busy_ms: int = 180_000
    tries: int = 5


class Unanswered(DeviceError):
    """No answer came to a command that may have been carried out."""


class Sequence:
    """The numbers of frames. They go on over connections, so that a late answer is never taken for a new one's."""

    def __init__(self) -> None:
        self._last = LOWEST_NUMBER + secrets.randbelow(HIGHEST_NUMBER - LOWEST_NUMBER + 1)

    def next(self) -> int:
        """Another number than the one before."""
        self._last = LOWEST_NUMBER if self._last == HIGHEST_NUMBER else self._last + 1
        return self._last


class Line:
    """One device at the other end of a channel.

    A frame is repeated with its number, and a device does not carry out the same number twice: it says its last answer
    again. So every command may be repeated within one conversation.
    """

    def __init__(self, channel: Channel, layout: Layout, patience: Patience, numbers: Sequence) -> None:
        self._channel = channel
        self._layout = layout
        self._patience = patience
        self._numbers = numbers
        self._trouble = Trouble.NO_ANSWER

    def greet(self) -> None:
        """Finds a number that the device takes for a new one; DeviceError ``device_garbled`` where it takes none.

        A device that was sent that number last repeats its answer of then, which is why the question is harmless.
        """
        for _ in range(_GREETINGS):
            number = self._numbers.next()
            answer = self._told(number, ASK_STATUS, b"", None)
            if answer.command == ASK_STATUS:
                return
        raise DeviceError(Trouble.GARBLED)

    def exchange(self, command: int, data: bytes) -> Answer:
        """The answer to a command; Unanswered, DeviceError ``device_lost``."""
        number = self._numbers.next()
        return self._told(number, command, data, command)

    def _told(self, number: int, command: int, data: bytes, wanted: int | None) -> Answer:
        """The answer of that number to the ``wanted`` command, or to any."""
        frame = framed(self._layout, number, command, data)
        busy = Deadline(self._patience.busy_ms)
        self._trouble = Trouble.NO_ANSWER
        for _ in range(self._patience.tries):
            self._channel.write(frame, Deadline(self._patience.answer_ms))
            answer = self._awaited(number, wanted, busy)
            if answer is not None:
                return answer
        raise Unanswered(self._trouble)

    def _awaited(self, number: int, wanted: int | None, busy: Deadline) -> Answer | None:
        """The answer; None where the frame has to be sent again. Answers to earlier frames are passed over."""
        incoming = Splitter(self._layout)
        quiet = Deadline(self._patience.answer_ms)
        while not quiet.passed:
            events = incoming.feed(self._channel.read(quiet))
            for event in events:
                if isinstance(event, Answer) and event.sequence == number and wanted in (None, event.command):
                    return event
            if Sign.NOT_UNDERSTOOD in events or Sign.BROKEN in events:
                self._trouble = Trouble.GARBLED
                return None
            if Sign.BUSY in events:
                if busy.passed:
                    raise Unanswered(Trouble.BUSY)
                quiet = Deadline(self._patience.answer_ms)
        return None
