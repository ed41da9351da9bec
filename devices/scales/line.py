"""The bytes of a scale's answer as they come in, counted or up to a sign."""

from devices.errors import DeviceError, Trouble
from devices.transports.channel import Channel, Deadline
from devices.transports.owed import fall_silent


class ScaleLine:
    """One question and its answer on an open channel; ``deadline`` is that of the whole."""

    def __init__(self, channel: Channel, deadline: Deadline) -> None:
        self._channel = channel
        self._deadline = deadline
        self._waiting = bytearray()

    def send(self, question: bytes) -> None:
        """Sends a question; what came before it is none of its answer."""
        self._waiting.clear()
        self._channel.write(question, self._deadline)

    def take(self, count: int, within: Deadline | None = None) -> bytes:
        """The next ``count`` bytes; DeviceError ``device_no_answer``, ``device_garbled`` where only some came."""
        while len(self._waiting) < count:
            self._hear(within or self._deadline)
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        return taken

    def take_to(self, end: bytes, most: int) -> bytes:
        """What comes up to ``end`` and without it; ``device_garbled`` where more than ``most`` bytes come before it."""
        while (found := self._waiting.find(end)) < 0:
            if len(self._waiting) > most:
                raise self._unheard()
            self._hear(self._deadline)
        if found > most:
            raise self._unheard()
        taken = bytes(self._waiting[:found])
        del self._waiting[: found + len(end)]
        return taken

    def skip_to(self, start: bytes, most: int) -> None:
        """Passes over up to ``most`` stray bytes before ``start``, and ``start`` itself."""
        self.take_to(start, most)

    def fall_silent(self, silent_ms: int) -> None:
        """Listens until nothing comes for so long."""
        fall_silent(self._channel, silent_ms)

    def _hear(self, deadline: Deadline) -> None:
        heard = b"" if deadline.passed else self._channel.read(deadline)
        if not heard:
            raise self._unheard()
        self._waiting += heard

    def _unheard(self) -> DeviceError:
        heard = bytes(self._waiting[:32])
        return DeviceError(Trouble.GARBLED if heard else Trouble.NO_ANSWER, maker_code=heard.hex(" "))
