"""What is wrong with the emulated register: all of it can be ordered by a line of text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.datecs.status import Flag
from devices.emulators.fiscal.condition import SWITCHES, Fault, FaultOrders, RegisterCondition, counted

HELP: Final = """\
FAULT [N] [x TIMES] [at CODE]  goes wrong with the next command, or with the next CODE (like 49)
   lose-request               the command never arrives
   nak                        the command arrives broken, and a NAK says so
   lose-answer                it is carried out, and its answer is lost; its repetition gets it
   bad-checksum               it is carried out, and its answer arrives broken
   noise                      bytes without meaning come before the answer
   stale                      the answer to the command before comes first
   double                     the answer comes twice in one piece
   split                      the answer comes byte by byte
   syn N                      so many SYN come before the answer
   late N                     the answer comes so many milliseconds later, without a SYN
   refuse BB                  does nothing, and sets the status bit (11 is bit 1 of byte 1)
   break-before, break-after  the connection breaks before or after the command is carried out
   power-off-before, -after   the power goes before or after the command is carried out
   paper-end                  the paper ends as the command prints, which does nothing
   pinpad                     the card terminal fails in the middle of a payment (X)
silent on | off               answers nothing at all
slow MS                       each answer waits so long, with a SYN every 60 ms
paper in | out                a new roll, no paper
paper low on | off            the roll nears its end
cover open | closed
printer broken | mended
battery low | good
display on | off
journal empty | near | very-near | full
memory good | low | full | failed
cancelled counted | uncounted whether a cancelled receipt takes a document number
clock unset                   it does not know the time until it is set
ram reset                     day and open receipt are lost, until the next Z report
nra MINUTES                   so long it has not reached the tax office; 1440 stop it
currency EUR | BGN
password NNNN                 of all operators
power on | off
hours N                       its clock goes on by so many hours
drawer closed                 somebody pushed the drawer in
swap SERIAL                   another register with an empty journal stands there
well                          no fault is left
status                        changes nothing"""

_JOURNAL: Final[Mapping[str, Flag | None]] = {
    "empty": None,
    "near": Flag.JOURNAL_NEAR_END,
    "very-near": Flag.JOURNAL_VERY_NEAR_END,
    "full": Flag.JOURNAL_FULL,
}
_MEMORY: Final[Mapping[str, Flag | None]] = {
    "good": None,
    "low": Flag.MEMORY_LOW,
    "full": Flag.MEMORY_FULL,
    "failed": Flag.MEMORY_FAULT,
}


@dataclass
class Condition(RegisterCondition):
    """The faults of the machine, and what hands do to it."""

    slow_ms: int = 0
    paper_low: bool = False
    cover_open: bool = False
    printer_broken: bool = False
    battery_low: bool = False
    has_display: bool = True
    journal: Flag | None = None
    memory: Flag | None = None
    cancelled_counts: bool = True

    fault_orders: ClassVar[FaultOrders] = FaultOrders(
        plain={
            *("lose-request", "nak", "lose-answer", "bad-checksum", "noise", "stale", "double", "split"),
            *("break-before", "break-after", "power-off-before", "power-off-after", "paper-end", "pinpad"),
        },
        numbered={"syn", "late", "refuse"},
        number="[0-9]{1,5}",
        base=10,
        place="[0-9]{2,3}",
    )
    switches: ClassVar[Mapping[str, tuple[str, object]]] = {
        **SWITCHES,
        "paper in": ("has_paper", True),
        "paper out": ("has_paper", False),
        "paper low on": ("paper_low", True),
        "paper low off": ("paper_low", False),
        "cover open": ("cover_open", True),
        "cover closed": ("cover_open", False),
        "printer broken": ("printer_broken", True),
        "printer mended": ("printer_broken", False),
        "battery low": ("battery_low", True),
        "battery good": ("battery_low", False),
        "display on": ("has_display", True),
        "display off": ("has_display", False),
        "cancelled counted": ("cancelled_counts", True),
        "cancelled uncounted": ("cancelled_counts", False),
        **{f"journal {word}": ("journal", flag) for word, flag in _JOURNAL.items()},
        **{f"memory {word}": ("memory", flag) for word, flag in _MEMORY.items()},
    }

    def take(self, command: int) -> Fault | None:
        """The fault that meets a command now; it is used up by one."""
        return self._take(lambda fault: fault.at in ("", str(command)))

    def get_well(self) -> None:
        """No fault is left; the machine stays as it is."""
        super().get_well()
        self.slow_ms = 0

    def obey(self, order: str) -> bool:
        """Changes what a line of ``HELP`` says; False for a line that is for the machine itself to understand."""
        start, _, number = " ".join(order.split()).rpartition(" ")
        if start != "slow":
            return super().obey(order)
        self.slow_ms = counted(order, number)
        return True

    @property
    def flags(self) -> set[Flag]:
        """What the status bits tell of it."""
        told = {
            Flag.NO_PAPER: not self.has_paper,
            Flag.PAPER_LOW: self.paper_low,
            Flag.COVER_OPEN: self.cover_open,
            Flag.PRINTER_FAULT: self.printer_broken,
            Flag.BATTERY_LOW: self.battery_low,
            Flag.NO_DISPLAY: not self.has_display,
        }
        parts = {flag for flag in (self.journal, self.memory) if flag is not None}
        return parts | {flag for flag, is_so in told.items() if is_so}

    def as_facts(self) -> dict[str, object]:
        """The state, as the control port tells it."""
        return {
            "power": self.power,
            "paper": "in" if self.has_paper else "out",
            "cover": "open" if self.cover_open else "closed",
            "wrong": ", ".join(sorted(flag.name.lower() for flag in self.flags)) or "nothing",
            "silent": self.silent,
            "slow_ms": self.slow_ms,
            "faults": self.faults_left,
        }
