"""Promotions the shop keeps: versions of their rules, the ledger of their uses, and coupons."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class Promotion(Base):
    """A promotion: whether it runs, which version of its rule holds, and how often it was used (a stored balance).

    ``uid`` is its id in the pricing contract. The row is the guard of its limits.
    """

    __tablename__ = "promotion"
    __table_args__ = (
        CheckConstraint("state IN ('draft','on','off')", name="state_known"),
        CheckConstraint("used >= 0", name="used_not_negative"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    state: Mapped[str] = mapped_column(String(5))
    version: Mapped[int] = mapped_column(Integer)
    used: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PromotionVersion(Base):
    """What a promotion said from an instant on: ``rule`` is the contract's JSON of a promotion without id and name.

    Its amounts are in ``currency``. A change is another version, so that past sales go on explaining themselves.
    """

    __tablename__ = "promotion_version"

    promotion_id: Mapped[int] = mapped_column(BigId, ForeignKey("promotion.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    rule: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(String(3))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(120))


class PromotionUse(Base):
    """A sale in which a promotion applied ``times`` and took ``amount`` off, or what goods coming back took of that.

    An entry that gives back names the ``use_id`` it takes from; its figures are zero or below, and those of all of
    them together never exceed the use.
    """

    __tablename__ = "promotion_use"
    __table_args__ = (
        CheckConstraint("(use_id IS NULL) = (times > 0)", name="a_use_counts"),
        Index("ix_promotion_use_promotion_id", "promotion_id"),
        Index("ix_promotion_use_sale_id", "sale_id"),
        # All that a limit per customer asks for stands in it.
        Index("ix_promotion_use_customer_id", "customer_id", "promotion_id", "times", **of_few("customer_id")),
        Index("ix_promotion_use_use_id", "use_id", **of_few("use_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    promotion_id: Mapped[int] = mapped_column(BigId, ForeignKey("promotion.id"))
    version: Mapped[int] = mapped_column(Integer)
    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"))
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))
    use_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("promotion_use.id"))
    times: Mapped[int] = mapped_column(Integer)
    amount: Mapped[Money] = mapped_column(MoneyType)
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)


class CouponSeries(Base):
    """Coupons made in one go for one promotion, each good once, up to and including ``last_day``."""

    __tablename__ = "coupon_series"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    promotion_id: Mapped[int] = mapped_column(BigId, ForeignKey("promotion.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    count: Mapped[int] = mapped_column(Integer)
    last_day: Mapped[date | None] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(120))


class Coupon(Base):
    """A coupon that is good once: one of a series, or one that the sale ``sale_id`` gave out.

    ``code`` is what it shows and is scanned by. Its state follows from its entries.
    """

    __tablename__ = "coupon"
    __table_args__ = (
        CheckConstraint("(series_id IS NULL) <> (sale_id IS NULL)", name="of_a_series_or_a_sale"),
        Index("ix_coupon_series_id", "series_id", **of_few("series_id")),
        Index("ix_coupon_sale_id", "sale_id", **of_few("sale_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    promotion_id: Mapped[int] = mapped_column(BigId, ForeignKey("promotion.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("coupon_series.id"))
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    last_day: Mapped[date | None] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CouponEntry(Base):
    """What happened to a coupon: ``used`` in a sale, ``given_back`` by a return or void, ``withdrawn`` for good."""

    __tablename__ = "coupon_entry"
    __table_args__ = (
        CheckConstraint("kind IN ('used','given_back','withdrawn')", name="kind_known"),
        CheckConstraint("kind = 'withdrawn' OR sale_id IS NOT NULL", name="of_a_sale"),
        Index("ix_coupon_entry_coupon_id", "coupon_id"),
        Index("ix_coupon_entry_sale_id", "sale_id", **of_few("sale_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    coupon_id: Mapped[int] = mapped_column(BigId, ForeignKey("coupon.id"))
    kind: Mapped[str] = mapped_column(String(10))
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_name: Mapped[str] = mapped_column(String(120))


for _table in ("promotion_version", "promotion_use", "coupon_series", "coupon", "coupon_entry"):
    append_only(_table)
