"""What is known of each part of a message: written before it is sent, after it, and when the network reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update

from app.core import outbox
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.outbox_tables import OutboxMessage
from app.messaging.sms.models import SmsMessage, SmsPart
from app.messaging.sms.outgoing import key_of
from devices.sms.port import DeliveryReport

REPORTED_WITHIN: Final = timedelta(days=7)
"""References come round after 256 parts: an older one is another part's."""
TAKEN: Final = ("sent", "delivered", "undelivered")
"""States of parts that the network has."""
_HEARD_OF: Final = timedelta(minutes=10)
"""So long a report on an unknown reference may be that of a part whose answer was lost."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A message as its lane needs it; ``todo`` are the numbers of the parts that the network does not have."""

    id: int
    to: str
    text: str
    offer: bool
    customer_id: int | None
    tries: int
    todo: tuple[int, ...]


_LOADED: Final = (
    SmsMessage.id,
    SmsMessage.to_number,
    SmsMessage.text,
    SmsMessage.offer,
    SmsMessage.customer_id,
    SmsMessage.tries,
)
_PARTS: Final = select(SmsPart.message_id, SmsPart.number, SmsMessage.uid).join(
    SmsMessage, SmsMessage.id == SmsPart.message_id
)


def load(tx: ReadUnit, uid: str) -> Loaded:
    """The message; NotFound ``sms_erased`` where number or text are gone."""
    row = tx.execute(select(*_LOADED).where(SmsMessage.uid == uid)).first()
    if row is None or row.to_number is None or row.text is None:
        raise NotFound("sms_erased")
    todo = tx.execute(
        select(SmsPart.number).where(SmsPart.message_id == row.id, SmsPart.state.not_in(TAKEN)).order_by(SmsPart.number)
    ).scalars()
    return Loaded(row.id, row.to_number, row.text, row.offer, row.customer_id, row.tries, tuple(todo))


def mark(tx: Unit, message_id: int, number: int, state: str, network_reference: int | None = None) -> None:
    """Writes the state of a part; going out counts as a try of its message."""
    values = {"state": state, "network_reference": network_reference, "at": tx.now}
    tx.execute(update(SmsPart).where(SmsPart.message_id == message_id, SmsPart.number == number).values(values))
    if state == "sending":
        tx.execute(update(SmsMessage).where(SmsMessage.id == message_id).values(tries=SmsMessage.tries + 1))


def doubt_what_was_going_out(tx: Unit, uid: str) -> bool:
    """After a crash: a part that was going out may have gone; whether there was one."""
    own = select(SmsMessage.id).where(SmsMessage.uid == uid).scalar_subquery()
    going = update(SmsPart).where(SmsPart.message_id == own, SmsPart.state == "sending")
    return bool(tx.execute(going.values(state="unknown")).rowcount)


def take_reports(tx: Unit, reports: Iterable[DeliveryReport]) -> None:
    """Writes what the network says of parts; one whose answer was lost is found by its number alone."""
    for report in reports:
        part = _named(tx, report) or _unheard_of(tx, report)
        if part is None:
            continue
        message_id, number, uid = part
        values = {"state": report.delivery.value, "network_reference": report.reference}
        tx.execute(update(SmsPart).where(SmsPart.message_id == message_id, SmsPart.number == number).values(values))
        _end_doubt(tx, message_id, uid)


def _named(tx: ReadUnit, report: DeliveryReport) -> tuple[int, int, str] | None:
    sent = _PARTS.where(
        SmsPart.network_reference == report.reference,
        SmsPart.state == "sent",
        SmsMessage.to_number == report.number,
        SmsPart.at > tx.now - REPORTED_WITHIN,
    )
    row = tx.execute(sent.order_by(SmsPart.at.desc()).limit(1)).first()
    return None if row is None else (row[0], row[1], row[2])


def _unheard_of(tx: ReadUnit, report: DeliveryReport) -> tuple[int, int, str] | None:
    doubtful = _PARTS.where(
        SmsPart.state == "unknown", SmsMessage.to_number == report.number, SmsPart.at > tx.now - _HEARD_OF
    )
    row = tx.execute(doubtful.order_by(SmsPart.at).limit(1)).first()
    return None if row is None else (row[0], row[1], row[2])


def _end_doubt(tx: Unit, message_id: int, uid: str) -> None:
    """A message whose every part the network has needs nobody's word any more."""
    open_parts = select(SmsPart.number).where(SmsPart.message_id == message_id, SmsPart.state.not_in(TAKEN)).limit(1)
    doubtful = select(OutboxMessage.id).where(OutboxMessage.dedup_key == key_of(uid), OutboxMessage.state == "in_doubt")
    outbox_id = tx.execute(doubtful).scalar()
    if outbox_id is not None and tx.execute(open_parts).first() is None:
        outbox.decide(tx, outbox_id, "happened", reason="the network reported it")
