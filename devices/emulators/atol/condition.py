"""What is wrong with the emulated service and its register: all of it can be ordered by a line of text."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

from app.core.errors import BadInput

HELP: Final = """\
FAULT [N] [x TIMES] [at TYPE]  goes wrong with the next order, or with the next that has a task of a TYPE (like sell)
   lose-request               the order breaks off on its way and is not queued
   lose-answer                it is queued, and the connection breaks before the answer
   http N                     it is answered with the HTTP status N and not queued
   garbage                    it is queued, and the answer is no JSON
   fail N                     the task ends with the error N and does nothing
   fail-after N               the task ends with the error N and has been carried out
   busy N                     N looks find it waiting in the queue
   slow N                     N looks find it in progress
   block N                    it is carried out, N looks find it blocked, and then recovered
   block-before N             it is not carried out, N looks find it blocked, and then the error 2
   paper-end                  the paper ends while the task prints
   power-off-before           the power goes as the order arrives
   power-off-queued           the power goes when it is queued; it is carried out once the power is back
   power-off-after            the power goes when it is carried out
   lose-look                  a look at an order breaks off
   garbage-look               the answer to a look is no JSON
   stranger                   the answer to a look begins with another order
silent on | off               answers nothing at all
old-errors on | off           writes errors as the first generation of the service
forget                        the service loses its queue
power on | off                of the computer with the service
register on | off             of the register behind it (error 2)
paper in | out                a new roll, no paper
cover open | closed
hours N                       the register's clock goes on by so many hours
drawer closed                 somebody pushed the drawer in
swap N                        another register with an empty storage stands there
well                          no fault is left
status                        changes nothing"""

ON_ARRIVAL: Final = frozenset({"lose-request", "lose-answer", "http", "garbage", "power-off-before"})
ON_RUN: Final = frozenset(
    {
        *("fail", "fail-after", "busy", "slow", "block", "block-before"),
        *("paper-end", "power-off-queued", "power-off-after"),
    }
)
ON_LOOK: Final = frozenset({"lose-look", "garbage-look", "stranger"})

_WITH_NUMBER: Final = frozenset({"http", "fail", "fail-after", "busy", "slow", "block", "block-before"})
_FAULT: Final = re.compile(
    r"(?P<name>[a-z-]+)( (?P<number>[0-9]{1,4}))?( x (?P<times>[0-9]{1,4}))?( at (?P<type>[A-Za-z]{1,40}))?"
)
_MOST: Final = 999_999


@dataclass
class Fault:
    """Something that goes wrong ``times`` times with orders of a task ``type``, empty for any."""

    name: str
    number: int = 0
    times: int = 1
    type: str = ""


@dataclass
class Condition:
    """The faults of service and register, and what hands do to them."""

    faults: list[Fault] = field(default_factory=list)
    silent: bool = False
    old_errors: bool = False
    power: bool = True
    register_power: bool = True
    has_paper: bool = True
    cover_open: bool = False

    def take(self, stage: Collection[str], types: Collection[str]) -> Fault | None:
        """The fault that meets an order of these types at a stage; it is used up by one."""
        for fault in self.faults:
            if fault.name in stage and (not fault.type or fault.type in types):
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None

    def get_well(self) -> None:
        """No fault is left; the machine stays as it is."""
        self.faults.clear()
        self.silent = self.old_errors = False

    def obey(self, order: str) -> bool:
        """Changes what a line of ``HELP`` says; False for a line that is for the machine itself to understand."""
        words = " ".join(order.split())
        change = _ORDERS.get(words)
        if change is not None:
            change(self)
            return True
        fault = _fault(words)
        if fault is not None:
            self.faults.append(fault)
        return fault is not None

    def as_facts(self) -> dict[str, object]:
        """The state, as the control port tells it."""
        return {
            "power": self.power,
            "register_power": self.register_power,
            "paper": "in" if self.has_paper else "out",
            "cover": "open" if self.cover_open else "closed",
            "silent": self.silent,
            "faults": ", ".join(f"{fault.name} x {fault.times}" for fault in self.faults) or "none",
        }


def counted(order: str, number: str) -> int:
    """A number of an order; BadInput ``emulator_order``."""
    if not (number.isascii() and number.isdigit()) or int(number[:9]) > _MOST:
        raise BadInput("emulator_order", got=order[:80])
    return int(number)


def _fault(words: str) -> Fault | None:
    found = _FAULT.fullmatch(words)
    if found is None or found["name"] not in ON_ARRIVAL | ON_RUN | ON_LOOK:
        return None
    if (found["number"] is not None) != (found["name"] in _WITH_NUMBER):
        return None
    return Fault(found["name"], int(found["number"] or 0), max(1, int(found["times"] or 1)), found["type"] or "")


def _set(name: str, value: object) -> Callable[[Condition], None]:
    return lambda condition: setattr(condition, name, value)


_ORDERS: Final[dict[str, Callable[[Condition], None]]] = {
    "status": lambda _condition: None,
    "well": Condition.get_well,
    "silent on": _set("silent", True),
    "silent off": _set("silent", False),
    "old-errors on": _set("old_errors", True),
    "old-errors off": _set("old_errors", False),
    "power on": _set("power", True),
    "power off": _set("power", False),
    "register on": _set("register_power", True),
    "register off": _set("register_power", False),
    "paper in": _set("has_paper", True),
    "paper out": _set("has_paper", False),
    "cover open": _set("cover_open", True),
    "cover closed": _set("cover_open", False),
}
