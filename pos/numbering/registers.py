"""Which fiscal register stands at a device's address."""

from typing import Final

from sqlalchemy import bindparam, insert, select

from app.core import journal
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.places.models import Device
from app.places.service import FISCAL_REGISTER
from pos.numbering.models import AcceptedRegister

_ACCEPTED: Final = Prepared(
    select(AcceptedRegister.serial_number)
    .where(AcceptedRegister.device_id == bindparam("of_device"))
    .order_by(AcceptedRegister.id.desc())
    .limit(1)
)


def accepted_serial(tx: ReadUnit, device_id: int) -> str:
    """The serial number of the register that stands there; empty before it has said one."""
    found = _ACCEPTED.first(tx, {"of_device": device_id})
    return "" if found is None else str(found[0])


def serial_at_till(tx: ReadUnit, till_id: int) -> str:
    """The serial number of a till's register; empty before it has said one."""
    found: str | None = tx.execute(
        select(AcceptedRegister.serial_number)
        .join(Device, Device.id == AcceptedRegister.device_id)
        .where(Device.till_id == till_id, Device.role == FISCAL_REGISTER, Device.active)
        .order_by(AcceptedRegister.id.desc())
        .limit(1)
    ).scalar()
    return found or ""


def accept(tx: Unit, device_id: int, serial_number: str, reason: str = "") -> None:
    """From now on this register stands there; journaled."""
    old = accepted_serial(tx, device_id)
    tx.execute(
        insert(AcceptedRegister),
        {"device_id": device_id, "serial_number": serial_number, "at": tx.now, "accepted_by": tx.actor.name},
    )
    body = {"old": old, "new": serial_number, "reason": reason}
    journal.record(tx, "fiscal.register_accepted", subject=f"device:{device_id}", body=body)


def forget(tx: Unit, device_id: int) -> None:
    """Somebody puts another kind of register there on purpose: it may say its own number, and no swap is noticed."""
    if accepted_serial(tx, device_id):
        row = {"device_id": device_id, "serial_number": "", "at": tx.now, "accepted_by": tx.actor.name}
        tx.execute(insert(AcceptedRegister), row)
