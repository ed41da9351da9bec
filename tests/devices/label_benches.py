"""A label printer and the hands around it: what the contract suite does to every one of them."""

from dataclasses import replace
from typing import Final, Protocol

import zxingcpp
from PIL import Image, ImageOps

from devices.drivers.escpos.labels import EscposLabelPrinter
from devices.drivers.escpos.session import Patience as EscposPatience
from devices.drivers.tspl.dialect import Tspl
from devices.drivers.zpl.dialect import Zpl
from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.labels.printer import LabelPrinter as LabelEmulator
from devices.emulators.tspl.printer import TsplEmulator
from devices.emulators.zpl.printer import ZplEmulator
from devices.errors import Trouble
from devices.labels.dialect import Dialect, Patience
from devices.labels.fake import FakeLabelPrinter
from devices.labels.options import LabelOptions
from devices.labels.port import LabelPrinter
from devices.labels.printer import AnsweringLabelPrinter
from devices.transports.channel import Wire
from devices.transports.tcp import TcpWire
from printing.labels.tag import LabelStock
from tests.devices.benches import HASTY, PATIENT

STOCK: Final = LabelStock(58, 40)
# Many looks, so that a busy machine is not taken for a printer that rests.
WATCHFUL: Final = Patience(60_000, 60_000, 60_000, look_ms=15, quiet_looks=20, print_ms=60_000, clear_ms=60_000)


class LabelBench(Protocol):
    """The world of one label printer. ``holds``: it goes on by itself once what stopped it is put right."""

    printer: LabelPrinter
    holds: bool
    hurts: dict[Trouble, str]

    def codes(self, count: int) -> list[str]:
        """The barcode of each label that came out, once there are ``count``."""

    def hurt(self, trouble: Trouble) -> None:
        """Brings the printer into a trouble."""

    def end_paper_after(self, labels: int) -> None:
        """Lets the paper end after so many labels."""

    def cut_after(self, labels: int) -> None:
        """Lets the printer go dark after so many labels."""

    def heal(self) -> None:
        """Puts everything right."""


class FakeLabelBench:
    """The fake."""

    holds = True

    def __init__(self) -> None:
        self.fake = FakeLabelPrinter(STOCK)
        self.printer: LabelPrinter = self.fake
        self.hurts = dict.fromkeys((*_HURTS, Trouble.UNREACHABLE), "")

    def codes(self, count: int) -> list[str]:
        assert len(self.fake.labels) >= count
        return [label.bars.bars.value for label in self.fake.labels if label.bars is not None]

    def hurt(self, trouble: Trouble) -> None:
        self.fake.trouble = trouble

    def end_paper_after(self, labels: int) -> None:
        self.fake.stop_after = labels

    def cut_after(self, labels: int) -> None:
        self.fake.cut_at = labels

    def heal(self) -> None:
        self.fake.trouble = None


_HURTS: Final = {
    Trouble.PAPER_OUT: "paper out",
    Trouble.RIBBON_OUT: "ribbon out",
    Trouble.HEAD_OPEN: "head open",
    Trouble.PAUSED: "pause on",
    Trouble.HEAD_HOT: "hot on",
    Trouble.UNREACHABLE: "power off",
    Trouble.NO_ANSWER: "mute on",
}
_HEALS: Final = ("power on", "paper in", "ribbon in", "head closed", "pause off", "hot off", "mute off")


class EmulatedLabelBench:
    """A driver, a TCP connection or another wire, and the emulated printer of its language."""

    holds = True
    hurts = _HURTS

    def __init__(
        self, emulator: LabelEmulator, dialect: Dialect, options: LabelOptions, wire: Wire | None = None
    ) -> None:
        self.emulator = emulator
        wire = wire or TcpWire(emulator.host, emulator.port)
        self._patient = AnsweringLabelPrinter(wire, dialect, options, WATCHFUL)
        self._hasty = AnsweringLabelPrinter(wire, dialect, options, replace(WATCHFUL, answer_ms=400))
        self.printer: LabelPrinter = self._patient

    def codes(self, count: int) -> list[str]:
        return [_code(label.picture) for label in self.emulator.wait_for_labels(count)]

    def hurt(self, trouble: Trouble) -> None:
        if trouble is Trouble.NO_ANSWER:
            self.printer = self._hasty
        self.emulator.order(self.hurts[trouble])

    def end_paper_after(self, labels: int) -> None:
        self.emulator.order(f"paper after {labels}")

    def cut_after(self, labels: int) -> None:
        self.emulator.order(f"power off after {labels}")

    def heal(self) -> None:
        self.printer = self._patient
        for order in _HEALS:
            self.emulator.order(order)


class EscposLabelBench:
    """A receipt printer with labels in it."""

    holds = False

    def __init__(self, emulator: EscposEmulator) -> None:
        self.emulator = emulator
        self.hurts = {
            Trouble.PAPER_OUT: "paper out",
            Trouble.COVER_OPEN: "cover open",
            Trouble.UNREACHABLE: "power off",
            Trouble.NO_ANSWER: "mute on",
        }
        self._wire = TcpWire(emulator.host, emulator.port)
        self.printer: LabelPrinter = self._driver(PATIENT)

    def _driver(self, patience: EscposPatience) -> EscposLabelPrinter:
        return EscposLabelPrinter(self._wire, LabelOptions(STOCK), patience)

    def codes(self, count: int) -> list[str]:
        return [_code(paper.picture) for paper in self.emulator.wait_for_papers(count) if paper.whole]

    def hurt(self, trouble: Trouble) -> None:
        if trouble is Trouble.NO_ANSWER:
            self.printer = self._driver(HASTY)
        self.emulator.order(self.hurts[trouble])

    def end_paper_after(self, labels: int) -> None:
        # It reads no further, no question either.
        self.printer = self._driver(replace(PATIENT, answer_ms=2_000, confirm_ms=1_000, bytes_per_s=1_000_000))
        self.emulator.order(f"paper after {labels * STOCK.height_dots + 100}")

    def cut_after(self, labels: int) -> None:
        self.emulator.order(f"power off after {labels * STOCK.height_dots + 100}")

    def heal(self) -> None:
        self.printer = self._driver(PATIENT)
        for order in ("power on", "paper in", "cover closed", "mute off"):
            self.emulator.order(order)


def tspl_bench(emulator: TsplEmulator, options: LabelOptions, wire: Wire | None = None) -> EmulatedLabelBench:
    """The TSPL driver in front of its emulator."""
    return EmulatedLabelBench(emulator, Tspl(options), options, wire)


def zpl_bench(emulator: ZplEmulator, options: LabelOptions) -> EmulatedLabelBench:
    """The ZPL driver in front of its emulator."""
    return EmulatedLabelBench(emulator, Zpl(options), options)


def _code(picture: Image.Image) -> str:
    framed = ImageOps.expand(picture.convert("L"), border=40, fill=255)
    return " ".join(code.text for code in zxingcpp.read_barcodes(framed))
