"""What is wrong with the emulated register: all of it can be ordered by a line of text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from app.core.errors import BadInput

HELP: Final = """\
FAULT [XX] [x TIMES] [at CODE]  goes wrong with the next command, or with the next CODE (like FF45)
   lose-command               the command never arrives
   nak                        the command arrives broken
   lose-acknowledgement       it is carried out, and neither acknowledgement nor answer arrives
   lose-answer                it is carried out, and its answer is lost until it is asked for
   forget-answer              it is carried out, and its answer is lost for ever
   bad-checksum               the answer arrives broken
   noise                      bytes without meaning come before the answer
   stale                      an answer to another command comes first
   busy                       answers that it is still printing (50h)
   refuse XX                  answers the error XX, and does nothing
   fail-after XX              answers the error XX, and has done it
   break-before, break-after  the connection breaks before or after the command is carried out
   power-off-before, -after   the power goes before or after the command is carried out
   paper-end                  the paper ends while the command prints
silent on | off               answers nothing at all
slow MS                       each answer waits so long
printing TIMES                so many looks at its state find it printing
paper in | out                a new roll, no paper
power on | off
hours N                       its clock goes on by so many hours
date unconfirmed              it asks for its date to be confirmed
drawer closed                 somebody pushed the drawer in
swap SERIAL                   another register with an empty storage stands there
well                          no fault is left
status                        changes nothing"""

_PLAIN: Final = frozenset(
    {
        "lose-command",
        "nak",
        "lose-acknowledgement",
        "lose-answer",
        "forget-answer",
        "bad-checksum",
        "noise",
        "stale",
        "busy",
        "break-before",
        "break-after",
        "power-off-before",
        "power-off-after",
        "paper-end",
    }
)
_WITH_ERROR: Final = frozenset({"refuse", "fail-after"})
_FAULT: Final = re.compile(
    r"(?P<name>[a-z-]+)( (?P<error>[0-9A-F]{2}))?( x (?P<times>[0-9]{1,4}))?( at (?P<code>(FF)?[0-9A-F]{2}))?"
)
_MOST: Final = 999_999


@dataclass
class Fault:
    """Something that goes wrong ``times`` times with commands of a ``code``, empty for any."""

    name: str
    times: int = 1
    code: bytes = b""
    error: int = 0


@dataclass
class Condition:
    """The faults of the machine, and what hands do to it."""

    faults: list[Fault] = field(default_factory=list)
    silent: bool = False
    slow_ms: int = 0
    printing_looks: int = 0
    power: bool = True
    has_paper: bool = True

    def take(self, code: bytes) -> Fault | None:
        """The fault that meets a command now; it is used up by one."""
        for fault in self.faults:
            if fault.code in (b"", code):
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None

    def get_well(self) -> None:
        """No fault is left; the machine stays as it is."""
        self.faults.clear()
        self.silent, self.slow_ms, self.printing_looks = False, 0, 0

    def obey(self, order: str) -> bool:
        """Changes what a line of ``HELP`` says; False for a line that is for the machine itself to understand."""
        words = " ".join(order.split())
        change = _ORDERS.get(words)
        if change is not None:
            change(self)
            return True
        start, _, number = words.rpartition(" ")
        if start in ("slow", "printing"):
            setattr(self, "slow_ms" if start == "slow" else "printing_looks", counted(order, number))
            return True
        fault = _fault(words)
        if fault is not None:
            self.faults.append(fault)
        return fault is not None

    def as_facts(self) -> dict[str, object]:
        """The state, as the control port tells it."""
        return {
            "power": self.power,
            "paper": "in" if self.has_paper else "out",
            "silent": self.silent,
            "slow_ms": self.slow_ms,
            "faults": ", ".join(f"{fault.name} x {fault.times}" for fault in self.faults) or "none",
        }


def counted(order: str, number: str) -> int:
    """A number of an order; BadInput ``emulator_order``."""
    if not (number.isascii() and number.isdigit()) or int(number[:9]) > _MOST:
        raise BadInput("emulator_order", got=order[:80])
    return int(number)


def _fault(words: str) -> Fault | None:
    found = _FAULT.fullmatch(words)
    if found is None:
        return None
    name, error = found["name"], found["error"]
    if name not in (_WITH_ERROR if error else _PLAIN):
        return None
    return Fault(name, max(1, int(found["times"] or 1)), bytes.fromhex(found["code"] or ""), int(error or "0", 16))


def _set(name: str, value: object) -> Callable[[Condition], None]:
    return lambda condition: setattr(condition, name, value)


_ORDERS: Final[dict[str, Callable[[Condition], None]]] = {
    "status": lambda _condition: None,
    "well": Condition.get_well,
    "silent on": _set("silent", True),
    "silent off": _set("silent", False),
    "power on": _set("power", True),
    "power off": _set("power", False),
}
