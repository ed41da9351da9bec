"""The devices of a till: rows with an address, changed while the shop is open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from app.core import feed, journal
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.ids import new_uid
from app.places.models import Device, Till
from app.places.service import LABEL_PRINTER, PLACES, POLE_DISPLAY, SCALE, SCANNER, SMS_MODEM, place_of
from devices.address import DeviceAddress
from devices.labels.options import label_options
from devices.poles.options import pole_options
from devices.scales.options import scale_options
from devices.scanners.options import scanner_options
from devices.sms.options import sms_options

TOPIC = "devices"
NAME_MOST = 80
_CHECKS: Final[Mapping[str, Callable[[str], object]]] = {
    LABEL_PRINTER: label_options,
    SCALE: scale_options,
    POLE_DISPLAY: pole_options,
    SCANNER: scanner_options,
    SMS_MODEM: sms_options,
}
"""How the address of a device is checked whole, by its role; of any other only the form is."""


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device as the office shows it."""

    id: int
    till_id: int
    role: str
    name: str
    address: str
    active: bool
    emulated: bool = False


_COLUMNS: Final = (Device.id, Device.till_id, Device.role, Device.name, Device.address, Device.active, Device.emulated)
_IN_ORDER: Final = select(*_COLUMNS).order_by(Device.till_id, Device.id)
_ALL: Final = Prepared(_IN_ORDER)
_OF_TILL: Final = Prepared(_IN_ORDER.where(Device.till_id == bindparam("of_till")))


def devices(tx: ReadUnit, till_id: int | None = None) -> list[DeviceView]:
    """The devices of a till, or of all tills."""
    rows = _ALL.all(tx, {}) if till_id is None else _OF_TILL.all(tx, {"of_till": till_id})
    return [DeviceView(*row) for row in rows]


def device_of(tx: ReadUnit, device_id: int) -> DeviceView | None:
    """A device by its id; None where there is none."""
    row = tx.execute(select(*_COLUMNS).where(Device.id == device_id)).first()
    return None if row is None else DeviceView(*row)


def label_printers(tx: ReadUnit, shop_id: int) -> list[DeviceView]:
    """The label printers in use that stand at tills of a shop."""
    statement = (
        select(*_COLUMNS)
        .join(Till, Till.id == Device.till_id)
        .where(Till.shop_id == shop_id, Device.role == LABEL_PRINTER, Device.active)
        .order_by(Device.name, Device.id)
    )
    return [DeviceView(*row) for row in tx.execute(statement)]


def add_device(tx: Unit, till_id: int, role: str, name: str, address: str, *, emulated: bool = False) -> int:
    """Gives a till a device (a right); answers its id. Raises what ``DeviceAddress.parse`` raises.

    The address of a label printer, scale, display, scanner or modem is checked whole, as its kind's options are read.
    An ``emulated`` one is started by the server that it runs in.
    """
    tx.actor.require("devices.manage")
    place_of(tx, till_id)
    values = {**_checked(role, name, address), "emulated": emulated}
    key = tx.execute(
        insert(Device), {"uid": new_uid(), "till_id": till_id, "role": role, "active": True, **values}
    ).inserted_primary_key
    assert key is not None
    device_id: int = key[0]
    journal.record(tx, "device.added", subject=f"device:{device_id}", body={"till": till_id, "role": role, **values})
    _changed(tx, till_id)
    return device_id


def change_device(
    tx: Unit, device_id: int, name: str, address: str, *, active: bool, emulated: bool | None = None
) -> None:
    """Changes a device (a right); its lane uses the new address with the next message.

    An emulated one stays so only while it is where it was: behind another host or port may stand a real one, on this
    machine too. ``emulated`` is said by whoever runs it.
    """
    tx.actor.require("devices.manage")
    old = tx.execute(select(*_COLUMNS).where(Device.id == device_id)).first()
    if old is None:
        raise NotFound("no_device")
    values = {**_checked(old.role, name, address), "active": active}
    values["emulated"] = old.emulated and is_same_place(address, old.address) if emulated is None else emulated
    tx.execute(update(Device).where(Device.id == device_id).values(**values))
    journal.record(
        tx,
        "device.changed",
        subject=f"device:{device_id}",
        body={"old": {"name": old.name, "address": old.address, "active": old.active}, "new": values},
    )
    _changed(tx, old.till_id)


def is_same_place(address: str, other: str) -> bool:
    """Whether two addresses name the same host and port; BadInput for one that can not be."""
    one, another = DeviceAddress.parse(address), DeviceAddress.parse(other)
    return (one.host, one.port) == (another.host, another.port)


def _checked(role: str, name: str, address: str) -> dict[str, str | bool]:
    name = " ".join(name.split())
    if not name or len(name) > NAME_MOST:
        raise BadInput("name_missing", "name", most=NAME_MOST)
    _CHECKS.get(role, DeviceAddress.parse)(address)
    return {"name": name, "address": address.strip()}


def _changed(tx: Unit, till_id: int) -> None:
    tx.outdate(PLACES)
    feed.announce(tx, TOPIC, till_id=till_id)
