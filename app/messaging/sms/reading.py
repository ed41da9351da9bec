"""What became of messages: a page of them, newest first, with their parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, case, func, literal, select

from app.core.db.unit import ReadUnit
from app.core.outbox_tables import OutboxMessage
from app.crm.models import Customer
from app.messaging.sms.models import SmsMessage, SmsPart, SmsSending
from app.messaging.sms.outgoing import key_of
from app.messaging.sms.parts import TAKEN
from app.messaging.sms.settings import wait_for_morning
from app.places.day import local_time

PAGE_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class SmsView:
    """A message as a page shows it; ``to`` and ``text`` are None where they were erased.

    ``state`` is one of the outbox, or ``delivered``, ``undelivered`` where the network has reported on every part, or
    ``quiet`` of an offer that waits for the morning, whether its turn came already or not.
    """

    outbox_id: int
    occasion: str
    customer_uid: str | None
    customer_name: str | None
    to: str | None
    text: str | None
    created_at: datetime
    created_by: str
    error_code: str | None
    state: str
    parts: int
    parts_sent: int


@dataclass(frozen=True, slots=True)
class SmsPage:
    """A page of messages, how many there are, and how many parts of them all the network took."""

    messages: tuple[SmsView, ...]
    page: int
    total: int
    parts_sent: int

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE_ROWS))


@dataclass(frozen=True, slots=True)
class SendingView:
    """An act that sent many messages."""

    audience: str
    messages: int
    parts: int
    at: datetime
    by: str


_ROWS: Final = (
    select(
        OutboxMessage.id.label("outbox_id"),
        SmsMessage.occasion,
        Customer.uid.label("customer_uid"),
        Customer.name.label("customer_name"),
        SmsMessage.to_number.label("to"),
        SmsMessage.text,
        SmsMessage.created_at,
        SmsMessage.created_by,
        SmsMessage.offer,
        OutboxMessage.error_code,
        OutboxMessage.state,
        SmsMessage.id.label("message_id"),
    )
    .join(OutboxMessage, OutboxMessage.dedup_key == literal(key_of("")) + SmsMessage.uid)
    .outerjoin(Customer, Customer.id == SmsMessage.customer_id)
)
_SAID: Final = (
    "outbox_id",
    "occasion",
    "customer_uid",
    "customer_name",
    "to",
    "text",
    "created_at",
    "created_by",
    "error_code",
)


def messages(tx: ReadUnit, page: int = 1) -> SmsPage:
    """The page asked for, or the last one there is; pages count from 1."""
    total: int = tx.execute(select(func.count()).select_from(SmsMessage)).scalar_one()
    taken: int = tx.execute(select(func.count()).where(SmsPart.state.in_(TAKEN))).scalar_one()
    page = max(1, min(page, -(-total // PAGE_ROWS)))
    newest = _ROWS.order_by(SmsMessage.id.desc()).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    return SmsPage(tuple(_views(tx, newest)), page, total, taken)


def messages_with(tx: ReadUnit, reference: str) -> list[SmsView]:
    """The messages that brought a thing, oldest first."""
    return _views(tx, _ROWS.where(SmsMessage.reference == reference).order_by(SmsMessage.id))


def _views(tx: ReadUnit, statement: Select[*tuple[Any, ...]]) -> list[SmsView]:
    rows = tx.execute(statement).all()
    counted = _counted(tx, [row.message_id for row in rows]) if rows else {}
    at_night = wait_for_morning(tx, local_time(tx, tx.now)) is not None
    return [_view(row, *counted[row.message_id], at_night=at_night) for row in rows]


def sendings(tx: ReadUnit, occasion: str) -> list[SendingView]:
    """The acts that sent messages for an occasion, oldest first."""
    columns = [getattr(SmsSending, name) for name in SendingView.__slots__]
    rows = tx.execute(select(*columns).where(SmsSending.occasion == occasion).order_by(SmsSending.id))
    return [SendingView(*row) for row in rows]


def _counted(tx: ReadUnit, ids: Sequence[int]) -> dict[int, tuple[int, int, int, int]]:
    """By message: its parts, those the network took, those that arrived, and those that never will."""
    rows = tx.execute(
        select(
            SmsPart.message_id,
            func.count(),
            func.count(case((SmsPart.state.in_(TAKEN), 1))),
            func.count(case((SmsPart.state == "delivered", 1))),
            func.count(case((SmsPart.state == "undelivered", 1))),
        )
        .where(SmsPart.message_id.in_(ids))
        .group_by(SmsPart.message_id)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def _view(row: Row[Any], parts: int, taken: int, delivered: int, lost: int, *, at_night: bool) -> SmsView:
    state = "quiet" if row.state == "ready" and row.offer and at_night else row.state
    if state == "done" and lost:
        state = "undelivered"
    elif state == "done" and delivered == parts:
        state = "delivered"
    said = {name: getattr(row, name) for name in _SAID}
    return SmsView(**said, state=state, parts=parts, parts_sent=taken)
