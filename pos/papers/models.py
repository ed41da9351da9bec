"""Papers as they were laid out, and what became of each printing."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class Paper(Base):
    """A document as it was laid out that day (a receipt, a Z report): every copy prints from it."""

    __tablename__ = "paper"

    document: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)


class PaperPrint(Base):
    """What became of a printing: ``printed``, ``may_have_printed`` or ``not_printed``."""

    __tablename__ = "paper_print"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('printed','may_have_printed','not_printed')",
            name="outcome_known",
        ),
        Index("ix_paper_print_document", "document"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document: Mapped[str] = mapped_column(String(60))
    copy: Mapped[bool] = mapped_column(Boolean)
    outcome: Mapped[str] = mapped_column(String(20))
    error_code: Mapped[str | None] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


append_only("paper")
append_only("paper_print")
