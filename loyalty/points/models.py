"""Points: the ledger of every customer, the balance that is its sum, and the lots that run out one by one."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, UtcDateTime


class PointsAccount(Base):
    """A customer who ever had points. ``balance_micro`` is a cache of the ledger's sum; below zero is a debt."""

    __tablename__ = "points_account"

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    balance_micro: Mapped[int] = mapped_column(BigInteger)


class PointsEntry(Base):
    """One change of a customer's points, in millionths.

    ``earn`` and ``spend`` are of the sale ``sale_id``. ``return_earn`` takes back what the sale ``of_sale_id`` brought
    and ``return_spend`` gives back what it cost, with the return or void ``sale_id``. ``receipt`` and ``of_receipt``
    are the numbers of these papers as they are written there, so that the ledger explains itself. The ``reason`` of
    points spent names what was taken for them. ``merge`` takes the points of one customer over to another who is the
    same person, ``part`` takes them back: an entry each.
    """

    __tablename__ = "points_entry"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('earn','spend','return_earn','return_spend','bonus','correction','expire','merge','part')",
            name="kind_known",
        ),
        CheckConstraint("points_micro <> 0", name="points_not_zero"),
        CheckConstraint("kind NOT IN ('bonus','return_spend') OR points_micro > 0", name="adding_adds"),
        CheckConstraint("kind NOT IN ('spend','expire') OR points_micro < 0", name="taking_takes"),
        CheckConstraint(
            "(kind IN ('earn','spend','return_earn','return_spend')) = (sale_id IS NOT NULL)", name="a_sale_is_named"
        ),
        CheckConstraint("(kind IN ('return_earn','return_spend')) = (of_sale_id IS NOT NULL)", name="a_return_is_of"),
        CheckConstraint("kind NOT IN ('bonus','correction') OR reason <> ''", name="by_hand_with_reason"),
        Index("ix_points_entry_customer_id", "customer_id", "id"),
        Index("ix_points_entry_sale_id", "sale_id", **of_few("sale_id")),
        Index("ix_points_entry_of_sale_id", "of_sale_id", **of_few("of_sale_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    kind: Mapped[str] = mapped_column(String(12))
    points_micro: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    of_sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    receipt: Mapped[str] = mapped_column(String(20))
    of_receipt: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(200))
    account_name: Mapped[str] = mapped_column(String(120))


class PointsLot(Base):
    """Points that came together and run out together after ``last_day``, None without an end.

    ``left_micro`` is a cache: the sum of the lot's moves. A lot stays the customer's it came to, and follows him where
    he is merged into another: the lots of one person add up to the balance, or to nothing while it is a debt.
    """

    __tablename__ = "points_lot"
    __table_args__ = (
        CheckConstraint("left_micro >= 0", name="left_not_negative"),
        Index("ix_points_lot_customer_id", "customer_id"),
        Index("ix_points_lot_last_day", "last_day"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    last_day: Mapped[date | None] = mapped_column(Date)
    left_micro: Mapped[int] = mapped_column(BigInteger)


class PointsMove(Base):
    """What an entry put into a lot or took out of it; what is in no lot made a debt or paid one off."""

    __tablename__ = "points_move"
    __table_args__ = (
        CheckConstraint("points_micro <> 0", name="points_not_zero"),
        Index("ix_points_move_lot_id", "lot_id"),
    )

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("points_entry.id"), primary_key=True, autoincrement=False)
    lot_id: Mapped[int] = mapped_column(BigId, ForeignKey("points_lot.id"), primary_key=True, autoincrement=False)
    points_micro: Mapped[int] = mapped_column(BigInteger)


class PointsHold(Base):
    """Points that a cart is to be paid with while a card terminal is at the rest of it: nobody else can spend them.

    ``subject_uid`` is the cart's. The row goes with the sale, with the end of the payment, or after ``until``.
    """

    __tablename__ = "points_hold"
    __table_args__ = (
        CheckConstraint("points_micro > 0", name="points_above_zero"),
        Index("ix_points_hold_customer_id", "customer_id"),
    )

    subject_uid: Mapped[str] = mapped_column(String(36), primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    points_micro: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


append_only("points_entry")
append_only("points_move")
