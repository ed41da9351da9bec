"""A conversation on an open channel: one command, one answer, whatever the line does to the bytes between."""

from dataclasses import dataclass
from typing import Final, Protocol

from devices.drivers.shtrih import frames
from devices.drivers.shtrih.frames import ACK, ENQ, NAK, STX
from devices.errors import DeviceError, Trouble
from devices.transports.channel import Channel, Deadline

_REPEATS: Final = 10
_FORGOTTEN_MS: Final = 600_000
_STRAY: Final = 0xFF
"""Some network models send one such byte after ACK."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in milliseconds. ``byte_ms`` is for a control byte and between bytes, latency included.

    ``answer_ms`` is for an ordinary command, ``longest_ms`` for one that prints much or asks the fiscal storage;
    ``enquiries`` is how often a silent device is asked whether it is there, ``again_ms`` when level 2.0 repeats a
    frame. ``print_ms`` is for paper to come out, looked at every ``look_ms``.
    """

    connect_ms: int = 3_000
    byte_ms: int = 300
    enquiries: int = 10
    answer_ms: int = 30_000
    longest_ms: int = 120_000
    again_ms: int = 1_000
    print_ms: int = 30_000
    look_ms: int = 50


class Unanswered(DeviceError):
    """No answer came to a command that may have been carried out."""


class Owed:
    """Counts the control bytes that a device still owes to what was sent.

    It lasts longer than a connection: on a serial line whoever opens it next hears what comes late.
    """

    def __init__(self) -> None:
        self._count = 0
        self._given_up = 0
        self._end = Deadline(0)

    def __bool__(self) -> bool:
        return self._count > 0

    @property
    def is_awaited(self) -> bool:
        """Whether any of them was not yet waited for in vain."""
        return self._count > self._given_up

    def add(self) -> None:
        """One more is owed; what is owed since long ago got lost."""
        if self._end.passed:
            self._count = self._given_up = 0
        self._count += 1
        self._end = Deadline(_FORGOTTEN_MS)

    def take(self) -> None:
        """One came."""
        self._count = max(0, self._count - 1)

    def give_up(self) -> None:
        """Those that are left were waited for: they may have got lost."""
        self._given_up = self._count


class Line(Protocol):
    """A level of the protocol on a channel."""

    def exchange(self, payload: bytes, code: bytes, answer_ms: int, *, repeatable: bool) -> bytes:
        """The payload of the answer to a command, which begins with its ``code``.

        A command that is not ``repeatable`` is sent again only where it surely was not taken. Unanswered; DeviceError
        ``device_no_answer`` or ``device_garbled`` where nothing was taken, ``device_lost`` at any moment.
        """


