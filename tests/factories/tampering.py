"""Somebody with the database's own tools, whom no trigger stops."""

from typing import Any

from sqlalchemy import Connection, Executable

from app.core.db.guards import apply_guards
from app.core.db.unit import Database


def tamper(database: Database, *statements: Executable, **values: Any) -> None:
    """Runs statements with the guards taken off, and puts them on again."""
    with database.writer.begin() as connection:
        _take_off(connection)
        for statement in statements:
            connection.execute(statement, values)
        if database.is_sqlite:
            apply_guards(connection)


def _take_off(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep_%'")
    for (name,) in found.all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
