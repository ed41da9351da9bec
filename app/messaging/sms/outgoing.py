"""Sending short messages through the outbox: written once, with the parts they travel in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import insert, select

from app.core import journal, outbox, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid, parse_uid
from app.crm.phones import normal_phone
from app.crm.settings import COUNTRY
from app.messaging.sms.models import SmsMessage, SmsPart
from app.messaging.sms.settings import modem_address
from devices.sms.parts import cut
from devices.sms.pdu import is_international

LANE: Final = "sms"
SMS_KIND: Final = "sms"
EXPIRES: Final = timedelta(days=7)
"""What could not be sent for longer is no news any more."""
TEST: Final = "test"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent; ``to`` is international (``+359888123456``), ``reference`` what the customer gets."""

    to: str
    text: str
    customer_id: int | None = None
    reference: str | None = None


def queue_sms(
    tx: Unit,
    occasion: str,
    messages: Sequence[Outgoing],
    *,
    offer: bool,
    expires_after: timedelta = EXPIRES,
    uid: str | None = None,
) -> int:
    """Sends messages as soon as the modem takes them; answers in how many parts. A customer gets one an occasion.

    An ``offer`` asks for consent when its turn comes, and waits for the morning. ``uid`` is that of a single one.
    Raises Conflict ``sms_not_set_up``, BadInput ``sms_text_missing``, ``sms_text_long``, ``sms_number``.
    """
    if modem_address(tx) is None:
        raise Conflict("sms_not_set_up")
    parts = 0
    for message in messages:
        if not is_international(message.to):
            raise BadInput("sms_number", "to")
        whole, own_uid = cut(message.text), uid or new_uid()
        values = {
            "uid": own_uid,
            "occasion": occasion,
            "reference": message.reference,
            "customer_id": message.customer_id,
            "to_number": message.to,
            "text": message.text,
            "offer": offer,
            "tries": 0,
            "created_at": tx.now,
            "created_by": tx.actor.name,
        }
        key = tx.execute(insert(SmsMessage), values).inserted_primary_key
        assert key is not None
        rows = [{"message_id": key[0], "number": place + 1, "state": "waiting"} for place in range(len(whole.parts))]
        tx.execute(insert(SmsPart), rows)
        outbox.enqueue(tx, LANE, SMS_KIND, {"sms": own_uid}, dedup_key=key_of(own_uid), expires_after=expires_after)
        parts += len(rows)
    return parts


def send_test(tx: Unit, uid: str, to: str, text: str) -> None:
    """Sends one message to see whether it arrives (a right, journaled). The same ``uid`` again does nothing.

    Raises Conflict ``sms_not_set_up``, BadInput ``sms_number``, ``sms_text_missing``, ``sms_text_long``.
    """
    tx.actor.require("settings.edit")
    uid = parse_uid(uid)
    if outbox.known(tx, key_of(uid)):
        return
    number = normal_phone(to, settings.get(tx, COUNTRY))
    if number is None:
        raise BadInput("sms_number", "to")
    queue_sms(tx, TEST, [Outgoing(number, text)], offer=False, uid=uid)
    journal.record(tx, "sms.queued", subject=subject_of(uid), body={"about": TEST}, detail={"number": number})


def sent_for(tx: ReadUnit, occasion: str) -> dict[int, str | None]:
    """The customers who were sent a message on an occasion, with what each got."""
    rows = tx.execute(
        select(SmsMessage.customer_id, SmsMessage.reference).where(
            SmsMessage.occasion == occasion, SmsMessage.customer_id.is_not(None)
        )
    )
    return dict(tuple(row) for row in rows)


def subject_of(uid: str) -> str:
    """How the journal names a message."""
    return f"sms:{uid}"


def key_of(uid: str) -> str:
    """The key of a message in the outbox."""
    return f"sms:{uid}"
