"""Runs migrations on the connection handed over by ``app.core.db.migrate``."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

import app.schema
from app.core.db.types import MoneyType, UnitPriceType, UtcDateTime

connection = context.config.attributes["connection"]
only = context.config.attributes.get("only_tables")


def include_object(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leaves the full-text index alone (it is re-made with the guards); a revision may be kept to some tables."""
    if kind == "index" and name is not None and name.endswith("_search"):
        return False
    if kind != "table" or name is None:
        return True
    return "_search" not in name and (only is None or name in only)


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Writes our column types as the plain types they store, so that a revision never changes meaning later."""
    if kind == "type" and isinstance(item, MoneyType | UnitPriceType):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    _context: Any,
    _inspected: Any,
    metadata_column: sa.Column[Any],
    inspected_type: Any,
    metadata_type: Any,
) -> bool | None:
    """SQLite stores every integer type alike; elsewhere the usual comparison holds."""
    if connection.dialect.name == "sqlite" and isinstance(metadata_type, sa.Integer | sa.BigInteger):
        return not isinstance(inspected_type, sa.Integer)
    return None


context.configure(
    connection=connection,
    target_metadata=app.schema.metadata,
    include_object=include_object,
    render_item=render_item,
    render_as_batch=True,
    compare_type=compare_type,
)
with context.begin_transaction():
    context.run_migrations()
