"""Visit packages: what a product promises, what each customer bought of it, and the ledger of the visits."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class PackageTerms(Base):
    """What a service of the catalogue holds where it is sold as a package of visits.

    It is good for ``valid_days`` (None: without an end) after what it ``starts`` with. ``cover`` is JSON: the ids of
    the services, and of the categories, whose visits it pays. A ``shared`` one is for the customer's family too.
    """

    __tablename__ = "package_terms"
    __table_args__ = (
        CheckConstraint("visits BETWEEN 1 AND 1000", name="visits_known"),
        CheckConstraint("valid_days BETWEEN 1 AND 3660", name="valid_days_known"),
        CheckConstraint("starts IN ('sale','first_visit')", name="starts_known"),
        CheckConstraint("freeze_days BETWEEN 0 AND 366", name="freeze_days_known"),
    )

    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True, autoincrement=False)
    visits: Mapped[int] = mapped_column(Integer)
    valid_days: Mapped[int | None] = mapped_column(Integer)
    starts: Mapped[str] = mapped_column(String(12))
    freeze_days: Mapped[int] = mapped_column(Integer)
    shared: Mapped[bool] = mapped_column(Boolean)
    cover: Mapped[str] = mapped_column(Text)


class VisitPackage(Base):
    """A package a customer bought with the line ``line_position`` of a sale; what was promised then stays.

    ``visits`` were ``paid`` for. ``visits_left``, ``visits_used`` and ``value`` (what the shop owes for those left) are
    caches of the ledger. It is good until ``last_day``, None without an end or before it has begun, and rests until
    ``frozen_until`` (that day it is good again); ``frozen_days`` of its ``freeze_days`` are spoken for.
    """

    __tablename__ = "visit_package"
    __table_args__ = (
        CheckConstraint("visits > 0 AND visits_left >= 0 AND visits_used >= 0", name="counts_not_negative"),
        CheckConstraint("paid >= 0 AND value >= 0", name="amounts_not_negative"),
        CheckConstraint("starts IN ('sale','first_visit')", name="starts_known"),
        CheckConstraint("frozen_days BETWEEN 0 AND freeze_days", name="frozen_days_known"),
        Index("uq_visit_package_sale_id", "sale_id", "line_position", unique=True),
        Index("ix_visit_package_customer_id", "customer_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"))
    name: Mapped[str] = mapped_column(String(200))
    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"))
    line_position: Mapped[int] = mapped_column(Integer)
    sold_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visits: Mapped[int] = mapped_column(Integer)
    visits_left: Mapped[int] = mapped_column(Integer)
    visits_used: Mapped[int] = mapped_column(Integer)
    paid: Mapped[Money] = mapped_column(MoneyType)
    value: Mapped[Money] = mapped_column(MoneyType)
    valid_days: Mapped[int | None] = mapped_column(Integer)
    starts: Mapped[str] = mapped_column(String(12))
    last_day: Mapped[date | None] = mapped_column(Date)
    freeze_days: Mapped[int] = mapped_column(Integer)
    frozen_days: Mapped[int] = mapped_column(Integer)
    frozen_until: Mapped[date | None] = mapped_column(Date)
    shared: Mapped[bool] = mapped_column(Boolean)
    cover: Mapped[str] = mapped_column(Text)


class PackageEntry(Base):
    """One change of a package: how many ``visits`` it gained or lost, and what that is worth.

    ``sold`` and ``returned`` are visits bought and paid back, ``used`` and ``given_back`` visits made and taken back;
    each names its sale, its line, and the number of the paper. ``corrected``, ``written_off`` and what only moves the
    last day (``frozen``, ``unfrozen``, ``last_day``) are by hand, with a reason; ``days`` is how far that day moved.
    ``converted`` brings the value into another currency.
    """

    __tablename__ = "package_entry"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('sold','returned','used','given_back','corrected','written_off','frozen','unfrozen','last_day',"
            "'converted')",
            name="kind_known",
        ),
        CheckConstraint("kind NOT IN ('sold','given_back') OR visits > 0", name="adding_adds"),
        CheckConstraint("kind NOT IN ('used','returned','written_off') OR visits < 0", name="taking_takes"),
        CheckConstraint("kind <> 'corrected' OR visits <> 0", name="a_correction_corrects"),
        CheckConstraint(
            "kind NOT IN ('frozen','unfrozen','last_day') OR (visits = 0 AND value = 0)", name="a_day_moves_no_visits"
        ),
        CheckConstraint(
            "(kind IN ('sold','returned','used','given_back')) = (sale_id IS NOT NULL)", name="a_sale_is_named"
        ),
        CheckConstraint("(sale_id IS NULL) = (line_position IS NULL)", name="a_line_is_named"),
        CheckConstraint("sale_id IS NOT NULL OR reason <> ''", name="by_hand_with_reason"),
        Index("ix_package_entry_package_id", "package_id", "id"),
        Index("ix_package_entry_sale_id", "sale_id", **of_few("sale_id")),
        Index("ix_package_entry_business_date", "business_date"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    package_id: Mapped[int] = mapped_column(BigId, ForeignKey("visit_package.id"))
    kind: Mapped[str] = mapped_column(String(12))
    visits: Mapped[int] = mapped_column(Integer)
    value: Mapped[Money] = mapped_column(MoneyType)
    currency: Mapped[str] = mapped_column(String(3))
    days: Mapped[int | None] = mapped_column(Integer)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    line_position: Mapped[int | None] = mapped_column(Integer)
    receipt: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(200))
    account_name: Mapped[str] = mapped_column(String(120))


append_only("package_entry")
