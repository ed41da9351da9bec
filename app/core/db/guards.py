"""Triggers that keep ledgers and documents as they were written.

Declared once, beside each table; applied at the end of every upgrade, because Alembic's batch mode on SQLite
rebuilds a table and silently drops its triggers.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Table

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION regulars_refuse_change() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """What may not happen to the rows of a table."""

    table: str
    operations: tuple[str, ...]


_guards: dict[str, Guard] = {}


def append_only(table: Table | str, *, erasable: bool = False) -> None:
    """Declares that rows of the table are never updated nor, unless ``erasable``, deleted."""
    name = table if isinstance(table, str) else table.name
    _guards[name] = Guard(name, ("UPDATE",) if erasable else ("UPDATE", "DELETE"))


def guarded() -> tuple[Guard, ...]:
    """Every declared guard, by table name."""
    return tuple(_guards[name] for name in sorted(_guards))


def apply_guards(connection: Connection) -> None:
    """Puts the declared triggers on, replacing any that stand there."""
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.exec_driver_sql(_PG_FUNCTION.replace("%", "%%"))
    for guard in guarded():
        for operation in guard.operations:
            trigger = f"keep_{guard.table}_{operation.lower()}"
            if postgresql:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger} ON {guard.table}")
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {trigger} BEFORE {operation} ON {guard.table} "
                    "FOR EACH ROW EXECUTE FUNCTION regulars_refuse_change()"
                )
            else:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {trigger} BEFORE {operation} ON {guard.table} "
                    f"BEGIN SELECT RAISE(ABORT, '{guard.table} is append-only'); END"
                )
        if postgresql:
            trigger = f"keep_{guard.table}_truncate"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger} ON {guard.table}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {trigger} BEFORE TRUNCATE ON {guard.table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION regulars_refuse_change()"
            )
