"""How an emulated label printer is, and what is wrong with it: all of it can be ordered by a line of text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.condition import DeviceCondition, switches

HELP: Final = """\
paper in | low | out          a new roll of labels, the end near, none left
paper after LABELS            the labels end after so many
ribbon in | low | out
head open | closed
cover open | closed
jam on | off                  a label sticks inside
hot on | off                  the head is too hot
pause on | off                somebody presses the button
slow MS                       each label takes so long
late MS                       each answer takes so long
mute on | off                 answers nothing
garbage on | off              answers bytes without meaning
reading on | off              takes no more data
firmware new | old            old: knows only the oldest questions
language right | wrong        takes commands for text, and prints them
break after BYTES             drops the connection in the middle of a job
power off | on
power off after LABELS        goes dark after so many labels
status                        changes nothing"""


@dataclass
class LabelCondition(DeviceCondition):
    """The state of the machine and its faults; labels count down to something, None for never."""

    paper: str = "in"
    ribbon: str = "in"
    head_open: bool = False
    cover_open: bool = False
    jam: bool = False
    hot: bool = False
    pause: bool = False
    slow_ms: int = 0
    firmware: str = "new"
    language: str = "right"
    paper_labels: int | None = None
    dark_labels: int | None = None

    settled: ClassVar[Mapping[str, Mapping[str, object]]] = {
        **DeviceCondition.settled,
        **switches("jam", "hot", "pause"),
        "paper in": {"paper": "in", "paper_labels": None},
        **{f"paper {word}": {"paper": word} for word in ("low", "out")},
        **{f"ribbon {word}": {"ribbon": word} for word in ("in", "low", "out")},
        **{f"firmware {word}": {"firmware": word} for word in ("new", "old")},
        **{f"language {word}": {"language": word} for word in ("right", "wrong")},
        **{
            f"{part} {word}": {f"{part}_open": word == "open"}
            for part in ("head", "cover")
            for word in ("open", "closed")
        },
    }
    counted: ClassVar[Mapping[str, str]] = {
        **DeviceCondition.counted,
        "slow": "slow_ms",
        "paper after": "paper_labels",
        "power off after": "dark_labels",
    }

    @property
    def can_print(self) -> bool:
        """Whether the next label would come out."""
        return not (
            self.paper == "out"
            or self.ribbon == "out"
            or self.head_open
            or self.cover_open
            or self.jam
            or self.hot
            or self.pause
        )

    def take_label(self) -> bool:
        """Whether there is a label left to print on; it is used up. The power may end after it."""
        if self.paper_labels == 0:
            self.paper, self.paper_labels = "out", None
            return False
        if self.paper_labels is not None:
            self.paper_labels -= 1
        if self.dark_labels is not None:
            self.dark_labels -= 1
            if self.dark_labels <= 0:
                self.power, self.dark_labels = False, None
        return True
