"""Short messages on their way to people, the parts they travel in, and who sent many at once."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class SmsMessage(Base):
    """A message. Its state is that of its outbox message and its parts; number and text stand here alone.

    ``occasion`` is what it is sent for, once to each customer; ``reference`` is what he gets (``coupon:<id>``,
    ``receipt:<uid>``). An ``offer`` asks for consent and waits for the morning. ``tries`` counts those that reached
    the modem.
    """

    __tablename__ = "sms_message"
    __table_args__ = (
        UniqueConstraint("occasion", "customer_id", name="uq_sms_message_occasion_customer_id"),
        Index("ix_sms_message_customer_id", "customer_id"),
        Index("ix_sms_message_to_number", "to_number"),
        Index("ix_sms_message_reference", "reference"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    occasion: Mapped[str] = mapped_column(String(60))
    reference: Mapped[str | None] = mapped_column(String(60))
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))
    to_number: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str | None] = mapped_column(Text)
    offer: Mapped[bool] = mapped_column(Boolean)
    tries: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(120))


class SmsPart(Base):
    """A part of a message: what is paid for. ``network_reference`` (0 to 255) is what its report will name.

    ``at`` is when it went to the network. ``unknown``: all of it was handed over, and no answer came.
    """

    __tablename__ = "sms_part"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting','sending','sent','unknown','delivered','undelivered')", name="state_known"
        ),
        Index("ix_sms_part_network_reference", "network_reference"),
    )

    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("sms_message.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(12))
    network_reference: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SmsSending(Base):
    """Messages that somebody sent in one act, which the ``uid`` makes happen once.

    ``audience`` is whom they were meant for, ``text`` what they say before the names are filled in.
    """

    __tablename__ = "sms_sending"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    occasion: Mapped[str] = mapped_column(String(60), index=True)
    audience: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    messages: Mapped[int] = mapped_column(Integer)
    parts: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(120))


append_only("sms_sending")
