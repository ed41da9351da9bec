"""The client book: customers, their cards, what they agreed to."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, UtcDateTime


class Customer(Base):
    """A customer: known by one of name, phone and card. A phone is never unique: families share one.

    An erased customer keeps its row, so that documents keep their link, and nothing in it. So does one that was merged
    into another: ``merged_into_id`` is who he is now, a cache of the open links, never itself somebody merged.
    """

    __tablename__ = "customer"
    __table_args__ = (
        CheckConstraint("sex IN ('female','male')", name="sex_known"),
        CheckConstraint(
            "erased_at IS NULL OR (name = '' AND phone IS NULL AND second_phone IS NULL AND email IS NULL "
            "AND birth_date IS NULL AND sex IS NULL AND language = '' AND note = '' AND search_text = '' "
            "AND sort_name = '')",
            name="erased_is_blank",
        ),
        Index("ix_customer_phone", "phone"),
        Index("ix_customer_second_phone", "second_phone"),
        Index("ix_customer_birth_date", "birth_date"),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        Index("ix_customer_sort_name", "sort_name", "id"),
        Index("ix_customer_merged_into_id", "merged_into_id", **of_few("merged_into_id")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20))
    second_phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    birth_date: Mapped[date | None] = mapped_column(Date)
    sex: Mapped[str | None] = mapped_column(String(6))
    language: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    search_text: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(String(60))
    merged_into_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customer.id"))


class CustomerLink(Base):
    """That one customer was found to be another one, from an instant on and, once undone, until another.

    ``moved`` is what each part of the program took over, and ``taken`` the facts of the one kept that the merge
    changed, old and new, both as JSON: what an undoing goes by.
    """

    __tablename__ = "customer_link"
    __table_args__ = (
        CheckConstraint("dropped_id <> kept_id", name="two_customers"),
        CheckConstraint("(until_at IS NULL) = (until_by IS NULL)", name="an_end_has_its_actor"),
        Index(
            "uq_customer_link_open_dropped_id",
            "dropped_id",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
        Index("ix_customer_link_kept_id", "kept_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    dropped_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    kept_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_by: Mapped[str] = mapped_column(String(120))
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until_by: Mapped[str | None] = mapped_column(String(120))
    moved: Mapped[str] = mapped_column(Text)
    taken: Mapped[str] = mapped_column(Text)


class CustomerCard(Base):
    """A card a customer holds. ``code`` is as it is scanned; ``match_code`` is the form codes are compared in."""

    __tablename__ = "customer_card"
    __table_args__ = (
        CheckConstraint("state IN ('active','blocked','replaced')", name="state_known"),
        Index("ix_customer_card_customer_id", "customer_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    code: Mapped[str] = mapped_column(String(80))
    match_code: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(8))


class CustomerCardEvent(Base):
    """What happened to a card, from its issue on. The card's state is a cache of the last one."""

    __tablename__ = "customer_card_event"
    __table_args__ = (
        CheckConstraint("act IN ('issued','blocked','unblocked','replaced')", name="act_known"),
        CheckConstraint("reason IN ('','lost','stolen','damaged','misused','erased')", name="reason_known"),
        Index("ix_customer_card_event_card_id", "card_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    card_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer_card.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    act: Mapped[str] = mapped_column(String(9))
    reason: Mapped[str] = mapped_column(String(8))
    actor: Mapped[str] = mapped_column(String(120))


class CustomerConsent(Base):
    """A consent given or withdrawn: the last row of a channel is what holds. ``wording`` is what the customer saw."""

    __tablename__ = "customer_consent"
    __table_args__ = (
        CheckConstraint("channel IN ('sms','email','call')", name="channel_known"),
        CheckConstraint("source IN ('till','paper','phone','web','message','import','erasure')", name="source_known"),
        Index("ix_customer_consent_customer_id", "customer_id", "channel", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    channel: Mapped[str] = mapped_column(String(5))
    given: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(7))
    wording: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(120))


class CustomerLabel(Base):
    """A label the shop puts on customers by hand. ``name_key`` is the folded name."""

    __tablename__ = "customer_label"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(Text, unique=True)


class LabelledCustomer(Base):
    """That a customer bears a label, since when and by whom it was put on. The journal keeps what was taken off."""

    __tablename__ = "labelled_customer"
    __table_args__ = (Index("ix_labelled_customer_label_id", "label_id"),)

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    label_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer_label.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(120))


class CustomersApart(Base):
    """That somebody said of two customers that they are not one person, the older id first: nobody is asked again."""

    __tablename__ = "customers_apart"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="once_a_pair"),
        Index("ix_customers_apart_second_id", "second_id"),
    )

    first_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    second_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(120))


append_only("customer_card_event", erasable=True)
append_only("customer_consent")
