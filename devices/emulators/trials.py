"""Emulated devices to try in the server's own process: their addresses, and the device behind an address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol
from urllib.parse import urlsplit, urlunsplit

from devices.address import LOOPBACK, DeviceAddress
from devices.emulators.atol.server import AtolEmulator
from devices.emulators.card.server import CardTerminalEmulator
from devices.emulators.datecs.server import DatecsEmulator
from devices.emulators.display.server import DisplayEmulator
from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.gsm.server import GsmEmulator
from devices.emulators.scale.server import ScaleEmulator
from devices.emulators.scanner.server import ScannerEmulator
from devices.emulators.shtrih.server import ShtrihEmulator
from devices.emulators.tspl.printer import TsplEmulator
from devices.emulators.zpl.printer import ZplEmulator
from devices.labels.options import label_options
from devices.poles.options import POLE_DRIVERS, pole_options


class Emulated(Protocol):
    """A device that exists only in the program."""

    @property
    def port(self) -> int:
        """Where it listens on the loopback."""

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""

    def stop(self) -> None:
        """Ends every connection."""

    def order(self, order: str) -> dict[str, object]:
        """Lets something happen to it; its state afterwards. BadInput for an unknown order."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What can be tried: its name for people, and the address it has where the port is free."""

    name: str
    address: str


RECEIPT_PRINTERS: Final[Mapping[str, Trial]] = MappingProxyType(
    # Western and Cyrillic letters are on this code page, and the number is that of most printers.
    {"escpos": Trial("ESC/POS", f"escpos+tcp://{LOOPBACK}:9100?width=48&codepage=cp866:17")}
)
REGISTERS: Final[Mapping[str, Trial]] = MappingProxyType(
    {
        "shtrih": Trial("Shtrih-M", f"shtrih+tcp://{LOOPBACK}:7778"),
        "atol": Trial("ATOL", f"atol+tcp://{LOOPBACK}:16732"),
        "datecs": Trial("Datecs (FP-800, FP-2000)", f"datecs+tcp://{LOOPBACK}:4999"),
        "datecs_x": Trial("Datecs (FP-700X, DP-150X)", f"datecs+tcp://{LOOPBACK}:4999?dialect=x"),
    }
)
LABEL_PRINTERS: Final[Mapping[str, Trial]] = MappingProxyType(
    {
        "tspl": Trial("TSPL", f"tspl+tcp://{LOOPBACK}:9102?width_mm=58&height_mm=40"),
        "zpl": Trial("ZPL", f"zpl+tcp://{LOOPBACK}:9103?width_mm=58&height_mm=40"),
    }
)
CARD_TERMINALS: Final[Mapping[str, Trial]] = MappingProxyType(
    {"training": Trial("Training", f"training+tcp://{LOOPBACK}:9150")}
)
SCALES: Final[Mapping[str, Trial]] = MappingProxyType(
    {
        "cas": Trial("CAS", f"cas+tcp://{LOOPBACK}:5001"),
        "toledo": Trial("Toledo 8217", f"toledo+tcp://{LOOPBACK}:5001"),
        "massa": Trial("Massa-K", f"massa+tcp://{LOOPBACK}:5001"),
        "sma": Trial("SMA", f"sma+tcp://{LOOPBACK}:5001"),
        "sics": Trial("MT-SICS", f"sics+tcp://{LOOPBACK}:5001"),
    }
)
POLE_DISPLAYS: Final[Mapping[str, Trial]] = MappingProxyType(
    {
        "epson": Trial("Epson DM-D", f"epson+tcp://{LOOPBACK}:9106?codepage=cp866"),
        "cd5220": Trial("CD5220", f"cd5220+tcp://{LOOPBACK}:9106?codepage=cp866"),
        "dsp800": Trial("DSP-800", f"dsp800+tcp://{LOOPBACK}:9106?codepage=cp866"),
    }
)
SCANNERS: Final[Mapping[str, Trial]] = MappingProxyType({"scanner": Trial("RS-232", f"scanner+tcp://{LOOPBACK}:9108")})

SMS_MODEMS: Final[Mapping[str, Trial]] = MappingProxyType({"gsm": Trial("GSM", f"gsm+tcp://{LOOPBACK}:9110")})


def register_like(address: str) -> Trial:
    """The emulated register that speaks as the one at an address does."""
    parsed = DeviceAddress.parse(address)
    is_x = parsed.driver == "datecs" and parsed.options.get("dialect") == "x"
    return REGISTERS["datecs_x" if is_x else parsed.driver]


def trial_like(trials: Mapping[str, Trial], address: str) -> str:
    """The address of the trial that speaks as the device at an address does, else of the first one."""
    return trials.get(DeviceAddress.parse(address).driver, next(iter(trials.values()))).address


def is_like(address: str, other: str) -> bool:
    """Whether two addresses are those of the same kind of device, wherever they stand."""
    return kind_of(address) == kind_of(other)


def kind_of(address: str) -> str:
    """Which device stands at an address: its driver, with the dialect it speaks."""
    parsed = DeviceAddress.parse(address)
    return "-".join(filter(None, (parsed.driver, parsed.options.get("dialect"))))


def at_port(address: str, port: int) -> str:
    """The address of an emulated device with another port."""
    return urlunsplit(urlsplit(address)._replace(netloc=f"{LOOPBACK}:{port}"))


def emulator_of(address: str, port: int, folder: Path, zone: tzinfo) -> Emulated:
    """The device of an address, at a ``port`` (0 takes a free one), with its memory in ``folder``.

    A register's clock shows the time of ``zone``. KeyError for a driver that nobody emulates.
    """
    parsed = DeviceAddress.parse(address)
    made: dict[str, Callable[[], Emulated]] = {
        "escpos": lambda: EscposEmulator(port, folder),
        "shtrih": lambda: ShtrihEmulator(port, folder, zone=zone),
        "atol": lambda: AtolEmulator(port, folder, zone=zone),
        "datecs": lambda: DatecsEmulator(port, folder, dialect=parsed.options.get("dialect", "p"), zone=zone),
        "tspl": lambda: TsplEmulator(port, folder, dpi=label_options(address).stock.dpi),
        "zpl": lambda: ZplEmulator(port, folder, dpi=label_options(address).stock.dpi),
        "training": lambda: CardTerminalEmulator(port, folder),
        "scanner": lambda: ScannerEmulator(port),
        "gsm": lambda: GsmEmulator(port, folder),
        **dict.fromkeys(SCALES, lambda: ScaleEmulator(port, folder, protocol=parsed.driver)),
        **dict.fromkeys(POLE_DRIVERS, lambda: _display(parsed.driver, address, port, folder)),
    }
    return made[parsed.driver]()


def _display(commands: str, address: str, port: int, folder: Path) -> Emulated:
    return DisplayEmulator(port, folder, commands=commands, encoding=pole_options(address).encoding)
