"""A printer and the hands around it: what the contract suite does to every receipt printer."""

from dataclasses import replace
from typing import Final, Protocol

from devices.coil import DrawerCoil
from devices.drivers.escpos.options import EscposOptions
from devices.drivers.escpos.printer import EscposPrinter
from devices.drivers.escpos.session import Patience
from devices.emulators.escpos.server import EscposEmulator
from devices.errors import Trouble
from devices.fakes import FakeReceiptPrinter, Step
from devices.ports import CashDrawer, ReceiptPrinter
from devices.transports.channel import Wire
from devices.transports.tcp import TcpWire

PATIENT = Patience(connect_ms=60_000, answer_ms=60_000, write_ms=60_000, confirm_ms=60_000)
"""For answers that surely come, however busy the machine is."""
HASTY = Patience(connect_ms=60_000, answer_ms=400, write_ms=60_000, confirm_ms=2_500)
"""For those that never come."""


class PrinterWithDrawer(ReceiptPrinter, CashDrawer, Protocol):
    """What is under test."""


class SetClock:
    """A monotonic clock that stands."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Bench(Protocol):
    """The world of one printer."""

    printer: PrinterWithDrawer
    clock: SetClock

    def papers(self, count: int) -> list[str]:
        """What stands on the papers, once there are ``count``."""

    def torn_papers(self) -> int:
        """How many papers came out in part."""

    def kicks(self, count: int) -> int:
        """How often the drawer opened, once it has opened ``count`` times."""

    def hurt(self, trouble: Trouble) -> None:
        """Brings the printer into a trouble."""

    def hurt_inside(self) -> None:
        """Lets the paper end inside the next job."""

    def hurt_after(self) -> None:
        """Lets the next job print, and its confirmation get lost."""

    def heal(self) -> None:
        """Puts everything right."""

    def lower_the_paper(self) -> None:
        """Lets the roll come near its end."""


class FakeBench:
    """The fake."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.fake = FakeReceiptPrinter(DrawerCoil(monotonic=self.clock))
        self.printer: PrinterWithDrawer = self.fake

    def papers(self, count: int) -> list[str]:
        whole = [f"{paper.copy_text} {paper.document.to_json()}" for paper in self.fake.papers if paper.whole]
        assert len(whole) >= count
        return whole

    def torn_papers(self) -> int:
        return sum(not paper.whole for paper in self.fake.papers)

    def kicks(self, count: int) -> int:
        assert self.fake.kicks >= count
        return self.fake.kicks

    def hurt(self, trouble: Trouble) -> None:
        self.fake.troubles[Step.BEFORE] = trouble

    def hurt_inside(self) -> None:
        self.fake.troubles[Step.INSIDE] = Trouble.PAPER_OUT

    def hurt_after(self) -> None:
        self.fake.troubles[Step.AFTER] = Trouble.NO_ANSWER

    def heal(self) -> None:
        self.fake.troubles.clear()

    def lower_the_paper(self) -> None:
        self.fake.paper_low = True


_HURT: Final = {
    Trouble.PAPER_OUT: "paper out",
    Trouble.COVER_OPEN: "cover open",
    Trouble.OFFLINE: "offline",
    Trouble.CUTTER: "error cutter",
    Trouble.BROKEN: "error fatal",
    Trouble.UNREACHABLE: "power off",
    Trouble.NO_ANSWER: "mute on",
    Trouble.GARBLED: "garbage on",
}
_HEAL: Final = ("power on", "paper in", "cover closed", "online", "error none", "mute off", "garbage off")


class EscposBench:
    """The driver, a TCP connection or another wire, and the emulated printer."""

    def __init__(self, emulator: EscposEmulator, wire: Wire | None = None) -> None:
        self.clock = SetClock()
        self.emulator = emulator
        self._wire = wire or TcpWire(emulator.host, emulator.port)
        self._coil = DrawerCoil(monotonic=self.clock)
        self.printer: PrinterWithDrawer = self._driver(PATIENT)

    def _driver(self, patience: Patience) -> EscposPrinter:
        options = EscposOptions(encoding="cp858", page=19)
        return EscposPrinter(self._wire, options, patience=patience, coil=self._coil)

    def papers(self, count: int) -> list[str]:
        return [paper.text for paper in self.emulator.wait_for_papers(count) if paper.whole]

    def torn_papers(self) -> int:
        """Paper that ended inside a job still hangs in the printer until somebody puts in a new roll."""
        return int(not self.emulator.roll_is_clean())

    def kicks(self, count: int) -> int:
        self.emulator.wait_for(lambda printer: printer.condition.kicks >= count)
        return self.emulator.condition.kicks

    def hurt(self, trouble: Trouble) -> None:
        if trouble in (Trouble.NO_ANSWER, Trouble.GARBLED):
            self.printer = self._driver(HASTY)
        self.emulator.order(_HURT[trouble])

    def hurt_inside(self) -> None:
        self.emulator.order("paper after 40")

    def hurt_after(self) -> None:
        self.printer = self._driver(replace(PATIENT, confirm_ms=2_500))
        self.emulator.order("slow 60000")

    def heal(self) -> None:
        self.printer = self._driver(PATIENT)
        for order in _HEAL:
            self.emulator.order(order)

    def lower_the_paper(self) -> None:
        self.emulator.order("paper low")
