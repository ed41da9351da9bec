"""Buying on account: what each customer owes, and the ledger it is the sum of."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class CustomerAccount(Base):
    """A customer who may buy on account. ``owed`` is a cache of the ledger's sum; below zero the shop owes."""

    __tablename__ = "customer_account"
    __table_args__ = (CheckConstraint("credit_limit >= 0", name="limit_not_negative"),)

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    credit_limit: Mapped[Money] = mapped_column(MoneyType)
    owed: Mapped[Money] = mapped_column(MoneyType)


class AccountEntry(Base):
    """One change of what a customer owes: a sale on account adds, a return, a payment and a correction may lower.

    ``merge`` takes a balance over to another customer who is the same person, ``part`` takes it back: an entry each.
    """

    __tablename__ = "account_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('sale','payment','correction','merge','part')", name="kind_known"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("(kind = 'sale') = (sale_id IS NOT NULL)", name="a_sale_is_named"),
        CheckConstraint(
            "(kind = 'payment') = (shift_id IS NOT NULL AND tender_kind IS NOT NULL AND number IS NOT NULL)",
            name="a_payment_is_in_a_shift",
        ),
        CheckConstraint("tender_kind IN ('cash','card','transfer')", name="tender_kind_known"),
        Index("ix_account_entry_customer_id", "customer_id", "id"),
        Index("ix_account_entry_shift_id", "shift_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(10))
    amount: Mapped[Money] = mapped_column(MoneyType)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    till_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("till.id"))
    shift_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("shift.id"))
    tender_kind: Mapped[str | None] = mapped_column(String(20))
    number: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str | None] = mapped_column(String(200))
    account_name: Mapped[str] = mapped_column(String(120))


append_only("account_entry")
