"""The ledger of goods: moves between locations, and the stored level that is their sum."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base, of_few
from app.core.db.types import BigId, MoneyType, UtcDateTime
from app.core.money import Money


class Location(Base):
    """Where goods are. Supplier, customer and loss are locations too, so that every move has two ends."""

    __tablename__ = "location"
    __table_args__ = (
        CheckConstraint("kind IN ('shop','supplier','customer','loss')", name="kind_known"),
        Index("uq_location_kind_shop_id", "kind", "shop_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    name: Mapped[str] = mapped_column(String(80))


class StockMove(Base):
    """Goods going from one location to another because of a document. Never changed; corrected by another move."""

    __tablename__ = "stock_move"
    __table_args__ = (
        CheckConstraint("qty_milli > 0", name="qty_positive"),
        CheckConstraint("from_location_id <> to_location_id", name="ends_differ"),
        Index("ix_stock_move_product_id_at", "product_id", "at"),
        Index("ix_stock_move_document", "document_kind", "document_id"),
        Index("ix_stock_move_product_id", "product_id", **of_few("cost")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"))
    from_location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    to_location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    qty_milli: Mapped[int] = mapped_column(BigInteger)
    cost: Mapped[Money | None] = mapped_column(MoneyType)
    document_kind: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[int] = mapped_column(BigId)
    document_line: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date] = mapped_column(Date)


class StockLevel(Base):
    """What a location holds of a product: a cache of the sum of its moves, written in the same unit."""

    __tablename__ = "stock_level"

    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("product.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True)
    qty_milli: Mapped[int] = mapped_column(BigInteger)


append_only("stock_move")
