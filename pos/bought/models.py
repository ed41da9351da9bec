"""What every customer bought, kept as state: in all, and by day, so that a scan never sums a history."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import BigId, MoneyType
from app.core.money import Money


class CustomerBought(Base):
    """How often and for how much a customer bought in all, in each currency: a cache of his documents.

    It is the customer's the documents were written for; whoever he is now reads it through the link.
    """

    __tablename__ = "customer_bought"

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    times: Mapped[int] = mapped_column(Integer)
    spent: Mapped[Money] = mapped_column(MoneyType)


class CustomerBoughtDay(Base):
    """The same by business date, for sums over a period."""

    __tablename__ = "customer_bought_day"

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    times: Mapped[int] = mapped_column(Integer)
    spent: Mapped[Money] = mapped_column(MoneyType)
