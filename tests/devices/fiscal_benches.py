"""A fiscal register and the hands around it: what the contract suite does to every one."""

from dataclasses import replace
from typing import Final, Protocol

from devices.drivers.atol.codes import AtolOptions
from devices.drivers.atol.register import AtolRegister
from devices.drivers.atol.service import Patience as AtolPatience
from devices.drivers.datecs.codes import DatecsOptions
from devices.drivers.datecs.line import Patience as DatecsPatience
from devices.drivers.datecs.register import DatecsRegister
from devices.drivers.shtrih.codes import ShtrihOptions
from devices.drivers.shtrih.line import Patience
from devices.drivers.shtrih.register import ShtrihRegister
from devices.emulators.atol.server import AtolEmulator
from devices.emulators.datecs.server import DatecsEmulator
from devices.emulators.shtrih.server import ShtrihEmulator
from devices.errors import Trouble
from devices.fiscal.fake import FakeFiscalRegister, Step
from devices.fiscal.port import FiscalRegister, ShiftState
from devices.fiscal.receipt import DocumentKind, FiscalReceipt
from devices.transports.channel import Wire
from devices.transports.tcp import TcpWire
from tests.devices.fiscal_acts import ATOL_SETTINGS, DATECS_SETTINGS, DATECS_X_SETTINGS, SETTINGS

Entry = tuple[str, int]
"""Kind and total in minor units of a receipt in the register's memory."""


class FiscalBench(Protocol):
    """The world of one register. ``counts_when_printed``: what its paper ends in has not been registered yet."""

    register: FiscalRegister
    counts_when_printed: bool

    def receipts(self) -> list[Entry]:
        """The receipts in its memory, oldest first."""

    def hurt(self, trouble: Trouble) -> None:
        """Brings it into a trouble that it names before anything is sent."""

    def lose_command(self) -> None:
        """Lets the last command of the next act never arrive, and the line break."""

    def lose_answer(self) -> None:
        """Lets the answer to the last command of the next act be lost, and the line break."""

    def stop_paper(self) -> None:
        """Lets the paper end as the next act is registered."""

    def heal(self) -> None:
        """Puts everything right."""

    def expire_shift(self) -> None:
        """Lets the open shift become older than a day."""

    def swap(self) -> None:
        """Puts another register of the kind in its place."""


class FakeFiscalBench:
    """The fake."""

    counts_when_printed = False

    def __init__(self) -> None:
        self.fake = FakeFiscalRegister()
        self.register: FiscalRegister = self.fake

    def receipts(self) -> list[Entry]:
        acts = [entry.act for entry in self.fake.entries]
        return [(act.kind.value, act.total.minor) for act in acts if isinstance(act, FiscalReceipt)]

    def hurt(self, trouble: Trouble) -> None:
        self.fake.troubles[Step.BEFORE] = trouble

    def lose_command(self) -> None:
        self.fake.troubles[Step.LOST_COMMAND] = Trouble.LOST

    def lose_answer(self) -> None:
        self.fake.troubles[Step.LOST_ANSWER] = Trouble.LOST

    def stop_paper(self) -> None:
        self.fake.troubles[Step.PAPER] = Trouble.PAPER_OUT

    def heal(self) -> None:
        self.fake.troubles.clear()
        self.fake.come_back()

    def expire_shift(self) -> None:
        self.fake.shift = ShiftState.EXPIRED

    def swap(self) -> None:
        self.fake.serial_number = "FAKE0002"


QUICK: Final = Patience(
    connect_ms=5_000,
    byte_ms=250,
    enquiries=2,
    answer_ms=4_000,
    longest_ms=4_000,
    again_ms=250,
    print_ms=2_000,
    look_ms=1,
)
PATIENT_SHTRIH: Final = replace(QUICK, byte_ms=1_500, enquiries=20, answer_ms=60_000, longest_ms=60_000)
"""For answers that surely come, on a machine that is busy with other things."""
_HURT: Final = {
    Trouble.PAPER_OUT: "paper out",
    Trouble.UNREACHABLE: "power off",
    Trouble.NO_ANSWER: "silent on",
}
_COMMITS: Final = ("FF45", "FF4A", "50", "51", "E0", "41")


class ShtrihBench:
    """The driver, a way to the register, and the emulated register."""

    counts_when_printed = False

    def __init__(self, emulator: ShtrihEmulator, wire: Wire, level: int) -> None:
        self.emulator = emulator
        self._wire = wire
        self._level = level
        self.register: FiscalRegister = self._driver(PATIENT_SHTRIH)

    def _driver(self, patience: Patience) -> ShtrihRegister:
        return ShtrihRegister(self._wire, ShtrihOptions(level=self._level), SETTINGS, patience=patience)

    def receipts(self) -> list[Entry]:
        return [(_KINDS[document.operation], document.total) for document in self.emulator.receipts]

    def hurt(self, trouble: Trouble) -> None:
        if trouble is Trouble.NO_ANSWER:
            self.register = self._driver(QUICK)
        self.emulator.order(_HURT[trouble])

    def lose_command(self) -> None:
        for code in _COMMITS:
            self.emulator.order(f"power-off-before at {code}")

    def lose_answer(self) -> None:
        for code in _COMMITS:
            self.emulator.order(f"power-off-after at {code}")

    def stop_paper(self) -> None:
        self.emulator.order("paper-end at FF45")

    def heal(self) -> None:
        self.register = self._driver(PATIENT_SHTRIH)
        for order in ("well", "power on", "paper in"):
            self.emulator.order(order)

    def expire_shift(self) -> None:
        self.emulator.order("hours 25")

    def swap(self) -> None:
        self.emulator.order("swap 99")


