"""Where the shop sells: shops, tills and the devices that stand on them."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class Shop(Base):
    """A point of sale with its own goods and papers."""

    __tablename__ = "shop"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    legal_name: Mapped[str] = mapped_column(String(200))
    tax_number: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(String(40))


class ShopLogo(Base):
    """A logo of a shop; the newest holds. Old ones stay, because old papers show them."""

    __tablename__ = "shop_logo"
    __table_args__ = (Index("ix_shop_logo_shop_id", "shop_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


append_only("shop_logo")


class DisplayPicture(Base):
    """A picture that the customer displays of a shop show while nobody is being served."""

    __tablename__ = "display_picture"
    __table_args__ = (UniqueConstraint("shop_id", "digest"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    digest: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str] = mapped_column(String(40))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Till(Base):
    """A place where one drawer is worked, with its own number range and devices.

    ``paper_day`` is set while a day that was kept on paper is entered there.
    """

    __tablename__ = "till"
    __table_args__ = (UniqueConstraint("shop_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(80))
    active: Mapped[bool] = mapped_column(Boolean)
    paper_day: Mapped[date | None] = mapped_column(Date)
    paper_day_registered: Mapped[bool] = mapped_column(Boolean, server_default=false())


class Device(Base):
    """A device of a till, named by one address string (``escpos+tcp://192.0.2.50:9100?width=48``).

    An ``emulated`` one exists only in this program: nothing that it prints or registers counts.
    """

    __tablename__ = "device"
    __table_args__ = (Index("ix_device_till_id_role", "till_id", "role"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    role: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(Boolean)
    emulated: Mapped[bool] = mapped_column(Boolean, server_default=false())


class TillPairing(Base):
    """A browser that is a till: the digest of its pairing cookie."""

    __tablename__ = "till_pairing"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(120))
    paired_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
