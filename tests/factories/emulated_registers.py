"""An emulated register of each maker with its driver, for a till whose lane is worked on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final, Protocol

from app.core.clock import Clock
from devices.drivers.atol.codes import AtolOptions
from devices.drivers.atol.register import AtolRegister
from devices.drivers.datecs.codes import DatecsOptions
from devices.drivers.datecs.register import DatecsRegister
from devices.drivers.shtrih.codes import ShtrihOptions
from devices.drivers.shtrih.register import ShtrihRegister
from devices.emulators.atol.server import AtolEmulator
from devices.emulators.datecs.server import DatecsEmulator
from devices.emulators.fiscal.register import ServedRegister
from devices.emulators.shtrih.server import ShtrihEmulator
from devices.fiscal.port import FiscalRegister, FiscalSettings
from devices.transports.tcp import TcpWire
from tests.devices import test_atol_faults as atol
from tests.devices import test_datecs_faults as datecs
from tests.devices import test_shtrih_faults as shtrih
from tests.devices.fiscal_benches import PATIENT_ATOL, PATIENT_DATECS, PATIENT_SHTRIH
from tests.factories.fiscal import FiscalTill
from tests.factories.shop import Shop

Emulator = ServedRegister[Any, Any, Any]


class Kind(Protocol):
    """A maker's registers."""

    @property
    def address(self) -> str:
        """What an owner would write, but for its place."""

    @property
    def faults(self) -> Sequence[str]:
        """What can be ordered to go wrong."""

    @property
    def steps(self) -> Sequence[str]:
        """Where in a receipt."""

    def emulator(self, clock: Clock, zone: tzinfo) -> Emulator:
        """A register that is not served yet."""

    def driver(self, emulator: Emulator, settings: FiscalSettings, *, hasty: bool) -> FiscalRegister:
        """A driver that waits for answers which surely come; a ``hasty`` one, for where many never do, hardly waits."""


@dataclass(frozen=True)
class ShtrihKind:
    """Shtrih-M."""

    address: str = "shtrih+tcp://{place}"
    faults: Sequence[str] = shtrih.FAULTS
    steps: Sequence[str] = shtrih.STEPS_OF_A_RECEIPT

    def emulator(self, clock: Clock, zone: tzinfo) -> Emulator:
        return ShtrihEmulator(clock=clock, zone=zone)

    def driver(self, emulator: Emulator, settings: FiscalSettings, *, hasty: bool) -> FiscalRegister:
        wire = TcpWire(emulator.host, emulator.port)
        return ShtrihRegister(wire, ShtrihOptions(), settings, patience=shtrih.HASTY if hasty else PATIENT_SHTRIH)


@dataclass(frozen=True)
class AtolKind:
    """ATOL."""

    address: str = "atol+tcp://{place}"
    faults: Sequence[str] = atol.FAULTS
    steps: Sequence[str] = atol.STEPS_OF_A_RECEIPT

    def emulator(self, clock: Clock, zone: tzinfo) -> Emulator:
        return AtolEmulator(clock=clock, zone=zone)

    def driver(self, emulator: Emulator, settings: FiscalSettings, *, hasty: bool) -> FiscalRegister:
        wire = TcpWire(emulator.host, emulator.port)
        patience = atol.EAGER if hasty else PATIENT_ATOL
        return AtolRegister(wire, emulator.host, AtolOptions(), settings, patience=patience)


@dataclass(frozen=True)
class DatecsKind:
    """A family of Datecs."""

    dialect: str
    address: str
    faults: Sequence[str] = datecs.FAULTS
    steps: Sequence[str] = datecs.STEPS_OF_A_RECEIPT

    def emulator(self, clock: Clock, zone: tzinfo) -> Emulator:
        return DatecsEmulator(dialect=self.dialect, clock=clock, zone=zone)

    def driver(self, emulator: Emulator, settings: FiscalSettings, *, hasty: bool) -> FiscalRegister:
        wire = TcpWire(emulator.host, emulator.port)
        patience = datecs.HASTY if hasty else PATIENT_DATECS
        return DatecsRegister(wire, DatecsOptions(dialect=self.dialect), settings, patience=patience)


KINDS: Final[dict[str, Kind]] = {
    "shtrih": ShtrihKind(),
    "atol": AtolKind(),
    "datecs p": DatecsKind("p", "datecs+tcp://{place}"),
    "datecs x": DatecsKind("x", "datecs+tcp://{place}?dialect=x"),
}


def address_of(kind: Kind, emulator: Emulator) -> str:
    """What an owner would write."""
    return kind.address.format(place=f"{emulator.host}:{emulator.port}")


def till_at(shop: Shop, kind: Kind, emulator: Emulator, *, hasty: bool = False) -> FiscalTill:
    """A till with that register, its shift open; see ``Kind.driver``."""

    def driver(settings: FiscalSettings) -> FiscalRegister:
        return kind.driver(emulator, settings, hasty=hasty)

    return FiscalTill(shop, address=address_of(kind, emulator), driver=driver)
