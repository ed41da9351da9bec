"""What the pages of one server share."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Protocol, cast

from app.core.config import Config
from app.core.db.unit import Database
from app.crm.merging import MergeParts
from app.crm.personal_data import PersonalDataParts
from app.flows.device_tests import DeviceTests
from app.places.devices import DeviceView
from app.web.shared.here import the_app
from app.web.shared.practice import Neighbour, Practice
from app.web.shared.secure_door import SecureDoor
from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.trials import Emulated
from devices.transports.finding import NetworkSearch
from pos.poles.worker import PoleDisplays
from pos.scanning.readers import Scanners
from pos.weighing.scales import Scales

EXTENSION: Final = "regulars"
PERSONAL_DATA: Final = "regulars.personal_data"
MERGE_PARTS: Final = "regulars.merge_parts"

Play = Literal["shop", "demo"]
"""What a server shows: the owner's shop, opened or not, or the demo beside it."""


class Trials(Protocol):
    """The emulated devices that run in this server."""

    def start(self) -> None:
        """Starts those that were added and do not run yet; no unit may be open."""

    def of(self, device_id: int) -> Emulated | None:
        """The emulator of a device, while it runs."""

    def at_hand(self, till_id: int) -> list[DeviceView]:
        """The scale, pole display and scanner of a till, which somebody has to use in place of the customer."""

    def folder_of(self, device: DeviceView) -> Path:
        """Where its memory and papers lie."""


@dataclass(frozen=True)
class WebContext:
    """The configuration and the database of this server; ``stopping`` ends open streams.

    ``emulators`` are the emulated receipt printers of a demo shop, by till. ``change_play`` goes over to the other
    shop, where this server has two. ``secure_door`` is None where no other machine is let in. ``practice`` opens the
    shop to practise in; in that shop ``way_back`` is where the real one is. ``scales``, ``poles``, ``scanners``,
    ``trials`` and ``tests`` are None where this server holds no devices. ``search`` looks for printers when the
    owner wants it.
    """

    config: Config
    database: Database
    emulators: Mapping[int, EscposEmulator] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)
    change_play: Callable[[Play], None] | None = None
    secure_door: SecureDoor | None = None
    practice: Practice | None = None
    way_back: Neighbour | None = None
    scales: Scales | None = None
    poles: PoleDisplays | None = None
    scanners: Scanners | None = None
    trials: Trials | None = None
    tests: DeviceTests | None = None
    search: NetworkSearch = field(default_factory=NetworkSearch)

    def close_streams(self) -> None:
        """Ends the live updates of all open pages: the server is about to stop."""
        self.stopping.set()
        self.search.cancel()
        self.database.wake_ups.notify_all()


def context() -> WebContext:
    """The context of the running application."""
    return cast("WebContext", the_app().extensions[EXTENSION])


def merge_parts() -> MergeParts:
    """Who moves what when two customers turn out to be one, as the composition root joined it."""
    return cast("MergeParts", the_app().extensions[MERGE_PARTS])


def personal_data_parts() -> PersonalDataParts:
    """Who stores what about customers, as the composition root joined it."""
    return cast("PersonalDataParts", the_app().extensions[PERSONAL_DATA])
