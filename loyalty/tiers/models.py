"""The tier a customer holds, and how it came and went; cards that were given by the rule."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, UtcDateTime


class CustomerStanding(Base):
    """The tier a customer holds, a cache of the last entry; ``falls_on`` is its end where too little is bought."""

    __tablename__ = "customer_standing"
    __table_args__ = (Index("ix_customer_standing_falls_on", "falls_on", **of_few("falls_on")),)

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    tier: Mapped[str | None] = mapped_column(String(60))
    falls_on: Mapped[date | None] = mapped_column(Date)


class StandingEntry(Base):
    """One change of a customer's standing: a tier came ``up``, went ``back`` with its goods or ``down`` with time.

    ``warned`` says that it goes down on ``falls_on``; ``card`` is a card that was given by the rule; ``merge`` and
    ``part`` are what it came to when the customer was merged with another, and parted again.
    """

    __tablename__ = "standing_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('up','back','down','warned','card','merge','part')", name="kind_known"),
        CheckConstraint("(kind = 'card') = (card_id IS NOT NULL)", name="a_card_is_named"),
        CheckConstraint("(kind = 'warned') = (falls_on IS NOT NULL)", name="a_warning_has_a_day"),
        CheckConstraint("kind IN ('down','warned','merge','part') OR sale_id IS NOT NULL", name="a_sale_is_named"),
        Index("ix_standing_entry_customer_id", "customer_id", "id"),
        Index("ix_standing_entry_sale_id", "sale_id", **of_few("sale_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    kind: Mapped[str] = mapped_column(String(6))
    tier_before: Mapped[str | None] = mapped_column(String(60))
    tier_after: Mapped[str | None] = mapped_column(String(60))
    falls_on: Mapped[date | None] = mapped_column(Date)
    card_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer_card.id"))
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)


append_only("standing_entry")
