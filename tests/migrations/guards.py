"""Tries to break every guarded table: what the tests of guards and of upgrades share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Integer, LargeBinary, String, Table, inspect
from sqlalchemy.exc import IntegrityError

import app.schema
from app.core.db.guards import guarded
from app.core.db.types import MoneyType, UnitPriceType, UtcDateTime
from app.core.db.unit import Database
from app.core.money import Money, UnitPrice

_VALUES: tuple[tuple[type[Any], Any], ...] = (
    (MoneyType, Money(1)),
    (UnitPriceType, UnitPrice(1)),
    (UtcDateTime, datetime(2026, 3, 6, tzinfo=UTC)),
    (Date, date(2026, 3, 6)),
    (Boolean, True),
    (Integer, 1),
    (LargeBinary, b"x"),
    (String, "x"),
)


def put_a_row_everywhere(database: Database) -> None:
    """Gives each guarded table a row, whatever its keys and rules ask for.

    On PostgreSQL the rules of this database are gone afterwards, but for the guards.
    """
    with _lawless(database) as connection:
        if not database.is_sqlite:
            _drop_checks(connection)
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in guarded_tables():
            row = {column.name: _value(column) for column in table.columns}
            connection.execute(table.insert().values(row))
        connection.commit()


def guarded_tables() -> list[Table]:
    """Every guarded table."""
    return [app.schema.metadata.tables[guard.table] for guard in guarded()]


def survivors(database: Database) -> list[str]:
    """Every way of changing a guarded row that was not refused; none is what a shop wants."""
    broken = []
    for guard in guarded():
        column = next(iter(app.schema.metadata.tables[guard.table].columns)).name
        ways = {
            "UPDATE": f"UPDATE {guard.table} SET {column} = {column}",
            "DELETE": f"DELETE FROM {guard.table}",
            "TRUNCATE": f"TRUNCATE {guard.table} CASCADE",
            "REPLACE": f"INSERT OR REPLACE INTO {guard.table} SELECT * FROM {guard.table}",
        }
        asked = [*guard.operations, *(() if database.is_sqlite else ("TRUNCATE",))]
        if database.is_sqlite and "DELETE" in guard.operations:
            asked.append("REPLACE")
        broken += [f"{way} {guard.table}" for way in asked if not _is_refused(database, guard.table, ways[way])]
    return broken


def _is_refused(database: Database, table: str, statement: str) -> bool:
    """Whether the guard refuses the statement, as a breach of integrity on either product, and the row stays."""
    with _lawless(database) as connection:
        try:
            connection.exec_driver_sql(statement)
        except IntegrityError as error:
            connection.rollback()
            left: int = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            return "is append-only" in str(error) and left == 1
        connection.rollback()
        return False


@contextmanager
def _lawless(database: Database) -> Iterator[Connection]:
    """A connection on which SQLite minds neither references nor rules: only the guards are left to refuse."""
    with database.writer.connect() as connection:
        if database.is_sqlite:
            driver: Any = connection.connection.dbapi_connection
            for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
                driver.execute(f"PRAGMA {pragma}")
        yield connection
        connection.invalidate()


def _drop_checks(connection: Connection) -> None:
    for table in guarded_tables():
        for check in inspect(connection).get_check_constraints(table.name):
            connection.exec_driver_sql(f'ALTER TABLE {table.name} DROP CONSTRAINT "{check["name"]}"')


def _value(column: Column[Any]) -> Any:
    return next(value for kind, value in _VALUES if isinstance(column.type, kind))
