"""The threads that keep pole displays as their tills are: best effort, and nobody waits for them.

A thread waits for the wake-up in memory that every change of a cart gives, reads what is to be seen, and shows the
newest of it. A display that is away is tried again; what it missed is worth nothing.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.core.db.unit import Database
from app.places.service import POLE_DISPLAY
from devices.errors import DeviceError, Trouble
from devices.poles.port import Face, PoleDisplay
from pos.cart.store import changed_topic
from pos.kept_devices import KeptDevices
from pos.poles.faces import face_of, greeting

LOOK_S: Final = 2.0
"""How often a till is looked at although nobody said that it changed: a sale paid is thanked for a minute."""
AGAIN_S: Final = 60.0
"""How often an unchanged face is sent again: a display may have been without power."""
AWAY_S: Final = 2.0
PACE_S: Final = 0.1
TEST_S: Final = 5.0

OpenPole = Callable[[str], PoleDisplay]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PoleState:
    """How a display was when it was last written to; ``face`` is None until it has shown one."""

    trouble: Trouble | None
    face: Face | None


class PoleWorker:
    """One display of one till."""

    def __init__(self, database: Database, pole: PoleDisplay, till_id: int) -> None:
        self._database = database
        self._pole = pole
        self._till_id = till_id
        self._stopped = threading.Event()
        self._test_until_s = 0.0
        self.state = PoleState(None, None)
        self._thread = threading.Thread(target=self._work, name=f"pole display {till_id}", daemon=True)
        self._thread.start()

    def test(self) -> None:
        """Shows its own name for five seconds."""
        self._test_until_s = time.monotonic() + TEST_S
        self._database.wake_ups.notify(changed_topic(self._till_id))

    def stop(self) -> None:
        """Ends the thread."""
        self._stopped.set()
        self._database.wake_ups.notify(changed_topic(self._till_id))
        self._thread.join()

    def _work(self) -> None:
        topic, told_s = changed_topic(self._till_id), -AGAIN_S
        while not self._stopped.is_set():
            seen = self._database.wake_ups.seen(topic)
            try:
                face = self._wanted()
                if face != self.state.face or time.monotonic() - told_s >= AGAIN_S:
                    self._pole.show(face)
                    self.state, told_s = PoleState(None, face), time.monotonic()
                    self._stopped.wait(PACE_S)
                self._database.wake_ups.wait(topic, seen, LOOK_S)
            except DeviceError as error:
                self.state = PoleState(error.trouble, None)
                self._stopped.wait(AWAY_S)
            except Exception:  # noqa: BLE001  # a thread that ends leaves a display dark
                _log.exception("the pole display of till %s stumbled; it goes on in a moment", self._till_id)
                self._stopped.wait(AWAY_S)
        self._pole.close()

    def _wanted(self) -> Face:
        if time.monotonic() < self._test_until_s:
            return greeting("Regulars 0123456789")
        with self._database.read_unit() as tx:
            return face_of(tx, self._till_id)


class PoleDisplays(KeptDevices[PoleWorker]):
    """Every pole display of the shop's tills."""

    def __init__(self, database: Database, open_pole: OpenPole) -> None:
        super().__init__(
            database, POLE_DISPLAY, lambda till_id, address: PoleWorker(database, open_pole(address), till_id)
        )
