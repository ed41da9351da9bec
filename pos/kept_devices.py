"""Devices of the tills that have a thread of their own for as long as they are in use."""

import logging
import threading
from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

from sqlalchemy import select

from app.core.db.unit import Database
from app.places.models import Device

LOOK_S: Final = 2.0
"""How often what the office has changed is looked for."""

_log = logging.getLogger(__name__)


class Worker(Protocol):
    """Who keeps one device; its thread runs from the beginning."""

    def stop(self) -> None:
        """Ends the thread."""


WorkerT = TypeVar("WorkerT", bound=Worker)


class KeptDevices(Generic[WorkerT]):
    """Every device of a role: follows what the office adds, changes and takes out of use.

    ``keep`` makes who keeps the device of a till at an address.
    """

    def __init__(self, database: Database, role: str, keep: Callable[[int, str], WorkerT]) -> None:
        self._database = database
        self._role = role
        self._keep = keep
        self._stopped = threading.Event()
        self._workers: dict[tuple[int, int, str], WorkerT] = {}
        self._watcher = threading.Thread(target=self._watch, name=f"{role}s", daemon=True)

    def start(self) -> None:
        """Begins to look after them."""
        self._watcher.start()

    def stop(self) -> None:
        """Ends every thread."""
        self._stopped.set()
        if self._watcher.is_alive():
            self._watcher.join()
        self._end(set(self._workers))

    def worker_of(self, device_id: int) -> WorkerT | None:
        """Who keeps a device; None where it is not in use, or was added a moment ago."""
        return next((worker for key, worker in list(self._workers.items()) if key[0] == device_id), None)

    def _watch(self) -> None:
        while not self._stopped.is_set():
            try:
                self._follow()
            except Exception:  # noqa: BLE001  # a thread that ends leaves every new device idle
                _log.exception("the devices could not be read; trying again")
            self._stopped.wait(LOOK_S)

    def _follow(self) -> None:
        with self._database.read_unit() as tx:
            rows = tx.execute(
                select(Device.id, Device.till_id, Device.address).where(Device.role == self._role, Device.active)
            )
            wanted = {(row[0], row[1], row[2]) for row in rows}
        self._end(set(self._workers) - wanted)
        for key in sorted(wanted - set(self._workers)):
            _, till_id, address = key
            self._workers[key] = self._keep(till_id, address)

    def _end(self, keys: set[tuple[int, int, str]]) -> None:
        for key in keys:
            self._workers.pop(key).stop()
