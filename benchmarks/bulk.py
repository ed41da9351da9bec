"""Millions of rows into the real tables, past the services but not past the schema."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import Date

from app.core.db.model import Base
from app.core.db.types import UtcDateTime

Row = Sequence[Any]


class Bulk(Protocol):
    """Takes rows of plain values: money in minor units, unit prices in ten-thousandths, aware instants."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Appends rows to a table."""
        ...

    def finish(self) -> None:
        """Keeps everything, and leaves the database as if its rows had come one by one."""
        ...


class SqliteBulk:
    """Fills an SQLite file; a crash costs the file."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-524288"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("BEGIN")

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Appends rows to a table."""
        marks = ",".join("?" * len(columns))
        converters = _converters(table, columns)
        self._connection.executemany(
            f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})",  # noqa: S608  # names of our own tables
            (_converted(row, converters) for row in rows),
        )

    def finish(self) -> None:
        """Keeps everything in the one file."""
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


class PostgresBulk:
    """Fills a PostgreSQL database by COPY; its user must be a superuser."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        # The rows agree with each other: foreign keys are not asked again for each of them.
        connection.execute("SET session_replication_role = replica")
        self._tables: set[str] = set()

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Appends rows to a table."""
        self._tables.add(table)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(",").join(map(sql.Identifier, columns))
        )
        with self._connection.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        """Moves the sequences behind the ids given, and lets the planner see the tables."""
        for table in sorted(self._tables):
            key = Base.metadata.tables[table].autoincrement_column
            if key is not None:
                self._connection.execute(
                    sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), (SELECT max({}) FROM {}))").format(
                        sql.Literal(table), sql.Literal(key.name), sql.Identifier(key.name), sql.Identifier(table)
                    )
                )
        self._connection.execute("SET session_replication_role = origin")
        self._connection.execute("VACUUM ANALYZE")
        self._connection.close()


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _converters(table: str, columns: Sequence[str]) -> list[tuple[int, Callable[[Any], Any]]]:
    kinds = [Base.metadata.tables[table].c[name].type for name in columns]
    return [
        (index, _instant if isinstance(kind, UtcDateTime) else date.isoformat)
        for index, kind in enumerate(kinds)
        if isinstance(kind, UtcDateTime | Date)
    ]


def _converted(row: Row, converters: Sequence[tuple[int, Callable[[Any], Any]]]) -> Row:
    if not converters:
        return row
    converted = list(row)
    for index, convert in converters:
        if converted[index] is not None:
            converted[index] = convert(converted[index])
    return converted
