"""What mails keep of customers: the addresses they went to."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from app.core.db.unit import ReadUnit, Unit
from app.core.journal_details import erase_details
from app.crm.models import Customer
from app.crm.personal_data import PersonalData
from app.messaging.models import MailMessage
from app.messaging.outgoing import subject_of


def mail_data() -> PersonalData:
    """The mails' own answer. It must be asked before the client book, which forgets the customer's address."""
    return PersonalData(frozenset({MailMessage.__tablename__}), _export, _erase)


def _of(customer_id: int) -> ColumnElement[bool]:
    own_address = select(Customer.email).where(Customer.id == customer_id, Customer.email.is_not(None))
    return or_(MailMessage.customer_id == customer_id, MailMessage.to_address.in_(own_address))


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    rows = tx.execute(
        select(MailMessage.to_address, MailMessage.reference, MailMessage.created_at)
        .where(_of(customer_id))
        .order_by(MailMessage.id)
    )
    return {"mails": [{"to": to, "about": reference, "at": at.isoformat()} for to, reference, at in rows]}


def _erase(tx: Unit, customer_id: int) -> None:
    for (uid,) in tx.execute(select(MailMessage.uid).where(_of(customer_id))).all():
        erase_details(tx, subject_of(uid))
    tx.execute(update(MailMessage).where(_of(customer_id)).values(to_address=None))
