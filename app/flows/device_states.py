"""How every device of the shop stands: its queue, what the line to it said last, and what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core import outbox_view
from app.core.db.unit import ReadUnit
from app.core.outbox_view import LaneStatus
from app.messaging.sms.outgoing import LANE as SMS_LANE
from app.places.devices import DeviceView, devices
from app.places.service import CARD_TERMINAL, FISCAL_REGISTER, LABEL_PRINTER, RECEIPT_PRINTER, SMS_MODEM, tills
from devices.exchanges.log import Piece
from pos.fiscal.queue import fiscal_lane
from pos.papers.store import printer_lane
from pos.payments.keeping import card_lane
from warehouse.tags.jobs import tag_lane

_LANES: Final[Mapping[str, Callable[[DeviceView], str]]] = {
    RECEIPT_PRINTER: lambda device: printer_lane(device.till_id),
    LABEL_PRINTER: lambda device: tag_lane(device.id),
    FISCAL_REGISTER: lambda device: fiscal_lane(device.till_id),
    CARD_TERMINAL: lambda device: card_lane(device.id),
    SMS_MODEM: lambda _device: SMS_LANE,
}


class State(StrEnum):
    """How a device stands, as far as can be told without speaking to it."""

    READY = "ready"
    WAITING = "waiting"
    """Its queue waits, for the reason that is given or because something is under way."""

    IN_DOUBT = "in_doubt"
    """A person has to decide what became of a message."""

    PAUSED = "paused"
    TROUBLE = "trouble"
    """The line to it failed when it was last used."""

    UNKNOWN = "unknown"
    """Nothing was exchanged with it yet."""

    NOT_IN_USE = "not_in_use"


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device at its till; ``code`` says what is wrong.

    ``queue`` is None for what has none, ``last`` is the newest that went over the line.
    """

    device: DeviceView
    till_name: str
    state: State
    code: str | None
    queue: LaneStatus | None
    last: Piece | None


def lane_of(device: DeviceView) -> str | None:
    """The lane of the outbox that serves a device; None for scales, pole displays and scanners."""
    lane = _LANES.get(device.role)
    return None if lane is None else lane(device)


def device_states(tx: ReadUnit, pieces_of: Callable[[DeviceView], Sequence[Piece]]) -> list[DeviceState]:
    """Every device, by till; ``pieces_of`` reads what was exchanged with one."""
    names = {place.till_id: place.till_name for place in tills(tx)}
    found = []
    for device in devices(tx):
        lane, pieces = lane_of(device), pieces_of(device)
        queue = None if lane is None else outbox_view.lane_status(tx, lane)
        last = pieces[-1] if pieces else None
        state, code = _state(device, queue, last)
        found.append(DeviceState(device, names.get(device.till_id, ""), state, code, queue, last))
    return found


def _state(device: DeviceView, queue: LaneStatus | None, last: Piece | None) -> tuple[State, str | None]:
    if not device.active:
        return State.NOT_IN_USE, None
    if queue is not None and queue.state == "paused":
        return State.PAUSED, queue.error_code
    if queue is not None and queue.in_doubt:
        return State.IN_DOUBT, queue.error_code
    if queue is not None and queue.waiting:
        return State.WAITING, queue.error_code
    if last is None:
        return State.UNKNOWN, None
    return (State.TROUBLE, last.code) if last.way == "trouble" else (State.READY, None)
