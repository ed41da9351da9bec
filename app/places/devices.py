"""The devices of a till: rows with an address, changed while the shop is open."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from app.core import feed, journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.ids import new_uid
from app.places.models import Device, Till
from app.places.service import LABEL_PRINTER, PLACES, place_of
from devices.address import DeviceAddress
from devices.labels.options import label_options

TOPIC = "devices"
NAME_MOST = 80


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device as the office shows it."""

    id: int
    till_id: int
    role: str
    name: str
    address: str
    active: bool


def devices(tx: ReadUnit, till_id: int | None = None) -> list[DeviceView]:
    """The devices of a till, or of all tills."""
    statement = select(Device.id, Device.till_id, Device.role, Device.name, Device.address, Device.active)
    if till_id is not None:
        statement = statement.where(Device.till_id == till_id)
    return [DeviceView(*row) for row in tx.execute(statement.order_by(Device.till_id, Device.id))]


def label_printers(tx: ReadUnit, shop_id: int) -> list[DeviceView]:
    """The label printers in use that stand at tills of a shop."""
    statement = (
        select(Device.id, Device.till_id, Device.role, Device.name, Device.address, Device.active)
        .join(Till, Till.id == Device.till_id)
        .where(Till.shop_id == shop_id, Device.role == LABEL_PRINTER, Device.active)
        .order_by(Device.name, Device.id)
    )
    return [DeviceView(*row) for row in tx.execute(statement)]


def add_device(tx: Unit, till_id: int, role: str, name: str, address: str) -> int:
    """Gives a till a device (a right); answers its id. Raises what ``DeviceAddress.parse`` raises.

    The address of a label printer is checked whole, as ``label_options`` does.
    """
    tx.actor.require("devices.manage")
    place_of(tx, till_id)
    values = _checked(role, name, address)
    key = tx.execute(
        insert(Device), {"uid": new_uid(), "till_id": till_id, "role": role, "active": True, **values}
    ).inserted_primary_key
    assert key is not None
    device_id: int = key[0]
    journal.record(tx, "device.added", subject=f"device:{device_id}", body={"till": till_id, "role": role, **values})
    _changed(tx, till_id)
    return device_id


def change_device(tx: Unit, device_id: int, name: str, address: str, *, active: bool) -> None:
    """Changes a device (a right); its lane uses the new address with the next message."""
    tx.actor.require("devices.manage")
    old = tx.execute(
        select(Device.till_id, Device.role, Device.name, Device.address, Device.active).where(Device.id == device_id)
    ).first()
    if old is None:
        raise NotFound("no_device")
    values = {**_checked(old.role, name, address), "active": active}
    tx.execute(update(Device).where(Device.id == device_id).values(**values))
    journal.record(
        tx,
        "device.changed",
        subject=f"device:{device_id}",
        body={"old": {"name": old.name, "address": old.address, "active": old.active}, "new": values},
    )
    _changed(tx, old.till_id)


def _checked(role: str, name: str, address: str) -> dict[str, str]:
    name = " ".join(name.split())
    if not name or len(name) > NAME_MOST:
        raise BadInput("name_missing", "name", most=NAME_MOST)
    if role == LABEL_PRINTER:
        label_options(address)
    else:
        DeviceAddress.parse(address)
    return {"name": name, "address": address.strip()}


def _changed(tx: Unit, till_id: int) -> None:
    tx.outdate(PLACES)
    feed.announce(tx, TOPIC, till_id=till_id)
