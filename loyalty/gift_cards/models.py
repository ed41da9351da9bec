"""Gift cards and prepaid balances: what each still holds, and the ledger it is the sum of."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money

_OF_CUSTOMER = text("code IS NULL")


class GiftCard(Base):
    """A gift card, or without a ``code`` the prepaid balance of a customer, who has one at most.

    ``balance`` is a cache of the ledger's sum. ``match_code`` is how codes are compared. A card is good until
    ``last_day``, None without an end; a ``replaced`` one names the card that has its money now.
    """

    __tablename__ = "gift_card"
    __table_args__ = (
        CheckConstraint("balance >= 0", name="balance_not_negative"),
        CheckConstraint("state IN ('active','blocked','replaced')", name="state_known"),
        CheckConstraint("(code IS NULL) = (match_code IS NULL)", name="a_code_can_be_found"),
        CheckConstraint("(code IS NULL) = (customer_id IS NOT NULL)", name="a_card_or_a_balance"),
        CheckConstraint("(state = 'replaced') = (replaced_by_id IS NOT NULL)", name="replaced_by_a_card"),
        Index(
            "uq_gift_card_customer_id",
            "customer_id",
            unique=True,
            sqlite_where=_OF_CUSTOMER,
            postgresql_where=_OF_CUSTOMER,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    code: Mapped[str | None] = mapped_column(String(80))
    match_code: Mapped[str | None] = mapped_column(String(80), unique=True)
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(200))
    balance: Mapped[Money] = mapped_column(MoneyType)
    last_day: Mapped[date | None] = mapped_column(Date)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("gift_card.id"))


class GiftCardEntry(Base):
    """One change of what a card holds.

    ``loaded`` was sold in the line ``line_position`` of the sale ``sale_id``, ``unloaded`` takes such a line back.
    ``spent`` paid for a sale, ``given_back`` takes that back. ``credited`` was paid out onto the card for goods that
    came back. ``moved`` went from a card to the one that replaces it, or to the balance of who is the same person.
    ``receipt`` is the number of the sale's paper.
    """

    __tablename__ = "gift_card_entry"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('loaded','unloaded','spent','given_back','credited','moved','written_off','correction')",
            name="kind_known",
        ),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("kind NOT IN ('loaded','given_back','credited') OR amount > 0", name="adding_adds"),
        CheckConstraint("kind NOT IN ('unloaded','spent','written_off') OR amount < 0", name="taking_takes"),
        CheckConstraint(
            "(kind IN ('loaded','unloaded','spent','given_back','credited')) = (sale_id IS NOT NULL)",
            name="a_sale_is_named",
        ),
        CheckConstraint("(kind IN ('loaded','unloaded')) = (line_position IS NOT NULL)", name="a_line_is_named"),
        CheckConstraint("kind <> 'written_off' OR reason <> ''", name="by_hand_with_reason"),
        Index("ix_gift_card_entry_card_id", "card_id", "id"),
        Index("ix_gift_card_entry_sale_id", "sale_id", **of_few("sale_id")),
        Index("ix_gift_card_entry_business_date", "business_date"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    card_id: Mapped[int] = mapped_column(BigId, ForeignKey("gift_card.id"))
    kind: Mapped[str] = mapped_column(String(12))
    amount: Mapped[Money] = mapped_column(MoneyType)
    currency: Mapped[str] = mapped_column(String(3))
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    line_position: Mapped[int | None] = mapped_column(Integer)
    receipt: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(200))
    account_name: Mapped[str] = mapped_column(String(120))


class GiftCardHold(Base):
    """Money of a card or balance that a cart is to be paid with while a card terminal is at the rest of it.

    ``subject_uid`` is the cart's. The row goes with the sale, with the end of the payment, or after ``until``.
    """

    __tablename__ = "gift_card_hold"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_above_zero"),
        Index("ix_gift_card_hold_card_id", "card_id"),
    )

    subject_uid: Mapped[str] = mapped_column(String(36), primary_key=True)
    card_id: Mapped[int] = mapped_column(BigId, ForeignKey("gift_card.id"), primary_key=True, autoincrement=False)
    amount: Mapped[Money] = mapped_column(MoneyType)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


append_only("gift_card_entry")
