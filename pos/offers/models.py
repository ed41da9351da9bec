"""Offers: what a cart would cost, on paper or by mail, good until a date. Nothing of stock or money moves by one."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UnitPriceType, UtcDateTime
from app.core.money import Money, UnitPrice


class Offer(Base):
    """What a cart became instead of a sale. ``valid_until`` is the last day on which its prices hold.

    ``recipient`` is whom it was made out to, as it was typed; ``search_text`` is recipient and note, folded. The paper
    is kept as ``offer:<uid>``.
    """

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("net + tax = gross", name="net_and_tax_are_gross"),
        CheckConstraint("line_count > 0", name="something_offered"),
        UniqueConstraint("till_id", "number"),
        Index("ix_offer_customer_id", "customer_id", **of_few("customer_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    number: Mapped[int] = mapped_column(Integer)
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))
    recipient: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(200))
    search_text: Mapped[str] = mapped_column(String(800))
    currency: Mapped[str] = mapped_column(String(3))
    prices_include_tax: Mapped[bool] = mapped_column(Boolean)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[date] = mapped_column(Date)
    account_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("account.id"))
    made_by: Mapped[str] = mapped_column(String(120))
    line_count: Mapped[int] = mapped_column(Integer)
    discount_percent_bp: Mapped[int] = mapped_column(Integer)
    discount_amount: Mapped[Money] = mapped_column(MoneyType)
    discount_reason: Mapped[str | None] = mapped_column(String(200))
    subtotal: Mapped[Money] = mapped_column(MoneyType)
    discount: Mapped[Money] = mapped_column(MoneyType)
    net: Mapped[Money] = mapped_column(MoneyType)
    tax: Mapped[Money] = mapped_column(MoneyType)
    gross: Mapped[Money] = mapped_column(MoneyType)


class OfferLine(Base):
    """A line as it was offered. Codes come and go, so ``barcode_id`` is a hint to a pack, not a reference."""

    __tablename__ = "offer_line"
    __table_args__ = (
        CheckConstraint("qty_milli > 0", name="qty_positive"),
        UniqueConstraint("offer_id", "position"),
        Index("ix_offer_line_product_id", "product_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    offer_id: Mapped[int] = mapped_column(BigId, ForeignKey("offer.id"))
    position: Mapped[int] = mapped_column(Integer)
    product_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("product.id"))
    barcode_id: Mapped[int | None] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(200))
    sku: Mapped[str | None] = mapped_column(String(60))
    qty_milli: Mapped[int] = mapped_column(BigInteger)
    pack_qty_milli: Mapped[int] = mapped_column(Integer)
    unit_code: Mapped[str] = mapped_column(String(20))
    unit_price: Mapped[UnitPrice] = mapped_column(UnitPriceType)
    tax_category_id: Mapped[int] = mapped_column(BigId, ForeignKey("tax_category.id"))
    tax_rate_bp: Mapped[int | None] = mapped_column(Integer)
    discount_percent_bp: Mapped[int] = mapped_column(Integer)
    discount_amount: Mapped[Money] = mapped_column(MoneyType)
    discount_reason: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(200))
    amount: Mapped[Money] = mapped_column(MoneyType)
    gross: Mapped[Money] = mapped_column(MoneyType)


class OfferSale(Base):
    """A sale that came of an offer; an offer may be sold again where somebody said so."""

    __tablename__ = "offer_sale"

    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"), primary_key=True, autoincrement=False)
    offer_id: Mapped[int] = mapped_column(BigId, ForeignKey("offer.id"), index=True)


for _table in ("offer", "offer_line", "offer_sale"):
    append_only(_table)
