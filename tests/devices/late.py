"""A wire in memory whose pieces keep their order and come late, and a time that passes only while somebody waits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace

import pytest

from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Finding
from devices.fiscal.port import FiscalRegister
from devices.fiscal.receipt import Act
from devices.transports import channel
from devices.transports.channel import Deadline

_INSTANT_S = 1e-6
_QUESTIONS_MOST = 5


class UnrealTime:
    """A time that passes only while somebody waits, and by an instant whenever something is done."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    @contextmanager
    def passing(self, *sleepers: ModuleType) -> Iterator[None]:
        """Deadlines, and the pauses of these modules, are over at once."""
        unreal = SimpleNamespace(monotonic=lambda: self.now_s, sleep=self.pass_by)
        with pytest.MonkeyPatch.context() as patch:
            for module in (channel, *sleepers):
                patch.setattr(module, "time", unreal)
            yield

    def pass_by(self, seconds: float = 0.0) -> None:
        """Somebody waits so long."""
        self.now_s += seconds + _INSTANT_S


class Late(UnrealTime):
    """A device on a wire. Each of ``pauses`` is how often the next piece of what it said is looked for in vain.

    ``hear`` takes what is written, ``said`` what the device says. Where ``keeps`` is set, the wire is a serial one:
    what comes late is heard by whoever opens it next.
    """

    def __init__(self, *, keeps: bool = False) -> None:
        super().__init__()
        self.hear: Callable[[bytes], object] = lambda _data: None
        self.pauses: list[int] = []
        self.is_late = False
        self._keeps = keeps
        self._said: list[bytes] = []

    def said(self, data: bytes) -> None:
        """The device says something."""
        self._said.append(data)

    def open(self, deadline: Deadline) -> "Late":
        if not self._keeps:
            self._said.clear()
        return self

    def write(self, data: bytes, deadline: Deadline) -> None:
        self.pass_by()
        self.hear(data)

    def read(self, deadline: Deadline) -> bytes:
        if self.is_late and self._said and self.pauses:
            self.pauses[0] -= 1
            if self.pauses[0] < 0:
                self.pauses.pop(0)
                return self._said.pop(0)
        elif self._said:
            heard = b"".join(self._said)
            self._said.clear()
            return heard
        self.pass_by(deadline.remaining_s())
        return b""

    def close(self) -> None:
        """What was said stays unheard."""


def carries_out(wire: Late, register: FiscalRegister, act: Act, pauses: list[int]) -> bool:
    """Whether the act is registered: as the driver says while the line is late, or later where it cannot say."""
    attempt = register.prepare(act)
    wire.pauses, wire.is_late = list(pauses), True
    try:
        register.carry_out(act, attempt)
    except DeviceError as problem:
        if problem.trouble not in (Trouble.NO_ANSWER, Trouble.GARBLED, Trouble.BUSY):
            raise
    else:
        return True
    finally:
        wire.is_late = False
    # What is still on its way may disturb whoever asks first.
    findings = (register.resolve(attempt).finding for _ in range(_QUESTIONS_MOST))
    return next(finding for finding in findings if finding is not Finding.UNKNOWN) is Finding.REGISTERED
