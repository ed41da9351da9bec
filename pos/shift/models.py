"""The shift: from the opening float to the Z report and the counted cash, on one till."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class Shift(Base):
    """A shift as it was opened; its end is a document of its own.

    ``paper_reason`` says why its day was kept on paper and entered later; None for a shift of its day.
    """

    __tablename__ = "shift"
    __table_args__ = (
        UniqueConstraint("till_id", "number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    number: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date, index=True)
    opened_by: Mapped[str] = mapped_column(String(120))
    opening_float: Mapped[Money] = mapped_column(MoneyType)
    denominations: Mapped[str] = mapped_column(Text)
    paper_reason: Mapped[str | None] = mapped_column(String(200))


class OpenShift(Base):
    """The one open shift of a till; the row goes when the shift is closed."""

    __tablename__ = "open_shift"

    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"), primary_key=True)
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"), unique=True)


class ShiftClose(Base):
    """The end of a shift: the Z report, what was counted and what should have been there.

    One that is ``automatic`` was written by the program: nobody counted, and ``counted`` is what was expected.
    """

    __tablename__ = "shift_close"
    __table_args__ = (
        UniqueConstraint("till_id", "number"),
        CheckConstraint("counted - expected = difference", name="difference_explained"),
    )

    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"), primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    number: Mapped[int] = mapped_column(Integer)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(120))
    automatic: Mapped[bool] = mapped_column(Boolean, server_default=false())
    expected: Mapped[Money] = mapped_column(MoneyType)
    counted: Mapped[Money] = mapped_column(MoneyType)
    difference: Mapped[Money] = mapped_column(MoneyType)
    reason: Mapped[str | None] = mapped_column(String(200))
    denominations: Mapped[str] = mapped_column(Text)
    figures: Mapped[str] = mapped_column(Text)
    journal_heads: Mapped[str] = mapped_column(Text)


class CashEntry(Base):
    """Cash put into or taken from the drawer outside a sale: positive in, negative out."""

    __tablename__ = "cash_entry"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        Index("ix_cash_entry_shift_id", "shift_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"))
    currency: Mapped[str] = mapped_column(String(3))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Money] = mapped_column(MoneyType)
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_name: Mapped[str] = mapped_column(String(120))


class ShiftHandover(Base):
    """The drawer went from one cashier to the next inside a shift.

    ``expected`` holds earlier differences: each cashier answers for what he took over.
    """

    __tablename__ = "shift_handover"
    __table_args__ = (
        UniqueConstraint("till_id", "number"),
        CheckConstraint("counted - expected = difference", name="difference_explained"),
        Index("ix_shift_handover_shift_id", "shift_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"))
    currency: Mapped[str] = mapped_column(String(3))
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    giver_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("account.id"))
    giver_name: Mapped[str] = mapped_column(String(120))
    taker_id: Mapped[int] = mapped_column(BigId, ForeignKey("account.id"))
    taker_name: Mapped[str] = mapped_column(String(120))
    expected: Mapped[Money] = mapped_column(MoneyType)
    counted: Mapped[Money] = mapped_column(MoneyType)
    difference: Mapped[Money] = mapped_column(MoneyType)
    reason: Mapped[str | None] = mapped_column(String(200))
    denominations: Mapped[str] = mapped_column(Text)


class ClockConfirmation(Base):
    """Somebody sells in a shift though the clock is behind. ``newest_act`` tells this time from the next one."""

    __tablename__ = "clock_confirmation"
    __table_args__ = (
        Index("ix_clock_confirmation_shift_id", "shift_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"))
    clock_said: Mapped[datetime] = mapped_column(UtcDateTime)
    newest_act: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str] = mapped_column(String(120))


class RegisterClockConfirmation(Base):
    """Somebody sells in a shift though the clocks of the PC and of the register are far apart: what both showed."""

    __tablename__ = "register_clock_confirmation"
    __table_args__ = (
        Index("ix_register_clock_confirmation_shift_id", "shift_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"))
    clock_said: Mapped[datetime] = mapped_column(UtcDateTime)
    register_said: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str] = mapped_column(String(120))


for _table in (
    "shift",
    "shift_close",
    "cash_entry",
    "shift_handover",
    "clock_confirmation",
    "register_clock_confirmation",
):
    append_only(_table)
