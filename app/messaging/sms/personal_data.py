"""What short messages keep of customers: their numbers, and what they were told."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from app.core.db.unit import ReadUnit, Unit
from app.core.journal_details import erase_details
from app.crm.models import Customer
from app.crm.personal_data import PersonalData
from app.messaging.sms.models import SmsMessage
from app.messaging.sms.outgoing import subject_of


def sms_data() -> PersonalData:
    """The messages' own answer. It must be asked before the client book, which forgets the customer's numbers."""
    return PersonalData(frozenset({SmsMessage.__tablename__}), _export, _erase)


def _of(customer_id: int) -> ColumnElement[bool]:
    own = select(Customer.phone).where(Customer.id == customer_id, Customer.phone.is_not(None))
    nobodys = (SmsMessage.customer_id.is_(None)) & SmsMessage.to_number.in_(own)
    return or_(SmsMessage.customer_id == customer_id, nobodys)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    rows = tx.execute(
        select(SmsMessage.to_number, SmsMessage.text, SmsMessage.created_at)
        .where(_of(customer_id))
        .order_by(SmsMessage.id)
    )
    return {"short_messages": [{"to": to, "text": text, "at": at.isoformat()} for to, text, at in rows]}


def _erase(tx: Unit, customer_id: int) -> None:
    for (uid,) in tx.execute(select(SmsMessage.uid).where(_of(customer_id))).all():
        erase_details(tx, subject_of(uid))
    tx.execute(update(SmsMessage).where(_of(customer_id)).values(to_number=None, text=None))
