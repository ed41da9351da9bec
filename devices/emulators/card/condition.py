"""What is wrong with an emulated card terminal, what its customer does, and the lines of text that order it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.condition import DeviceCondition

ANSWERS: Final = ("approve", "decline", "cancel", "wait")
STEPS: Final = ("ordered", "approved")

HELP: Final = """\
approve | decline | cancel    the customer answers what waits
by itself approve | decline | cancel | wait
                              what the next customers do; wait: until somebody answers for them
slow MS                       how long they take for it
part AMOUNT                   the next approval is of that much only, in minor units (more: a wrong amount)
lose TIMES                    an order is carried out, and its answer is lost
deaf TIMES                    the connection drops before an order is heard
die at ordered | approved     the power goes once: when an order is noted, when its end is noted
late MS                       each answer takes so long
mute on | off                 answers nothing
garbage on | off              answers bytes without meaning
reading on | off              takes no more data
break after BYTES             drops the connection
power off | on                what waits is cancelled by that; everything else is remembered
status                        changes nothing"""


@dataclass
class CardCondition(DeviceCondition):
    """The faults of the machine and the mood of its customers; times count down."""

    by_itself: str = "wait"
    slow_ms: int = 0
    part_minor: int = 0
    lose: int = 0
    deaf: int = 0
    die_at: str = ""

    settled: ClassVar[Mapping[str, Mapping[str, object]]] = {
        **DeviceCondition.settled,
        **{f"by itself {word}": {"by_itself": word} for word in ANSWERS},
        **{f"die at {step}": {"die_at": step} for step in STEPS},
    }
    counted: ClassVar[Mapping[str, str]] = {
        **DeviceCondition.counted,
        "slow": "slow_ms",
        "part": "part_minor",
        "lose": "lose",
        "deaf": "deaf",
    }

    def take(self, name: str) -> bool:
        """Whether a fault meets what happens now; it is used up by one."""
        left: int = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return left > 0

    def dies_at(self, step: str) -> bool:
        """Whether the power goes at this step; once."""
        is_now = self.die_at == step
        self.die_at = "" if is_now else self.die_at
        return is_now
