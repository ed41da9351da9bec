"""What is wrong with the emulated register: all of it can be ordered by a line of text."""

from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.fiscal.condition import Fault, FaultOrders, RegisterCondition, counted

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


@dataclass
class Condition(RegisterCondition):
    """The faults of the machine, and what hands do to it."""

    slow_ms: int = 0
    printing_looks: int = 0

    fault_orders: ClassVar[FaultOrders] = FaultOrders(
        plain=_PLAIN, numbered=_WITH_ERROR, number="[0-9A-F]{2}", base=16, place="(?:FF)?[0-9A-F]{2}"
    )

    def take(self, code: bytes) -> Fault | None:
        """The fault that meets a command now; it is used up by one."""
        return self._take(lambda fault: fault.at in ("", code.hex().upper()))

    def get_well(self) -> None:
        """No fault is left; the machine stays as it is."""
        super().get_well()
        self.slow_ms = self.printing_looks = 0

    def obey(self, order: str) -> bool:
        """Changes what a line of ``HELP`` says; False for a line that is for the machine itself to understand."""
        start, _, number = " ".join(order.split()).rpartition(" ")
        if start not in ("slow", "printing"):
            return super().obey(order)
        setattr(self, "slow_ms" if start == "slow" else "printing_looks", counted(order, number))
        return True

    def as_facts(self) -> dict[str, object]:
        """The state, as the control port tells it."""
        return {
            "power": self.power,
            "paper": "in" if self.has_paper else "out",
            "silent": self.silent,
            "slow_ms": self.slow_ms,
            "faults": self.faults_left,
        }
