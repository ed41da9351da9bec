"""Which register stands at a till, and the numbers that a law wants of its sales before their first line."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class AcceptedRegister(Base):
    """The register that stands at a device's address; the newest row holds. Another serial number stops the lane.

    None, where another kind was put there that has not said its number yet.
    """

    __tablename__ = "accepted_register"
    __table_args__ = (Index("ix_accepted_register_device_id", "device_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("device.id"))
    serial_number: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_by: Mapped[str] = mapped_column(String(120))


class SaleNumber(Base):
    """The number of a sale (УНП), taken when its cart was opened. ``running`` counts the sales of a register, no gap.

    ``document_uid`` is the cart's and the sale's; a cart that was dropped and begun again has a row each time.
    """

    __tablename__ = "sale_number"
    __table_args__ = (
        CheckConstraint("running > 0", name="running_above_zero"),
        Index("ix_sale_number_document_uid", "document_uid"),
        Index("uq_sale_number_serial_number_running", "serial_number", "running", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document_uid: Mapped[str] = mapped_column(String(36))
    number: Mapped[str] = mapped_column(String(30))
    serial_number: Mapped[str] = mapped_column(String(60))
    running: Mapped[int] = mapped_column(Integer)
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    taken_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DroppedCart(Base):
    """A numbered cart that became no sale, as it was when it was dropped; ``lines`` as ``drop_number`` writes them."""

    __tablename__ = "dropped_cart"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sale_number_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale_number.id"), unique=True)
    currency: Mapped[str] = mapped_column(String(3))
    gross: Mapped[Money] = mapped_column(MoneyType)
    lines: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(200))
    dropped_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


append_only("accepted_register")
append_only("sale_number")
append_only("dropped_cart")
