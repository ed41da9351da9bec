"""Insert, or add to the row that is there: one statement on both databases."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert


class Accumulating:
    """A statement that adds to a number in a table, making the row where there is none.

    Rows given to it name every key column and the number; on PostgreSQL it holds the rows until the unit ends, so
    give them in one order everywhere.
    """

    def __init__(self, table: Any, *keys: str, number: str) -> None:
        rows: Table = table.__table__
        on_sqlite = sqlite.insert(rows)
        on_postgresql = postgresql.insert(rows)
        self._on_sqlite = on_sqlite.on_conflict_do_update(
            index_elements=keys, set_={number: rows.c[number] + on_sqlite.excluded[number]}
        )
        self._on_postgresql = on_postgresql.on_conflict_do_update(
            index_elements=keys, set_={number: rows.c[number] + on_postgresql.excluded[number]}
        )

    def statement(self, *, is_sqlite: bool) -> Insert:
        """The statement for the database in use."""
        return self._on_sqlite if is_sqlite else self._on_postgresql
