"""Receipts made out to companies: documents of their own beside the sale, with their own numbers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class CompanyReceipt(Base):
    """A receipt for a company. ``revision`` 1 is a sale's first; a later one corrects what was written of the buyer.

    The paper is kept as ``company:<uid>``. What it says of the company stays with it: books of the seller and of the
    buyer rest on it.
    """

    __tablename__ = "company_receipt"
    __table_args__ = (
        CheckConstraint("revision >= 1", name="revision_positive"),
        CheckConstraint("company_name <> ''", name="company_named"),
        UniqueConstraint("sale_id", "revision"),
        UniqueConstraint("till_id", "number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    till_id: Mapped[int] = mapped_column(BigId, ForeignKey("till.id"))
    number: Mapped[int] = mapped_column(Integer)
    sale_id: Mapped[int] = mapped_column(BigId, ForeignKey("sale.id"))
    revision: Mapped[int] = mapped_column(Integer)
    company_name: Mapped[str] = mapped_column(String(200))
    tax_number: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(400))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("account.id"))
    issued_by: Mapped[str] = mapped_column(String(120))


append_only("company_receipt")
