"""What was sold before this program came: a history of its own, which no shift, stock or Z report knows."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class PastSale(Base):
    """A sale of the old program. ``number`` is the one it had there; ``source_uid`` is that of a sale of Regulars."""

    __tablename__ = "past_sale"
    __table_args__ = (
        Index("ix_past_sale_sold_on_number", "sold_on", "number"),
        Index("ix_past_sale_customer_id", "customer_id", **of_few("customer_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))
    number: Mapped[str] = mapped_column(String(60))
    source_uid: Mapped[str | None] = mapped_column(String(36))
    sold_on: Mapped[date] = mapped_column(Date)
    currency: Mapped[str] = mapped_column(String(3))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PastSaleLine(Base):
    """A line of it: ``amount`` is what was paid for it, discounts and tax included; below zero it was given back."""

    __tablename__ = "past_sale_line"
    __table_args__ = (
        CheckConstraint("qty_milli <> 0", name="qty_not_zero"),
        Index("ix_past_sale_line_past_sale_id", "past_sale_id"),
        Index("ix_past_sale_line_product_id", "product_id", **of_few("product_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    past_sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("past_sale.id"))
    position: Mapped[int] = mapped_column(Integer)
    product_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("product.id"))
    sku: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    qty_milli: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[Money] = mapped_column(MoneyType)


class PastSaleWithdrawal(Base):
    """That a line does not count any more: its import was taken back. Whoever reads lines leaves these out."""

    __tablename__ = "past_sale_withdrawal"

    line_id: Mapped[int] = mapped_column(BigId, ForeignKey("past_sale_line.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(120))


for _table in ("past_sale", "past_sale_line", "past_sale_withdrawal"):
    append_only(_table)
