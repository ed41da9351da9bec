"""The client book."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class Customer(Base):
    """A customer: known by one of name, phone and card. A phone is never unique: families share one."""

    __tablename__ = "customer"
    __table_args__ = (
        CheckConstraint("name <> '' OR phone IS NOT NULL OR card_code IS NOT NULL", name="known_by_something"),
        Index("ix_customer_phone", "phone"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20))
    card_code: Mapped[str | None] = mapped_column(String(80), unique=True)
    birth_date: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
