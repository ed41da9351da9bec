"""Takes whole tables from one database into another, an empty one."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Table, insert, select, text

from app.core.db.unit import ReadUnit, Unit

Rows = list[tuple[Table, list[dict[str, Any]]]]
"""The rows of each table."""

_AT_ONCE: Final = 1000


def read_tables(tx: ReadUnit, tables: Sequence[Table]) -> Rows:
    """Every row of the tables, of one state. They are held in memory: a unit cannot be open in two databases."""
    return [(table, [dict(row) for row in tx.execute(select(table)).mappings()]) for table in tables]


def write_tables(tx: Unit, found: Rows) -> None:
    """Writes the rows with the keys they had. A row may come before the one it points at, and on SQLite only."""
    tx.execute(text("PRAGMA defer_foreign_keys=ON"))
    for table, rows in found:
        for begin in range(0, len(rows), _AT_ONCE):
            tx.execute(insert(table), rows[begin : begin + _AT_ONCE])
