"""Promotions tried on past receipts, and what running ones brought: runs in the background that keep their figures."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money

_RUNNING = text("state = 'running'")


class Rehearsal(Base):
    """One run over the receipts of some days: a ``trial`` of a rule, or the ``result`` of a promotion.

    ``rule`` is the contract's JSON it was run with; ``promotion_id`` is empty where nobody has kept it yet.
    ``figures`` is the JSON of ``pos.rehearsal.figures``, in ``currency``. One run is at work at a time.
    """

    __tablename__ = "rehearsal"
    __table_args__ = (
        CheckConstraint("kind IN ('trial','result')", name="kind_known"),
        CheckConstraint("state IN ('running','done','stopped','interrupted','failed')", name="state_known"),
        CheckConstraint("kind = 'trial' OR promotion_id IS NOT NULL", name="a_result_is_of_a_promotion"),
        Index("uq_rehearsal_state", "state", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_rehearsal_promotion_id", "promotion_id", **of_few("promotion_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(6))
    promotion_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("promotion.id"))
    name: Mapped[str] = mapped_column(String(120))
    rule: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(String(3))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(11))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(120))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_asked: Mapped[bool] = mapped_column(Boolean)
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer)
    figures: Mapped[str] = mapped_column(Text)


class RehearsalCustomer(Base):
    """What a run says of one customer: on how many receipts he gains, how often the rule applies, how much he gains."""

    __tablename__ = "rehearsal_customer"

    rehearsal_id: Mapped[int] = mapped_column(BigId, ForeignKey("rehearsal.id"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False, index=True
    )
    receipts: Mapped[int] = mapped_column(Integer)
    times: Mapped[int] = mapped_column(Integer)
    gained: Mapped[Money] = mapped_column(MoneyType)
    points_micro: Mapped[int] = mapped_column(BigInteger)
