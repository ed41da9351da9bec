"""The sale: an immutable document with its lines, discounts, tenders and the paper of that day."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UnitPriceType, UtcDateTime
from app.core.money import Money, UnitPrice


class Sale(Base):
    """What a paid cart became. ``uid`` is the cart's: paying twice finds the first sale.

    A return is a sale whose lines have quantities below zero; an exchange has lines of both kinds; a void mirrors one
    whole sale, once.
    """

    __tablename__ = "sale"
    __table_args__ = (
        CheckConstraint("net + tax = gross", name="net_and_tax_are_gross"),
        CheckConstraint("gross + rounding = to_pay", name="rounding_explains_to_pay"),
        CheckConstraint("paid - change = to_pay", name="paid_in_full"),
        CheckConstraint("kind IN ('sale','return','exchange','void')", name="kind_known"),
        CheckConstraint("(kind = 'void') = (voided_sale_id IS NOT NULL)", name="a_void_names_its_sale"),
        Index("uq_sale_till_id_number", "till_id", "number", unique=True),
        Index("ix_sale_shift_id", "shift_id"),
        Index("ix_sale_business_date", "business_date"),
        Index("ix_sale_customer_id", "customer_id", **of_few("customer_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"))
    kind: Mapped[str] = mapped_column(String(8))
    voided_sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"), unique=True)
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))
    number: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)
    account_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("account.id"))
    cashier_name: Mapped[str] = mapped_column(String(120))
    line_count: Mapped[int] = mapped_column(Integer)
    subtotal: Mapped[Money] = mapped_column(MoneyType)
    discount: Mapped[Money] = mapped_column(MoneyType)
    net: Mapped[Money] = mapped_column(MoneyType)
    tax: Mapped[Money] = mapped_column(MoneyType)
    gross: Mapped[Money] = mapped_column(MoneyType)
    rounding: Mapped[Money] = mapped_column(MoneyType)
    to_pay: Mapped[Money] = mapped_column(MoneyType)
    paid: Mapped[Money] = mapped_column(MoneyType)
    change: Mapped[Money] = mapped_column(MoneyType)


class SaleLine(Base):
    """A line as it was sold: price, tax category and rate, and cost frozen.

    A returned one points back to the line it was sold with; without a receipt there is none. A pledge ``given`` goes
    with the goods at the position ``pledge_of``; one ``taken`` is that of empties. A line that ``loads`` a gift card
    or a customer's balance sells nothing yet: it is a debt of the shop. A ``package`` that is ``sold`` has its visits
    as quantity; a ``visit`` taken from one costs nothing.
    """

    __tablename__ = "sale_line"
    __table_args__ = (
        CheckConstraint("net + tax = gross", name="net_and_tax_are_gross"),
        CheckConstraint("qty_milli <> 0", name="qty_not_zero"),
        Index("ix_sale_line_sale_id", "sale_id"),
        Index("ix_sale_line_product_id", "product_id"),
        Index("ix_sale_line_returned_line_id", "returned_line_id", **of_few("returned_line_id")),
        CheckConstraint("returned_line_id IS NULL OR qty_milli < 0", name="a_return_comes_back"),
        CheckConstraint("pledge IN ('given','taken')", name="pledge_known"),
        CheckConstraint("loads IN ('card','balance')", name="loads_known"),
        CheckConstraint("package IN ('sold','visit')", name="package_known"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"))
    position: Mapped[int] = mapped_column(Integer)
    product_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("product.id"))
    name: Mapped[str] = mapped_column(String(200))
    sku: Mapped[str | None] = mapped_column(String(60))
    qty_milli: Mapped[int] = mapped_column(BigInteger)
    pack_qty_milli: Mapped[int] = mapped_column(Integer)
    unit_code: Mapped[str] = mapped_column(String(20))
    unit_price: Mapped[UnitPrice] = mapped_column(UnitPriceType)
    price_source: Mapped[str] = mapped_column(String(12))
    prices_include_tax: Mapped[bool] = mapped_column(Boolean)
    amount: Mapped[Money] = mapped_column(MoneyType)
    discount: Mapped[Money] = mapped_column(MoneyType)
    net: Mapped[Money] = mapped_column(MoneyType)
    tax: Mapped[Money] = mapped_column(MoneyType)
    gross: Mapped[Money] = mapped_column(MoneyType)
    tax_category_id: Mapped[int] = mapped_column(BigId, ForeignKey("tax_category.id"))
    tax_rate_bp: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(String(200))
    returned_line_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale_line.id"))
    return_reason: Mapped[str | None] = mapped_column(String(200))
    pledge: Mapped[str | None] = mapped_column(String(8))
    pledge_of: Mapped[int | None] = mapped_column(Integer)
    loads: Mapped[str | None] = mapped_column(String(8))
    package: Mapped[str | None] = mapped_column(String(8))


class SaleLineDiscount(Base):
    """One discount of a line: where it came from, how much, and why in words.

    ``code`` is its kind and ``percent_micro`` its percentage, in millionths of one percent, where it was one; both are
    None of sales from before they were kept.
    """

    __tablename__ = "sale_line_discount"

    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"), primary_key=True)
    line_position: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    source: Mapped[str] = mapped_column(String(60))
    amount: Mapped[Money] = mapped_column(MoneyType)
    why: Mapped[str] = mapped_column(String(200))
    code: Mapped[str | None] = mapped_column(String(20))
    percent_micro: Mapped[int | None] = mapped_column(BigInteger)


class SaleLinePoints(Base):
    """What a sold line earned, whoever bought it, and cost in points, in millionths; what goes back with its goods."""

    __tablename__ = "sale_line_points"
    __table_args__ = (
        CheckConstraint("earned_micro >= 0 AND spent_micro >= 0", name="not_negative"),
        CheckConstraint("earned_micro > 0 OR spent_micro > 0", name="something"),
    )

    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"), primary_key=True)
    line_position: Mapped[int] = mapped_column(Integer, primary_key=True)
    earned_micro: Mapped[int] = mapped_column(BigInteger)
    spent_micro: Mapped[int] = mapped_column(BigInteger)


class SaleLineMarking(Base):
    """The marking code of the unit that a line sold or took back; ``sgtin`` is the part of it that names the unit."""

    __tablename__ = "sale_line_marking"

    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"), primary_key=True)
    line_position: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(200))
    sgtin: Mapped[str] = mapped_column(String(60), index=True)


class Tender(Base):
    """One payment part; below zero it was paid out. Change is given from the cash and stands on the sale."""

    __tablename__ = "tender"
    __table_args__ = (
        CheckConstraint("kind IN ('cash','card','transfer','account','gift_card','balance')", name="kind_known"),
        Index("ix_tender_sale_id", "sale_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Money] = mapped_column(MoneyType)


class SaleCustomer(Base):
    """The customer of a sale who was named after it was paid; one at most."""

    __tablename__ = "sale_customer"

    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_name: Mapped[str] = mapped_column(String(120))


class SaleBuyer(Base):
    """Whom the fiscal receipt of a sale names: a company, or a person who wanted it so."""

    __tablename__ = "sale_buyer"

    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    tax_number: Mapped[str] = mapped_column(String(40))


for _table in (
    "sale",
    "sale_buyer",
    "sale_customer",
    "sale_line",
    "sale_line_discount",
    "sale_line_marking",
    "sale_line_points",
    "tender",
    "paper",
    "paper_print",
):
    append_only(_table)
