"""The register's end of the line: frames in, answers out, repeats, and what goes wrong between."""

from collections.abc import Callable
from typing import Final

from devices.emulators.datecs.condition import Condition
from devices.emulators.datecs.dialect import Reply
from devices.emulators.datecs.frames import NAK, SYN, Framing, Incoming, Request
from devices.emulators.fiscal.condition import Fault
from devices.emulators.fiscal.wired import BrokenOff, PowerLost

SYN_S: Final = 0.06
"""How long a host waits for a SYN at most."""
_NOISE: Final = bytes((0xFF, 0x33, 0x06, 0xFF))
_STATUS_COMMAND: Final = 74


class Port:
    """One port of the register.

    ``obey`` carries a command out, ``wait`` lets seconds pass and says whether everything ends; ``send`` writes to
    whoever is connected. A sequence number that comes again gets the last answer again, until the power was off.
    Raises BrokenOff and PowerLost where a fault says so.
    """

    def __init__(
        self,
        condition: Condition,
        framing: Framing,
        obey: Callable[[Request, Fault | None], Reply],
        wait: Callable[[float], bool],
    ) -> None:
        self._condition = condition
        self._framing = framing
        self._obey = obey
        self._wait = wait
        self._incoming = Incoming(framing)
        self.send: Callable[[bytes], None] = lambda _data: None
        self.power_up()

    def power_up(self) -> None:
        """As when it was switched on: no answer is remembered."""
        self._sequence: int | None = None
        self._answer = b""
        self._answer_before = b""
        self.forget_unfinished()

    def forget_unfinished(self) -> None:
        """Drops half a frame: its rest never came."""
        self._incoming.forget()

    @property
    def is_inside_frame(self) -> bool:
        """Whether the rest of a frame is awaited."""
        return self._incoming.is_inside_frame

    def receive(self, data: bytes) -> None:
        """Takes what arrived."""
        if self._condition.silent:
            self.forget_unfinished()
            return
        for request in self._incoming.feed(data):
            if request is None:
                self.send(NAK)
            else:
                self._take(request)

    def _take(self, request: Request) -> None:
        fault = self._condition.take(request.command)
        name = fault.name if fault else ""
        if name == "lose-request":
            return
        if name == "nak":
            self.send(NAK)
            return
        if name == "break-before":
            raise BrokenOff
        if name == "power-off-before":
            raise PowerLost
        self._delay(self._condition.slow_ms / 1000)
        if request.sequence != self._sequence:
            self._carry_out(request, fault)
        if name == "power-off-after":
            raise PowerLost
        if name == "break-after":
            raise BrokenOff
        if name != "lose-answer":
            self._say(request, fault)

    def _carry_out(self, request: Request, fault: Fault | None) -> None:
        reply = self._obey(request, fault)
        self._answer_before = self._answer or self._framing.answer(
            (request.sequence - 1) % 0x60 + 0x20, _STATUS_COMMAND, b"", reply.status
        )
        self._answer = self._framing.answer(request.sequence, request.command, reply.data, reply.status)
        self._sequence = request.sequence

    def _say(self, request: Request, fault: Fault | None) -> None:
        """Sends the answer as its fault lets it."""
        name, number = (fault.name, fault.number) if fault else ("", 0)
        if name == "syn":
            for _ in range(number):
                self._delay(SYN_S)
        elif name == "late" and self._wait(number / 1000):
            raise BrokenOff
        elif name in ("noise", "stale"):
            self.send(_NOISE if name == "noise" else self._answer_before)
        if name == "bad-checksum":
            self.send(self._answer[:-2] + bytes((self._answer[-2] ^ 1, self._answer[-1])))
        elif name == "split":
            for byte in self._answer:
                self.send(bytes((byte,)))
        else:
            self.send(self._answer * 2 if name == "double" else self._answer)

    def _delay(self, seconds: float) -> None:
        """Lets time pass, with a SYN as often as the host must hear one."""
        while seconds > 0:
            if self._wait(min(seconds, SYN_S)):
                raise BrokenOff
            seconds = round(seconds - SYN_S, 3)
            self.send(SYN)
