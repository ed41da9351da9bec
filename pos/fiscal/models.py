"""What was sent to fiscal registers and what they registered, and how they call things."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class FiscalAttempt(Base):
    """The evidence of something that is about to be sent, written before. ``is_open`` until it is known what it became.

    Nothing else of the row changes.
    """

    __tablename__ = "fiscal_attempt"
    __table_args__ = (Index("ix_fiscal_attempt_message_id", "message_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("outbox_message.id"))
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("device.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    evidence: Mapped[str] = mapped_column(Text)
    is_open: Mapped[bool] = mapped_column(Boolean)


class FiscalDocument(Base):
    """Something a register has registered: a receipt, cash put in or out, a shift opened or closed.

    ``act_uid`` is the name it was sent under, ``document_uid`` the shop's own document (of the sale, the cash entry,
    the shift). ``number`` is 0 where the register makes no document of it; ``registered_at`` is the register's own
    time, ``invoice_number`` the number that it gave an invoice besides. ``decided_by`` is who said so where the
    register could not be asked.
    """

    __tablename__ = "fiscal_document"
    __table_args__ = (
        CheckConstraint("paper IN ('printed','unfinished','not_wanted','unknown')", name="paper_known"),
        Index("ix_fiscal_document_sale_id", "sale_id", **of_few("sale_id")),
        Index("ix_fiscal_document_till_id", "till_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    act_uid: Mapped[str] = mapped_column(String(36), unique=True)
    document_uid: Mapped[str] = mapped_column(String(36))
    sale_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sale.id"))
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("device.id"))
    kind: Mapped[str] = mapped_column(String(20))
    currency: Mapped[str] = mapped_column(String(3))
    total: Mapped[Money] = mapped_column(MoneyType)
    number: Mapped[int] = mapped_column(BigInteger)
    receipt_number: Mapped[int | None] = mapped_column(BigInteger)
    sign: Mapped[str] = mapped_column(String(60))
    registered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    serial_number: Mapped[str] = mapped_column(String(60))
    storage_number: Mapped[str] = mapped_column(String(60))
    shift_number: Mapped[int] = mapped_column(Integer)
    qr: Mapped[str] = mapped_column(Text)
    paper: Mapped[str] = mapped_column(String(12))
    is_recovered: Mapped[bool] = mapped_column(Boolean)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    invoice_number: Mapped[int | None] = mapped_column(BigInteger)


class FiscalCode(Base):
    """How a register calls something of the shop's, where the owner chose another than the maker's usual code.

    ``part`` is ``tax``, ``tender`` or ``tax_system``.
    """

    __tablename__ = "fiscal_code"
    __table_args__ = (CheckConstraint("part IN ('tax','tender','tax_system')", name="part_known"),)

    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("device.id"), primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(40))


append_only("fiscal_document")
