"""The shop's loyalty programme as the owner set it up: whether it runs, how points are earned and spent, tiers."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import BigId, MoneyType, UnitPriceType
from app.core.money import Money, UnitPrice


class LoyaltyProgram(Base):
    """One row, written when the owner first saves the page. Without a ``point_value`` points can not be spent.

    ``expiry_months`` 0: points stay. ``tier_months`` 0: tiers go by all purchases, else by those of so many months.
    ``card_from``: who has bought for so much is given a card at the till; None gives none by itself.
    """

    __tablename__ = "loyalty_program"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("earn_rounding IN ('down','half_up')", name="rounding_known"),
        CheckConstraint("points_decimals BETWEEN 0 AND 2", name="decimals_known"),
        CheckConstraint("max_share_bp BETWEEN 0 AND 10000", name="share_known"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    enabled: Mapped[bool] = mapped_column(Boolean)
    earn_rounding: Mapped[str] = mapped_column(String(8))
    points_decimals: Mapped[int] = mapped_column(Integer)
    point_value: Mapped[UnitPrice | None] = mapped_column(UnitPriceType)
    max_share_bp: Mapped[int] = mapped_column(Integer)
    expiry_months: Mapped[int] = mapped_column(Integer)
    tier_months: Mapped[int] = mapped_column(Integer)
    tiers_fall: Mapped[bool] = mapped_column(Boolean)
    warning_days: Mapped[int] = mapped_column(Integer)
    card_from: Mapped[Money | None] = mapped_column(MoneyType)


class LoyaltyEarnRule(Base):
    """Points (in millionths) for an amount or for a quantity of goods. ``goods`` is JSON; empty holds for all."""

    __tablename__ = "loyalty_earn_rule"
    __table_args__ = (
        CheckConstraint("(per_amount IS NULL) <> (per_unit_milli IS NULL)", name="per_one_of_both"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    points_micro: Mapped[int] = mapped_column(BigInteger)
    per_amount: Mapped[Money | None] = mapped_column(MoneyType)
    per_unit_milli: Mapped[int | None] = mapped_column(BigInteger)
    steps: Mapped[bool] = mapped_column(Boolean)
    goods: Mapped[str] = mapped_column(Text)


class LoyaltyTier(Base):
    """A tier: from which sum of purchases, what it gives off, by which factor (in millionths) points grow."""

    __tablename__ = "loyalty_tier"
    __table_args__ = (
        CheckConstraint("discount_bp BETWEEN 0 AND 10000", name="discount_known"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    from_spent: Mapped[Money] = mapped_column(MoneyType)
    discount_bp: Mapped[int] = mapped_column(Integer)
    earn_factor_micro: Mapped[int] = mapped_column(BigInteger)
