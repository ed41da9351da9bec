"""The tables of the outbox."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime

State = Literal["ready", "sending", "done", "in_doubt", "failed", "expired", "skipped"]
OPEN_STATES: Final = ("ready", "sending", "in_doubt", "failed")


class OutboxMessage(Base):
    """One effect to bring about. ``state`` moves; the payload never does."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint(
            "state IN ('ready','sending','done','in_doubt','failed','expired','skipped')",
            name="state_known",
        ),
        Index("ix_outbox_message_open", "lane", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lane: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    payload: Mapped[str] = mapped_column(Text)
    dedup_key: Mapped[str] = mapped_column(String(120), unique=True)
    urgent: Mapped[bool] = mapped_column()
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error_code: Mapped[str | None] = mapped_column(String(60))
    result: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OutboxLane(Base):
    """The state of a lane as people see it: ``ok``, ``waiting`` with an error code, or ``paused``."""

    __tablename__ = "outbox_lane"

    lane: Mapped[str] = mapped_column(String(80), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    error_code: Mapped[str | None] = mapped_column(String(60))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
