"""Connecting card terminals to tills."""

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.places.devices import DeviceView, add_device, change_device, devices
from app.places.service import CARD_TERMINAL
from devices.address import DeviceAddress
from devices.card.makers import CARD_DRIVERS
from pos.payments.reading import under_way_at


def add_terminal(tx: Unit, till_id: int, name: str, address: str, *, emulated: bool = False) -> int:
    """Connects a terminal to a till (a right); answers its id.

    Raises BadInput as ``DeviceAddress.parse``, ``address_no_terminal``, and ``terminal_there`` where the till has one.
    """
    tx.actor.require("devices.manage")
    _check(address)
    if any(one.role == CARD_TERMINAL for one in devices(tx, till_id)):
        raise BadInput("terminal_there", "address")
    return add_device(tx, till_id, CARD_TERMINAL, name, address, emulated=emulated)


def change_terminal(tx: Unit, device_id: int, name: str, address: str, *, active: bool) -> None:
    """Changes a terminal (a right). One out of use is no more connected: the cashier says what it showed.

    Raises as ``add_terminal``, NotFound ``no_device``, Conflict ``card_payment_under_way``.
    """
    tx.actor.require("devices.manage")
    _check(address)
    terminal(tx, device_id)
    if under_way_at(tx, device_id) is not None:
        raise Conflict("card_payment_under_way")
    change_device(tx, device_id, name, address, active=active)


def terminal(tx: ReadUnit, device_id: int) -> DeviceView:
    """A card terminal among the devices; NotFound ``no_device``."""
    for device in devices(tx):
        if (device.id, device.role) == (device_id, CARD_TERMINAL):
            return device
    raise NotFound("no_device")


def _check(address: str) -> None:
    parsed = DeviceAddress.parse(address)
    if parsed.driver not in CARD_DRIVERS or parsed.transport != "tcp":
        raise BadInput("address_no_terminal", driver=parsed.driver, known=", ".join(CARD_DRIVERS.values()))
    parsed.refuse_unknown_options(())
