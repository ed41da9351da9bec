"""Price tags on their way to a label printer, and which price each shelf says."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class TagJob(Base):
    """Tags that were asked for at once, on one printer.

    ``sent`` labels reached the printer, ``confirmed`` of them came out as far as anybody knows; between the two lies
    what is open. ``told`` is how many of all came out by the printer's last word. ``drawn_at`` is when the open ones
    were drawn.
    """

    __tablename__ = "tag_job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','printing','asking','done','stopped')", name="state_known"),
        CheckConstraint("0 <= confirmed AND confirmed <= sent AND sent <= wanted", name="counts_in_order"),
        Index("ix_tag_job_device_id_state", "device_id", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"))
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("device.id"))
    asked_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wanted: Mapped[int] = mapped_column(Integer)
    sent: Mapped[int] = mapped_column(Integer)
    confirmed: Mapped[int] = mapped_column(Integer)
    told: Mapped[int | None] = mapped_column(Integer)
    batches: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10))
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TagJobLine(Base):
    """How many tags of a product, in the order in which they come out.

    The product is no foreign key: goods that only tags speak of may still be removed.
    """

    __tablename__ = "tag_job_line"
    __table_args__ = (CheckConstraint("copies > 0", name="copies_positive"),)

    job_id: Mapped[int] = mapped_column(BigId, ForeignKey("tag_job.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    product_id: Mapped[int] = mapped_column(BigId)
    copies: Mapped[int] = mapped_column(Integer)


class ShelfTag(Base):
    """The tag of a product that a shop printed last; ``price_from`` is from when on the price holds that it says."""

    __tablename__ = "shelf_tag"

    shop_id: Mapped[int] = mapped_column(BigId, ForeignKey("shop.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    price_from: Mapped[datetime] = mapped_column(UtcDateTime)
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime)


append_only("tag_job_line")
