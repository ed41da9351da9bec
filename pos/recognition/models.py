"""What is known of customers and goods as of the last count: figures of their own, made anew from documents."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import BigId, MoneyType
from app.core.money import Money


class CustomerHabit(Base):
    """A ``pos.recognition.habit.Habit`` as of a business date, in the currency of the shop."""

    __tablename__ = "customer_habit"
    __table_args__ = (
        CheckConstraint("attendance IN ('occasional','regular','slipping','lost')", name="attendance_known"),
        CheckConstraint("trend IN ('up','steady','down')", name="trend_known"),
        Index("ix_customer_habit_value_per_year", "value_per_year"),
        Index("ix_customer_habit_attendance_value_per_year", "attendance", "value_per_year"),
    )

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    as_of: Mapped[date] = mapped_column(Date)
    visits: Mapped[int] = mapped_column(Integer)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    spent: Mapped[Money] = mapped_column(MoneyType)
    spent_lately: Mapped[Money] = mapped_column(MoneyType)
    value_per_year: Mapped[Money] = mapped_column(MoneyType)
    usual_interval_days: Mapped[int | None] = mapped_column(Integer)
    attendance: Mapped[str] = mapped_column(String(12))
    trend: Mapped[str | None] = mapped_column(String(8))


class CustomerFavourite(Base):
    """One of the goods a customer bought again and again: on how many receipts, and when last (a business date)."""

    __tablename__ = "customer_favourite"
    __table_args__ = (CheckConstraint("times > 1", name="bought_again"),)

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    times: Mapped[int] = mapped_column(Integer)
    last_day: Mapped[date] = mapped_column(Date)


class GoodsPair(Base):
    """Goods that are bought on one receipt, or the other later by the same customers, more often than by chance.

    ``together`` counts these receipts or customers; ``share_bp`` says, in basis points, what share of those with the
    product it is, beyond chance.
    """

    __tablename__ = "goods_pair"
    __table_args__ = (CheckConstraint("product_id <> other_id", name="of_two"),)

    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    other_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    together: Mapped[int] = mapped_column(Integer)
    share_bp: Mapped[int] = mapped_column(Integer)
