"""Tips: what customers gave to people through the till, and what these were paid of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class TipEntry(Base):
    """One change of what the shop holds for a person: ``given`` with a sale, ``taken_back`` by its void, ``paid_out``.

    A sale has one row for each way of paying that bore a part of the tip. ``correction`` brings what is held over into
    another currency. Tips are no turnover and no part of a sale's own figures.
    """

    __tablename__ = "tip_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('given','taken_back','paid_out','correction')", name="kind_known"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("kind <> 'given' OR amount > 0", name="given_adds"),
        CheckConstraint("kind NOT IN ('taken_back','paid_out') OR amount < 0", name="going_takes"),
        CheckConstraint(
            "(kind IN ('given','taken_back')) = (sale_id IS NOT NULL AND tender_kind IS NOT NULL)",
            name="a_tip_is_of_a_sale",
        ),
        CheckConstraint("(kind = 'paid_out') = (cash_entry_id IS NOT NULL)", name="paid_out_of_the_drawer"),
        CheckConstraint("(kind = 'correction') = (shift_id IS NULL)", name="in_a_shift"),
        CheckConstraint("tender_kind IN ('cash','card','transfer')", name="tender_kind_known"),
        Index("uq_tip_entry_sale_id_tender_kind", "sale_id", "tender_kind", unique=True),
        Index("ix_tip_entry_account_id", "account_id", "id"),
        Index("ix_tip_entry_shift_id", "shift_id"),
        Index("ix_tip_entry_business_date", "business_date"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("account.id"))
    account_name: Mapped[str] = mapped_column(String(120))
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    shift_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("shift.id"))
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    cash_entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("cash_entry.id"), unique=True)
    tender_kind: Mapped[str | None] = mapped_column(String(20))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = mapped_column(MoneyType)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)
    booked_by: Mapped[str] = mapped_column(String(120))


append_only("tip_entry")
