"""What is wrong with the emulated service and its register: all of it can be ordered by a line of text."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.fiscal.condition import SWITCHES, Fault, FaultOrders, RegisterCondition

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


@dataclass
class Condition(RegisterCondition):
    """The faults of service and register, and what hands do to them."""

    old_errors: bool = False
    register_power: bool = True
    cover_open: bool = False

    fault_orders: ClassVar[FaultOrders] = FaultOrders(
        plain=(ON_ARRIVAL | ON_RUN | ON_LOOK) - _WITH_NUMBER,
        numbered=_WITH_NUMBER,
        number="[0-9]{1,4}",
        base=10,
        place="[A-Za-z]{1,40}",
    )
    switches: ClassVar[Mapping[str, tuple[str, object]]] = {
        **SWITCHES,
        "old-errors on": ("old_errors", True),
        "old-errors off": ("old_errors", False),
        "register on": ("register_power", True),
        "register off": ("register_power", False),
        "paper in": ("has_paper", True),
        "paper out": ("has_paper", False),
        "cover open": ("cover_open", True),
        "cover closed": ("cover_open", False),
    }

    def take(self, stage: Collection[str], types: Collection[str]) -> Fault | None:
        """The fault that meets an order with tasks of these types at a stage; it is used up by one."""
        return self._take(lambda fault: fault.name in stage and (not fault.at or fault.at in types))

    def get_well(self) -> None:
        """No fault is left; the machine stays as it is."""
        super().get_well()
        self.old_errors = False

    def as_facts(self) -> dict[str, object]:
        """The state, as the control port tells it."""
        return {
            "power": self.power,
            "register_power": self.register_power,
            "paper": "in" if self.has_paper else "out",
            "cover": "open" if self.cover_open else "closed",
            "silent": self.silent,
            "faults": self.faults_left,
        }
