"""Payments at a connected card terminal, as documents of their own, and everything that became known of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class CardPayment(Base):
    """Money that a terminal is told to take or to give back, written before the terminal hears of it.

    ``uid`` is the key of the order at the terminal. ``subject_uid`` is the cart's, or for a void that of the sale to be
    voided. What goes back names the ``original`` payment. ``plan`` is what is asked next once the money has moved, as
    JSON of form fields, with the rights that were lent for it (``pos.payments.lent``).
    """

    __tablename__ = "card_payment"
    __table_args__ = (
        CheckConstraint("kind IN ('payment','refund','reversal')", name="kind_known"),
        CheckConstraint("purpose IN ('sale','return','void','give_back')", name="purpose_known"),
        CheckConstraint("(kind = 'payment') = (original_id IS NULL)", name="what_goes_back_was_paid"),
        CheckConstraint("(kind = 'payment') = (purpose = 'sale')", name="a_payment_is_for_a_sale"),
        CheckConstraint("amount > 0", name="amount_above_zero"),
        Index("ix_card_payment_original_id", "original_id", **of_few("original_id")),
        Index("ix_card_payment_till_id", "till_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("device.id"))
    kind: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[str] = mapped_column(String(10))
    subject_uid: Mapped[str] = mapped_column(String(36))
    original_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("card_payment.id"))
    amount: Mapped[Money] = mapped_column(MoneyType)
    currency: Mapped[str] = mapped_column(String(3))
    plan: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    cashier_name: Mapped[str] = mapped_column(String(120))


class CardPaymentEvent(Base):
    """Something that became known of a payment, in order.

    ``sent``: the terminal ``serial_number`` is about to be told. ``cancel_asked``: the till wants it to end.
    ``doubtful``: the terminal can not be asked, because of ``trouble``. ``approved``: it moved ``amount``. ``ended``:
    it moved nothing, because of ``trouble``. ``in_sale``: it is part of the sale ``sale_id``, below zero where money
    went back. ``given_back``: all of it went back without a sale. ``reason`` and ``by_name`` are those of whoever
    decided where the terminal could not be asked.
    """

    __tablename__ = "card_payment_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('sent','cancel_asked','doubtful','approved','ended','in_sale','given_back')", name="kind_known"
        ),
        CheckConstraint("(kind = 'in_sale') = (sale_id IS NOT NULL)", name="a_sale_is_named"),
        Index("ix_card_payment_event_payment_id", "payment_id"),
        Index("ix_card_payment_event_sale_id", "sale_id", **of_few("sale_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    payment_id: Mapped[int] = mapped_column(BigId, ForeignKey("card_payment.id"))
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Money] = mapped_column(MoneyType)
    serial_number: Mapped[str] = mapped_column(String(60))
    trouble: Mapped[str] = mapped_column(String(60))
    maker_code: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(200))
    authorisation: Mapped[str] = mapped_column(String(200))
    card_digits: Mapped[str] = mapped_column(String(4))
    slip: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(200))
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))


class LiveCardPayment(Base):
    """A payment that has not come to its end; its row goes with that end.

    ``waiting`` for the terminal, ``doubtful`` where it can not be asked, ``approved`` where the money has moved and no
    sale says so yet. A terminal has one at most that waits or is doubtful.
    """

    __tablename__ = "live_card_payment"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','doubtful','approved')", name="state_known"),
        Index("ix_live_card_payment_subject_uid", "subject_uid"),
    )

    payment_id: Mapped[int] = mapped_column(BigId, ForeignKey("card_payment.id"), primary_key=True, autoincrement=False)
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("device.id"))
    subject_uid: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(8))


append_only("card_payment")
append_only("card_payment_event")
