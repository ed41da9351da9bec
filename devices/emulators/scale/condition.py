"""What is wrong with an emulated scale, and the lines of text that order it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.condition import DeviceCondition

HELP: Final = """\
weight GRAMS                  so much lies on it; below zero: something was taken away
tare GRAMS                    so much is taken off
zero                          what lies there is nothing, where it is little and at rest
capacity GRAMS
division GRAMS                what it rounds to
unit kg | g | lb
settle MS                     how long it moves after each change
noise DIVISIONS               how much it wavers while it moves
steady on | off               off: never comes to rest
nak TIMES                     asks to be asked again (CAS)
corrupt TIMES                 an answer arrives broken
half TIMES                    half an answer arrives, and nothing after it
pull TIMES                    the cable is pulled in the middle of an answer
stale                         two answers to nobody's question arrive now
late MS                       each answer takes so long
rate MS                       how often it tells its weight, where it tells it by itself
counts 0 | 1 | 2 | 3 | 4      Massa-K counts in 0.1 g, 1 g, 10 g, 100 g, 1 kg
firmware new | old            old: Massa-K without the tare in its answer
mute on | off                 answers nothing
garbage on | off              answers bytes without meaning
reading on | off              takes no more data
break after BYTES             drops the connection
power off | on                with a load on it, it finds no zero
status                        changes nothing"""


@dataclass
class ScaleCondition(DeviceCondition):
    """The faults of the machine; times count down."""

    nak: int = 0
    corrupt: int = 0
    half: int = 0
    pull: int = 0
    rate_ms: int = 100
    counts: int = 1
    firmware: str = "new"

    settled: ClassVar[Mapping[str, Mapping[str, object]]] = {
        **DeviceCondition.settled,
        **{f"counts {number}": {"counts": number} for number in range(5)},
        **{f"firmware {word}": {"firmware": word} for word in ("new", "old")},
    }
    counted: ClassVar[Mapping[str, str]] = {
        **DeviceCondition.counted,
        **{name: name for name in ("nak", "corrupt", "half", "pull")},
        "rate": "rate_ms",
    }

    def take(self, name: str) -> bool:
        """Whether a fault meets what happens now; it is used up by one."""
        left: int = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return left > 0
