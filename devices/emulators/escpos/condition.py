"""How the emulated printer is, and what is wrong with it: all of it can be ordered by a line of text."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

from app.core.errors import BadInput

HELP: Final = """\
paper in | low | out          a new roll, the end near, no paper
paper after ROWS              the paper ends after so many rows of dots (8 a millimetre)
cover open | closed
offline | online
error none | cutter | recoverable | fatal
slow MS                       waits so long before it says that a paper is printed
mute on | off                 answers nothing
garbage on | off              answers bytes without meaning
noise on | off                sends its automatic status between question and answer
reading on | off              takes no more data
chinese on | off              starts in double-byte mode, as many clones do
break after BYTES             drops the connection in the middle of a job
power off | on
power off after ROWS          goes dark after so many rows of dots
drawer closed                 somebody pushed the drawer in
status                        changes nothing"""


@dataclass
class Condition:
    """The state of the machine and its faults; rows and bytes count down to something, None for never."""

    paper: str = "in"
    cover_open: bool = False
    offline: bool = False
    error: str = "none"
    drawer_open: bool = False
    kicks: int = 0
    power: bool = True
    slow_ms: int = 0
    mute: bool = False
    garbage: bool = False
    noise: bool = False
    reading: bool = True
    chinese: bool = False
    paper_rows: int | None = None
    break_bytes: int | None = None
    dark_rows: int | None = None

    @property
    def stopped(self) -> bool:
        """Whether it takes no commands from its buffer: real-time ones only are obeyed."""
        return self.paper == "out" or self.cover_open or self.offline or self.error != "none"

    def as_facts(self) -> dict[str, object]:
        """Everything, for the state file and for who asks."""
        return asdict(self)

    def realtime_status(self, kind: int) -> int:
        """The answer to DLE EOT."""
        bits = {
            1: (0x04 * self.drawer_open) | (0x08 * self.stopped),
            2: (0x04 * self.cover_open) | (0x20 * (self.paper == "out")) | (0x40 * (self.error != "none")),
            3: {"none": 0, "cutter": 0x08, "recoverable": 0x04, "fatal": 0x20}[self.error],
            4: {"in": 0, "low": 0x0C, "out": 0x6C}[self.paper],
        }
        return 0x12 | bits.get(kind, 0)

    def paper_status(self) -> int:
        """The answer to GS r 1."""
        return {"in": 0, "low": 0x03, "out": 0x0F}[self.paper]

    def automatic_status(self) -> bytes:
        """The four bytes of GS a."""
        first = 0x10 | (0x04 * self.drawer_open) | (0x08 * self.stopped) | (0x20 * self.cover_open)
        second = {"none": 0, "cutter": 0x08, "recoverable": 0x04, "fatal": 0x20}[self.error]
        return bytes((first, second, self.paper_status(), 0))

    def take_rows(self, rows: int) -> int:
        """How many of the rows come out before the paper or the power ends."""
        if self.paper == "out" or not self.power:
            return 0
        taken = min(left for left in (rows, self.paper_rows, self.dark_rows) if left is not None)
        if self.paper_rows is not None:
            self.paper_rows -= taken
            if self.paper_rows == 0:
                self.paper, self.paper_rows = "out", None
        if self.dark_rows is not None:
            self.dark_rows -= taken
            if self.dark_rows == 0:
                self.power, self.dark_rows = False, None
        return taken

    def obey(self, order: str) -> None:
        """Changes one thing by a line of ``HELP``; BadInput ``emulator_order`` for any other."""
        words = order.split()
        change = _ORDERS.get(" ".join(words))
        if change is not None:
            change(self)
            return
        *start, number = words or [""]
        count = _COUNTED.get(" ".join(start))
        if count is None or not (number.isascii() and number.isdigit() and len(number) < 10):
            raise BadInput("emulator_order", got=order[:80])
        count(self, int(number))


def _set(**values: object) -> Callable[[Condition], None]:
    def change(condition: Condition) -> None:
        for name, value in values.items():
            setattr(condition, name, value)

    return change


def _count(name: str) -> Callable[[Condition, int], None]:
    return lambda condition, number: setattr(condition, name, number)


_ORDERS: Final[dict[str, Callable[[Condition], None]]] = {
    "status": _set(),
    "paper in": _set(paper="in", paper_rows=None),
    "paper low": _set(paper="low"),
    "paper out": _set(paper="out"),
    "cover open": _set(cover_open=True),
    "cover closed": _set(cover_open=False),
    "offline": _set(offline=True),
    "online": _set(offline=False),
    **{f"error {kind}": _set(error=kind) for kind in ("none", "cutter", "recoverable", "fatal")},
    **{f"{name} on": _set(**{name: True}) for name in ("mute", "garbage", "noise", "reading", "chinese", "power")},
    **{f"{name} off": _set(**{name: False}) for name in ("mute", "garbage", "noise", "reading", "chinese", "power")},
    "drawer closed": _set(drawer_open=False),
}
_COUNTED: Final[dict[str, Callable[[Condition, int], None]]] = {
    "slow": _count("slow_ms"),
    "paper after": _count("paper_rows"),
    "break after": _count("break_bytes"),
    "power off after": _count("dark_rows"),
}
