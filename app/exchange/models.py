"""Imports: the file that came, what it changed row by row, and what an undo did about it."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.guards import append_only
from app.core.db.model import Base
from app.core.db.types import BigId, UtcDateTime


class DataImport(Base):
    """One import of one file.

    ``options`` and ``problems`` are JSON. ``applied_row`` is the last row of the file that is kept: an import that
    was broken off goes on after it. The file lies in the data folder under its ``uid`` until the import is done.
    """

    __tablename__ = "data_import"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft','checking','applying','done','undoing','undone','refused')", name="state_known"
        ),
        Index("ix_data_import_state", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str] = mapped_column(String(200))
    options: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_asked: Mapped[bool] = mapped_column(Boolean)
    total_rows: Mapped[int] = mapped_column(Integer)
    looked_at: Mapped[int] = mapped_column(Integer)
    applied_row: Mapped[int] = mapped_column(Integer)
    created: Mapped[int] = mapped_column(Integer)
    updated: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    failed: Mapped[int] = mapped_column(Integer)
    problems: Mapped[str] = mapped_column(Text)


class ImportChange(Base):
    """What one row of a file changed: ``before`` and ``after`` are JSON of the fields that differ."""

    __tablename__ = "import_change"
    __table_args__ = (
        CheckConstraint("act IN ('created','updated')", name="act_known"),
        Index("ix_import_change_import_id", "import_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    import_id: Mapped[int] = mapped_column(BigId, ForeignKey("data_import.id"))
    row: Mapped[int] = mapped_column(Integer)
    entity: Mapped[str] = mapped_column(String(20))
    entity_id: Mapped[int] = mapped_column(BigId)
    act: Mapped[str] = mapped_column(String(8))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)


class ImportChangeDetail(Base):
    """What a change says of a customer, apart from it, so that it can be erased: JSON of ``before`` and ``after``.

    The change keeps a salted digest of it.
    """

    __tablename__ = "import_change_detail"
    __table_args__ = (Index("ix_import_change_detail_customer_id", "customer_id"),)

    change_id: Mapped[int] = mapped_column(BigId, ForeignKey("import_change.id"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"))
    salt: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)


class ImportUndo(Base):
    """That a change was taken back. ``kept`` says what could not be, and why: an error code, empty for nothing."""

    __tablename__ = "import_undo"

    change_id: Mapped[int] = mapped_column(BigId, ForeignKey("import_change.id"), primary_key=True, autoincrement=False)
    kept: Mapped[str] = mapped_column(String(40))


class ImportMapping(Base):
    """Which column of a file is which field, remembered by kind and headers."""

    __tablename__ = "import_mapping"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    mapping: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


append_only("import_change")
append_only("import_change_detail", erasable=True)
append_only("import_undo")
