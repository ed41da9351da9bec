"""What the pages of one server share."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from flask import current_app

from app.core.config import Config
from app.core.db.unit import Database
from app.crm.personal_data import PersonalDataParts
from app.web.shared.practice import Neighbour, Practice
from app.web.shared.secure_door import SecureDoor
from devices.emulators.escpos.server import EscposEmulator

EXTENSION: Final = "regulars"
PERSONAL_DATA: Final = "regulars.personal_data"

Play = Literal["shop", "demo"]
"""What a server shows: the owner's shop, opened or not, or the demo beside it."""


@dataclass(frozen=True)
class WebContext:
    """The configuration and the database of this server; ``stopping`` ends open streams.

    ``emulators`` are the emulated receipt printers of a demo shop, by till. ``change_play`` goes over to the other
    shop, where this server has two. ``secure_door`` is None where no other machine is let in. ``practice`` opens the
    shop to practise in; in that shop ``way_back`` is where the real one is.
    """

    config: Config
    database: Database
    emulators: Mapping[int, EscposEmulator] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)
    change_play: Callable[[Play], None] | None = None
    secure_door: SecureDoor | None = None
    practice: Practice | None = None
    way_back: Neighbour | None = None

    def close_streams(self) -> None:
        """Ends the live updates of all open pages: the server is about to stop."""
        self.stopping.set()
        self.database.wake_ups.notify_all()


def context() -> WebContext:
    """The context of the running application."""
    return cast("WebContext", current_app.extensions[EXTENSION])


def personal_data_parts() -> PersonalDataParts:
    """Who stores what about customers, as the composition root joined it."""
    return cast("PersonalDataParts", current_app.extensions[PERSONAL_DATA])
