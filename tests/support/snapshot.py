"""Everything a database holds, to be compared before and after."""

from typing import Any

from sqlalchemy import select

from app.core.db.unit import Database
from app.schema import metadata


def snapshot(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table, in the order of their keys."""
    with database.read_unit() as tx:
        return {
            table.name: [tuple(row) for row in tx.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }
