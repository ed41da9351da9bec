"""Insert, or change the row that is there: one statement on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from app.core.db.prepared import Prepared
from app.core.db.unit import Unit
from app.core.db.wire import Values


class Accumulating:
    """A statement that adds to numbers in a table, making the row where there is none.

    Rows given to it name every key column and each number; on PostgreSQL it holds the rows until the unit ends, so
    give them in one order everywhere.
    """

    def __init__(self, table: Any, *keys: str, numbers: Sequence[str]) -> None:
        rows: Table = table.__table__
        on_sqlite = sqlite.insert(rows)
        on_postgresql = postgresql.insert(rows)
        self._on_sqlite = Prepared(
            on_sqlite.on_conflict_do_update(
                index_elements=keys, set_={name: rows.c[name] + on_sqlite.excluded[name] for name in numbers}
            )
        )
        self._on_postgresql = Prepared(
            on_postgresql.on_conflict_do_update(
                index_elements=keys, set_={name: rows.c[name] + on_postgresql.excluded[name] for name in numbers}
            )
        )

    def add(self, tx: Unit, rows: Sequence[Values]) -> None:
        """Adds each row's numbers to those of its key."""
        (self._on_sqlite if tx.database.is_sqlite else self._on_postgresql).write(tx, *rows)


class Replacing:
    """A statement that writes a row, or puts its values in the place of those of the row with its key.

    Rows given to it name every key column and every value; on PostgreSQL it holds the rows until the unit ends, so
    give them in one order everywhere.
    """

    def __init__(self, table: Any, *keys: str, values: Sequence[str]) -> None:
        rows: Table = table.__table__
        on_sqlite = sqlite.insert(rows)
        on_postgresql = postgresql.insert(rows)
        self._on_sqlite = Prepared(
            on_sqlite.on_conflict_do_update(
                index_elements=keys, set_={name: on_sqlite.excluded[name] for name in values}
            )
        )
        self._on_postgresql = Prepared(
            on_postgresql.on_conflict_do_update(
                index_elements=keys, set_={name: on_postgresql.excluded[name] for name in values}
            )
        )

    def put(self, tx: Unit, rows: Sequence[Values]) -> None:
        """Writes each row."""
        (self._on_sqlite if tx.database.is_sqlite else self._on_postgresql).write(tx, *rows)
