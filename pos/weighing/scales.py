"""The scales of the tills: each is watched by a thread of its own, and asked while no unit of work is open."""

import threading
from collections.abc import Callable

from sqlalchemy import select

from app.core.db.unit import Database
from app.core.errors import NotFound
from app.core.io_guard import refuse_inside_unit
from app.places.models import Device
from app.places.service import SCALE
from devices.scales.options import scale_options
from devices.scales.port import Scale
from pos.weighing.watch import ScaleWatch

OpenScale = Callable[[str], Scale]


class Scales:
    """Opens the scale of a till when somebody looks, and keeps it while its address stays the same."""

    def __init__(self, database: Database, open_scale: OpenScale) -> None:
        self._database = database
        self._open_scale = open_scale
        self._turn = threading.Lock()
        self._watches: dict[str, ScaleWatch] = {}

    def of_till(self, till_id: int) -> ScaleWatch:
        """The scale of a till; NotFound ``no_scale``, BadInput where its address can not be."""
        refuse_inside_unit()
        with self._database.read_unit() as tx:
            address = tx.execute(
                select(Device.address)
                .where(Device.till_id == till_id, Device.role == SCALE, Device.active)
                .order_by(Device.id)
                .limit(1)
            ).scalar()
        if address is None:
            raise NotFound("no_scale")
        return self.at(address)

    def at(self, address: str) -> ScaleWatch:
        """The scale at an address; two tills may share one. BadInput where the address can not be."""
        with self._turn:
            watch = self._watches.get(address)
            if watch is None:
                watch = self._watches[address] = ScaleWatch(self._open_scale(address), scale_options(address))
            return watch

    def stop(self) -> None:
        """Ends every thread."""
        with self._turn:
            for watch in self._watches.values():
                watch.stop()
            self._watches.clear()