_KINDS: Final = {1: "sale", 2: "sale_return", 3: "purchase", 4: "purchase_return"}

PATIENT_ATOL: Final = AtolPatience(look_ms=1, look_most_ms=5, lost_ms=40)
"""For a service that answers, however slow the machine is."""
HASTY_ATOL: Final = AtolPatience(
    connect_ms=2_000, answer_ms=50, look_ms=1, look_most_ms=5, ask_ms=100, act_ms=100, close_ms=100, lost_ms=10
)
"""For one that never will."""
_ATOL_HURT: Final = {
    Trouble.PAPER_OUT: "paper out",
    Trouble.UNREACHABLE: "power off",
    Trouble.NO_ANSWER: "silent on",
}
_ATOL_COUNTS: Final = ("sell", "openShift", "closeShift", "cashIn", "cashOut")


class AtolBench:
    """The driver and the emulated service with its register."""

    counts_when_printed = False

    def __init__(self, emulator: AtolEmulator, options: AtolOptions | None = None) -> None:
        self.emulator = emulator
        self._options = options or AtolOptions()
        self.register: FiscalRegister = self.made(PATIENT_ATOL)

    def made(self, patience: AtolPatience) -> AtolRegister:
        """A driver that waits as long as that."""
        wire = TcpWire(self.emulator.host, self.emulator.port)
        return AtolRegister(wire, self.emulator.host, self._options, ATOL_SETTINGS, patience=patience)

    def receipts(self) -> list[Entry]:
        kinds = list(DocumentKind)
        return [(kinds[document.operation - 1].value, document.total) for document in self.emulator.receipts]

    def hurt(self, trouble: Trouble) -> None:
        if trouble is Trouble.NO_ANSWER:
            self.register = self.made(HASTY_ATOL)
        self.emulator.order(_ATOL_HURT[trouble])

    def lose_command(self) -> None:
        for kind in _ATOL_COUNTS:
            self.emulator.order(f"power-off-before at {kind}")

    def lose_answer(self) -> None:
        for kind in _ATOL_COUNTS:
            self.emulator.order(f"power-off-after at {kind}")

    def stop_paper(self) -> None:
        self.emulator.order("paper-end at sell")

    def heal(self) -> None:
        self.register = self.made(PATIENT_ATOL)
        for order in ("well", "power on", "register on", "paper in", "cover closed"):
            self.emulator.order(order)

    def expire_shift(self) -> None:
        self.emulator.order("hours 25")

    def swap(self) -> None:
        self.emulator.order("swap 99")


PATIENT_DATECS: Final = DatecsPatience(connect_ms=5_000, answer_ms=4_000)
"""For answers that surely come, on a machine that is busy with other things."""
HASTY_DATECS: Final = DatecsPatience(connect_ms=2_000, answer_ms=40, busy_ms=2_000, tries=3)
"""For those that never will."""
_DATECS_HURT: Final = {
    Trouble.PAPER_OUT: "paper out",
    Trouble.UNREACHABLE: "power off",
    Trouble.NO_ANSWER: "silent on",
}


def datecs_driver(
    emulator: DatecsEmulator, dialect: str, patience: DatecsPatience, wire: Wire | None = None
) -> DatecsRegister:
    """A driver of that family that waits as long as that."""
    owner = DATECS_X_SETTINGS if dialect == "x" else DATECS_SETTINGS
    way = wire or TcpWire(emulator.host, emulator.port)
    return DatecsRegister(way, DatecsOptions(dialect=dialect), owner, patience=patience)


class DatecsBench:
    """The driver, a way to the register, and the emulated register."""

    counts_when_printed = True

    def __init__(self, emulator: DatecsEmulator, wire: Wire | None, dialect: str) -> None:
        self.emulator = emulator
        self._dialect = dialect
        self._wire = wire
        self.register: FiscalRegister = datecs_driver(emulator, dialect, PATIENT_DATECS, wire)

    def receipts(self) -> list[Entry]:
        return [(_DATECS_KINDS[document.type], document.total) for document in self.emulator.receipts]

    def hurt(self, trouble: Trouble) -> None:
        if trouble is Trouble.NO_ANSWER:
            self.register = datecs_driver(self.emulator, self._dialect, HASTY_DATECS, self._wire)
        self.emulator.order(_DATECS_HURT[trouble])

    def lose_command(self) -> None:
        """The last of a receipt that leaves something to cancel is its payment."""
        self._spare_the_question()
        for code in (53, 69, 70):
            self.emulator.order(f"power-off-before at {code}")

    def lose_answer(self) -> None:
        self._spare_the_question()
        for code in (56, 69, 70):
            self.emulator.order(f"power-off-after at {code}")

    def stop_paper(self) -> None:
        self.emulator.order("paper-end at 56")

    def heal(self) -> None:
        self.register = datecs_driver(self.emulator, self._dialect, PATIENT_DATECS, self._wire)
        for order in ("well", "power on", "paper in"):
            self.emulator.order(order)

    def expire_shift(self) -> None:
        self.emulator.order("hours 25")

    def swap(self) -> None:
        self.emulator.order("swap 99")

    def _spare_the_question(self) -> None:
        """The command that moves cash asks for it first: a fault without effect meets that."""
        self.emulator.order("syn 0 at 70")


_DATECS_KINDS: Final = {"sale": "sale", "storno": "sale_return"}
