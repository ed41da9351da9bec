"""The open cart: held by the server from its first line, gone when it is paid."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UnitPriceType, UtcDateTime
from app.core.money import Money, UnitPrice


class Cart(Base):
    """An open cart. ``uid`` is made by the page and becomes the sale's; ``gross`` is a stored total.

    A till has one at most; a cart that is held for later is at no till, and says where and by whom it was put aside.
    ``offer_id`` is the offer it came of, ``offer_sales_known`` how often the cashier knew that one had been sold. A
    discount in percent that is ``for_employee`` came with the customer, who works here. The
    ``tip_`` columns are the tip to be taken with the payment, in no sum of the cart; empty without one. ``coupons`` are
    the codes that were scanned, one a line; ``points_micro`` are to be spent; ``claims`` are promotions
    taken for points, one a line each time. ``gift_cards`` are the cards that pay, one a line (``ChosenCard.text``);
    where it ``uses_balance``, what the customer has prepaid does after them. The ``buyer_`` columns are whom the fiscal
    receipt names. While it ``is_paying``, a bank
    card's money is under way for it or on it, and it does not change.
    """

    __tablename__ = "cart"
    __table_args__ = (
        CheckConstraint("(till_id IS NULL) = (held_at IS NOT NULL)", name="at_a_till_or_held"),
        Index("ix_cart_customer_id", "customer_id", **of_few("customer_id")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    till_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("till.id"), unique=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(Integer)
    discount_percent_bp: Mapped[int] = mapped_column(Integer)
    discount_amount: Mapped[Money] = mapped_column(MoneyType)
    discount_reason: Mapped[str | None] = mapped_column(String(200))
    for_employee: Mapped[bool] = mapped_column(Boolean, server_default=false())
    line_count: Mapped[int] = mapped_column(Integer)
    gross: Mapped[Money] = mapped_column(MoneyType)
    undo_kind: Mapped[str | None] = mapped_column(String(20))
    undo_body: Mapped[str | None] = mapped_column(Text)
    undo_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_by: Mapped[str | None] = mapped_column(String(120))
    held_till_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("till.id"))
    held_note: Mapped[str | None] = mapped_column(String(200))
    checked_age: Mapped[int | None] = mapped_column(Integer)
    offer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("offer.id"))
    offer_sales_known: Mapped[int | None] = mapped_column(Integer)
    tip_amount: Mapped[Money | None] = mapped_column(MoneyType)
    tip_account_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("account.id"))
    tip_account_name: Mapped[str | None] = mapped_column(String(120))
    coupons: Mapped[str | None] = mapped_column(Text)
    buyer_name: Mapped[str | None] = mapped_column(String(200))
    buyer_tax_number: Mapped[str | None] = mapped_column(String(40))
    claims: Mapped[str | None] = mapped_column(Text)
    points_micro: Mapped[int] = mapped_column(BigInteger, server_default="0")
    gift_cards: Mapped[str | None] = mapped_column(Text)
    uses_balance: Mapped[bool] = mapped_column(Boolean, server_default=false())
    is_paying: Mapped[bool] = mapped_column(Boolean, server_default=false())


class CartLine(Base):
    """A line of an open cart; ``uid`` is that of the act that made it.

    Goods that come back have a quantity below zero, and the line of the sale they were bought in where it is known.
    A pledge ``given`` goes with the goods of the line ``pledge_of``: ``pledge_pieces`` for each of what is counted
    there. One ``taken`` is empties that come back, with a quantity below zero and no receipt. One that ``loads`` puts
    its price on the gift card ``load_code`` (None: one that is made when it is paid) or on the customer's balance. One
    that sells a package holds ``package_visits``; a visit that a package pays names it by ``package_id``.
    """

    __tablename__ = "cart_line"
    __table_args__ = (
        CheckConstraint("qty_milli <> 0", name="qty_not_zero"),
        CheckConstraint("discount_percent_bp BETWEEN 0 AND 10000", name="discount_percent_known"),
        CheckConstraint("pledge IN ('given','taken')", name="pledge_known"),
        CheckConstraint("loads IN ('card','balance')", name="loads_known"),
        # A cart's lines lie together, and a scan writes into one tree and no index beside it.
        {"sqlite_with_rowid": False},
    )

    cart_id: Mapped[int] = mapped_column(BigId, ForeignKey("cart.id"), primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(36), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    product_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("product.id"))
    barcode_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("barcode.id"))
    name: Mapped[str] = mapped_column(String(200))
    sku: Mapped[str | None] = mapped_column(String(60))
    qty_milli: Mapped[int] = mapped_column(BigInteger)
    pack_qty_milli: Mapped[int] = mapped_column(Integer)
    unit_code: Mapped[str] = mapped_column(String(20))
    unit_decimals: Mapped[int] = mapped_column(Integer)
    unit_price: Mapped[UnitPrice] = mapped_column(UnitPriceType)
    price_source: Mapped[str] = mapped_column(String(12))
    price_reason: Mapped[str | None] = mapped_column(String(200))
    tax_category_id: Mapped[int] = mapped_column(BigId, ForeignKey("tax_category.id"))
    tax_rate_bp: Mapped[int | None] = mapped_column(Integer)
    discountable: Mapped[bool] = mapped_column(Boolean)
    earns: Mapped[bool] = mapped_column(Boolean, server_default=true())
    stocked: Mapped[bool] = mapped_column(Boolean)
    discount_percent_bp: Mapped[int] = mapped_column(Integer)
    discount_amount: Mapped[Money] = mapped_column(MoneyType)
    discount_reason: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(200))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_line_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale_line.id"))
    return_reason: Mapped[str | None] = mapped_column(String(200))
    min_age: Mapped[int | None] = mapped_column(Integer)
    pledge: Mapped[str | None] = mapped_column(String(8))
    pledge_of: Mapped[str | None] = mapped_column(String(36))
    pledge_pieces: Mapped[int | None] = mapped_column(Integer)
    loads: Mapped[str | None] = mapped_column(String(8))
    load_code: Mapped[str | None] = mapped_column(String(80))
    marking_code: Mapped[str | None] = mapped_column(String(200))
    package_visits: Mapped[int | None] = mapped_column(Integer)
    package_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("visit_package.id"))


class CartAct(Base):
    """An addition that made no line with its own uid: the same scan sent again finds it here and adds nothing."""

    __tablename__ = "cart_act"
    __table_args__ = ({"sqlite_with_rowid": False},)

    cart_id: Mapped[int] = mapped_column(BigId, ForeignKey("cart.id"), primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(36), primary_key=True)
    line_uid: Mapped[str] = mapped_column(String(36))
