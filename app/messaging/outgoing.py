"""Sending mails through the outbox, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, insert, select

from app.core import journal, outbox
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import parse_uid
from app.crm.typed import clean_email
from app.messaging.models import MailMessage
from app.messaging.settings import mail_is_set_up

LANE: Final = "mail"
MAIL_KIND: Final = "mail"
EXPIRES: Final = timedelta(days=3)
"""A receipt that could not be sent for longer is not waited for any more."""


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail as pages show it; ``to`` is empty where it was erased, ``state`` is one of the outbox."""

    uid: str
    kind: str
    reference: str
    to: str
    created_at: datetime
    state: str
    error_code: str | None


def queue_mail(tx: Unit, uid: str, kind: str, reference: str, to: str, *, customer_id: int | None = None) -> None:
    """Sends a mail as soon as the server takes it (journaled). The same ``uid`` again does nothing.

    Raises BadInput ``email_invalid``, Conflict ``mail_not_set_up``.
    """
    uid = parse_uid(uid)
    if outbox.known(tx, _key(uid)):
        return
    address = clean_email(to, "to")
    if address is None:
        raise BadInput("email_invalid", "to")
    if not mail_is_set_up(tx):
        raise Conflict("mail_not_set_up")
    tx.execute(
        insert(MailMessage),
        {
            "uid": uid,
            "kind": kind,
            "reference": reference,
            "to_address": address,
            "customer_id": customer_id,
            "created_at": tx.now,
        },
    )
    outbox.enqueue(tx, LANE, MAIL_KIND, {"mail": uid}, dedup_key=_key(uid), expires_after=EXPIRES)
    journal.record(tx, "mail.queued", subject=subject_of(uid), body={"paper": reference}, detail={"address": address})


def subject_of(uid: str) -> str:
    """How the journal names a mail."""
    return f"mail:{uid}"


@dataclass(frozen=True, slots=True)
class Addressed:
    """A mail as its writer needs it."""

    kind: str
    reference: str
    to: str


def addressed(tx: ReadUnit, uid: str) -> Addressed:
    """What the mail is and to whom; NotFound ``mail_erased`` where nobody knows the address any more."""
    row = tx.execute(
        select(MailMessage.kind, MailMessage.reference, MailMessage.to_address).where(MailMessage.uid == uid)
    ).first()
    if row is None or row.to_address is None:
        raise NotFound("mail_erased")
    return Addressed(*row)


def mails_about(tx: ReadUnit, reference: str) -> list[MailView]:
    """The mails that carried a paper, oldest first."""
    return _views(tx, MailMessage.reference == reference)


def mails_by_uid(tx: ReadUnit, uids: Sequence[str]) -> dict[str, MailView]:
    """The mails with these uids."""
    return {mail.uid: mail for mail in _views(tx, MailMessage.uid.in_(uids))}


def _views(tx: ReadUnit, condition: ColumnElement[bool]) -> list[MailView]:
    rows = tx.execute(
        select(MailMessage.uid, MailMessage.kind, MailMessage.reference, MailMessage.to_address, MailMessage.created_at)
        .where(condition)
        .order_by(MailMessage.id)
    ).all()
    states = outbox.states_of(tx, [_key(row.uid) for row in rows])
    return [MailView(uid, kind, reference, to or "", at, *states[_key(uid)]) for uid, kind, reference, to, at in rows]


def _key(uid: str) -> str:
    return f"mail:{uid}"
