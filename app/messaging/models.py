"""Mails on their way to people: to whom, and about what."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class MailMessage(Base):
    """A mail. Its state is that of its outbox message; the address stands here alone, so that it can be erased.

    ``kind`` names who writes it, ``reference`` what it is about (``receipt:<uid>``).
    """

    __tablename__ = "mail_message"
    __table_args__ = (
        Index("ix_mail_message_reference", "reference"),
        Index("ix_mail_message_customer_id", "customer_id"),
        Index("ix_mail_message_to_address", "to_address"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str | None] = mapped_column(String(254))
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