class OldLine:
    """Level 1.x: the device holds its answer until it is acknowledged, and repeats it only after an enquiry.

    Each enquiry and each frame is owed one control byte. One that came late would be taken for the answer to what was
    sent after it, and a late NAK would have a command sent twice; so those that are still owed are counted, and while
    there are any, a NAK says nothing about the frame before it.
    """

    def __init__(self, channel: Channel, patience: Patience, owed: Owed) -> None:
        self._channel = channel
        self._patience = patience
        self._owed = owed
        self._buffer = bytearray()

    def exchange(self, payload: bytes, code: bytes, answer_ms: int, *, repeatable: bool) -> bytes:
        """See ``Line``."""
        self._become_idle()
        frame = frames.framed(payload)
        for _ in range(_REPEATS):
            self._write(frame)
            self._owed.add()
            control = self._control()
            if control == NAK and not self._owed:
                continue
            answer = self._answer(code, answer_ms) if control == ACK else None
            if answer is None:
                answer = self._held_answer(code)
            if answer is not None:
                return answer
            if not repeatable:
                raise Unanswered(Trouble.NO_ANSWER)
        raise DeviceError(Trouble.GARBLED)

    def _become_idle(self) -> None:
        """An answer that is still held belongs to an earlier command: it is taken and dropped."""
        for _ in range(self._patience.enquiries):
            control = self._enquire()
            if control == NAK:
                self._hear_what_is_late()
                return
            if control == ACK:
                self._frame(Deadline(self._patience.byte_ms))
        raise DeviceError(Trouble.NO_ANSWER)

    def _hear_what_is_late(self) -> None:
        """Waits once for what is owed; a control byte that got lost stays owed, and is not waited for again."""
        while self._owed.is_awaited and self._control() is not None:
            pass
        self._owed.give_up()

    def _enquire(self) -> int | None:
        self._buffer.clear()
        self._write(bytes((ENQ,)))
        self._owed.add()
        return self._control()

    def _held_answer(self, code: bytes) -> bytes | None:
        """What the device still holds after silence; None where it is idle. Unanswered where it stays silent."""
        for _ in range(self._patience.enquiries):
            control = self._enquire()
            if control == NAK:
                return None
            if control == ACK:
                answer = self._frame(Deadline(self._patience.byte_ms))
                if answer is not None and answer.startswith(code):
                    return answer
        raise Unanswered(Trouble.NO_ANSWER)

    def _answer(self, code: bytes, answer_ms: int) -> bytes | None:
        """The answer to the command, whatever earlier one comes late before it; None where none comes whole."""
        deadline = Deadline(answer_ms)
        while not deadline.passed:
            answer = self._frame(deadline)
            if answer is None:
                return None
            if answer.startswith(code):
                return answer
        return None

    def _frame(self, until_begun: Deadline) -> bytes | None:
        """A frame, asked for again while its checksum is wrong."""
        for _ in range(_REPEATS):
            payload = self._once(until_begun)
            if payload is None:
                return None
            if payload:
                self._write(bytes((ACK,)))
                return payload
            self._drain()
            self._write(bytes((NAK,)))
            if self._enquire() != ACK:
                return None
            until_begun = Deadline(self._patience.byte_ms)
        return None

    def _once(self, until_begun: Deadline) -> bytes | None:
        """The payload of a frame; empty where it came broken, None where nothing began."""
        while (byte := self._byte(until_begun)) != STX:
            if byte is None:
                return None
        length = self._byte(self._soon())
        while length and len(self._buffer) <= length:
            more = self._channel.read(self._soon())
            if not more:
                return b""
            self._buffer += more
        if not length:
            return b""
        payload, checksum = bytes(self._buffer[:length]), self._buffer[length]
        del self._buffer[: length + 1]
        return payload if frames.checksum(payload) == checksum else b""

    def _control(self) -> int | None:
        """The next control byte; None for silence, and for noise, once that is over."""
        deadline = self._soon()
        while (byte := self._byte(deadline)) is not None:
            if byte in (ACK, NAK):
                self._owed.take()
                return byte
            if byte != _STRAY:
                self._drain()
                return None
        return None

    def _byte(self, deadline: Deadline) -> int | None:
        if not self._buffer:
            self._buffer += self._channel.read(deadline)
        return self._buffer.pop(0) if self._buffer else None

    def _soon(self) -> Deadline:
        return Deadline(self._patience.byte_ms)

    def _drain(self) -> None:
        """Waits until the device is silent, as far as a talkative one lets it."""
        self._buffer.clear()
        enough = Deadline(_REPEATS * self._patience.byte_ms)
        while not enough.passed and self._channel.read(self._soon()):
            pass

    def _write(self, data: bytes) -> None:
        self._channel.write(data, Deadline(self._patience.answer_ms))


class NumberedLine:
    """Level 2.0: the device carries a number out once and repeats its answer as often as it is asked."""

    def __init__(self, channel: Channel, patience: Patience) -> None:
        self._channel = channel
        self._patience = patience
        self._incoming = frames.Unstuffer()
        self._last: int | None = None

    def exchange(self, payload: bytes, code: bytes, answer_ms: int, *, repeatable: bool) -> bytes:
        """See ``Line``."""
        if self._last is None:
            self._last = self._synchronised()
        number = (self._last + 1) % 0x10000
        deadline = Deadline(answer_ms)
        while not deadline.passed:
            self._write(frames.numbered(number, payload))
            pause = Deadline(min(self._patience.again_ms, int(deadline.remaining_s() * 1000)))
            while not pause.passed:
                for answer in self._arrived(pause):
                    if answer.number == number and answer.payload.startswith(code):
                        self._last = number
                        return answer.payload
        # The next command asks again where the device stands.
        self._last = None
        raise Unanswered(Trouble.GARBLED if self._incoming.garbage else Trouble.NO_ANSWER)

    def _synchronised(self) -> int:
        """The number of the last command; after power-up there is none, and any begins."""
        for _ in range(_REPEATS):
            self._write(frames.SYNC)
            for answer in self._arrived(Deadline(self._patience.byte_ms)):
                return answer.number or 0
        raise DeviceError(Trouble.GARBLED if self._incoming.garbage else Trouble.NO_ANSWER)

    def _arrived(self, deadline: Deadline) -> list[frames.Answer]:
        while True:
            data = self._channel.read(deadline)
            found = self._incoming.feed(data)
            if found or not data or deadline.passed:
                return found

    def _write(self, data: bytes) -> None:
        self._channel.write(data, Deadline(self._patience.answer_ms))
