"""What can be wrong with every emulated fiscal register, and the lines of text that order it."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, TypeVar

from app.core.errors import BadInput

SWITCHES: Final[Mapping[str, tuple[str, object]]] = {
    "silent on": ("silent", True),
    "silent off": ("silent", False),
    "power on": ("power", True),
    "power off": ("power", False),
}
"""Orders that set a field of every register's condition, with the value."""
_MOST: Final = 999_999


@dataclass
class Fault:
    """Something that goes wrong ``times`` times with what is named ``at``, empty for anything.

    ``number`` is what the order of the fault tells beside its name: an error, or how often.
    """

    name: str
    number: int = 0
    times: int = 1
    at: str = ""


@dataclass(frozen=True, slots=True)
class FaultOrders:
    """How a maker's faults are ordered: ``NAME [NUMBER] [x TIMES] [at PLACE]``.

    ``numbered`` faults want a number of ``base``, ``plain`` ones none; ``number`` and ``place`` are patterns.
    """

    plain: Collection[str]
    numbered: Collection[str]
    number: str
    base: int
    place: str

    def fault(self, words: str) -> Fault | None:
        """The fault of an order; None where it is the order of none."""
        found = re.fullmatch(
            rf"(?P<name>[a-z-]+)( (?P<number>{self.number}))?( x (?P<times>[0-9]{{1,4}}))?( at (?P<at>{self.place}))?",
            words,
        )
        if found is None or found["name"] not in (self.plain if found["number"] is None else self.numbered):
            return None
        number = int(found["number"] or "0", self.base)
        return Fault(found["name"], number, max(1, int(found["times"] or 1)), found["at"] or "")


@dataclass
class RegisterCondition(ABC):
    """The faults of a register, and what hands do to it. A maker's has ``fault_orders`` and more ``switches``."""

    faults: list[Fault] = field(default_factory=list)
    silent: bool = False
    power: bool = True
    has_paper: bool = True

    fault_orders: ClassVar[FaultOrders]
    switches: ClassVar[Mapping[str, tuple[str, object]]] = SWITCHES

    def get_well(self) -> None:
        """No fault is left; the machine stays as it is."""
        self.faults.clear()
        self.silent = False

    def obey(self, order: str) -> bool:
        """Changes what a line of ``HELP`` says; False for a line that is for the machine itself to understand."""
        words = " ".join(order.split())
        if words == "well":
            self.get_well()
        elif words in self.switches:
            setattr(self, *self.switches[words])
        elif words != "status":
            fault = self.fault_orders.fault(words)
            if fault is None:
                return False
            self.faults.append(fault)
        return True

    @abstractmethod
    def as_facts(self) -> dict[str, object]:
        """The state, as the control port tells it."""

    @property
    def faults_left(self) -> str:
        """The faults that still wait, as the control port tells them."""
        return ", ".join(f"{fault.name} x {fault.times}" for fault in self.faults) or "none"

    def _take(self, meets: Callable[[Fault], bool]) -> Fault | None:
        """The first fault that meets what happens now; it is used up by one."""
        for fault in self.faults:
            if meets(fault):
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None


ConditionT = TypeVar("ConditionT", bound=RegisterCondition)


def counted(order: str, number: str) -> int:
    """A number of an order; BadInput ``emulator_order``."""
    if not (number.isascii() and number.isdigit()) or int(number[:9]) > _MOST:
        raise BadInput("emulator_order", got=order[:80])
    return int(number)
