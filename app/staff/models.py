"""The time clock: who came, paused and went, when, and what was put right later."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class ClockEntry(Base):
    """Somebody came, went, or paused. ``reason`` stands where somebody else wrote it down afterwards.

    Kept with the books for as long as the law of labour asks; an employee's wish does not erase it.
    """

    __tablename__ = "clock_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('come','break','back','go')", name="kind_known"),
        Index("ix_clock_entry_account_id_at", "account_id", "at"),
        Index("ix_clock_entry_at", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(5))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    till_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("till.id"))
    reason: Mapped[str | None] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(String(120))


class ClockWithdrawal(Base):
    """An entry that was wrong and counts no more."""

    __tablename__ = "clock_withdrawal"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("clock_entry.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(String(120))


append_only("clock_entry")
append_only("clock_withdrawal")
