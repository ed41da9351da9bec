"""New SQLite databases that get today's tables at once, as the migrations have once made them in this run.

Some forty migrations cost each new database a second of a processor, and every shop that a command opens, every copy
to practise in is a new one. The tests of the migrations themselves, PostgreSQL and started programs run the real ones.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection

from app.core.db import migrate

Run = Callable[[Connection], None]
SCRIPTS = migrate.SCRIPTS
SEARCH_PARTS = ("config", "content", "data", "docsize", "idx")
"""What FTS5 adds to the name of an index for its own tables (sqlite.org/fts5.html, section 9)."""


@dataclass(frozen=True)
class Drawn:
    """What a migrated database holds: statements that make its tables, and the few rows the migrations left."""

    statements: tuple[str, ...]
    rows: tuple[tuple[str, tuple[object, ...]], ...]


@dataclass
class QuickMigrations:
    """Stands for ``migrate._run``; what it can not do, `real` does."""

    template: Path
    real: Run

    def __call__(self, connection: Connection) -> None:
        """Make the tables of an empty SQLite database; migrate any other."""
        if not _is_new(connection):
            self.real(connection)
            return
        for statement in self._drawn.statements:
            connection.exec_driver_sql(statement)
        for statement, row in self._drawn.rows:
            connection.exec_driver_sql(statement, row)

    @cached_property
    def _drawn(self) -> Drawn:
        connection = sqlite3.connect(self.template)
        try:
            return draw(connection)
        finally:
            connection.close()


def _is_new(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite" or migrate.SCRIPTS != SCRIPTS:
        return False
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is None


def draw(connection: sqlite3.Connection) -> Drawn:
    """Read a migrated database; what a search index keeps in tables of its own comes with the index."""
    made = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    ).fetchall()
    indexes = [name for _, name, sql in made if sql.startswith("CREATE VIRTUAL")]
    kept = {f"{index}_{part}" for index in indexes for part in SEARCH_PARTS}
    own = [(kind, name, sql) for kind, name, sql in made if name not in kept]
    rows = [
        (f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(row))})', row)
        for kind, name, _ in own
        if kind == "table" and name not in indexes
        for row in connection.execute(f'SELECT * FROM "{name}"')
    ]
    # Triggers last, so that none acts on the rows.
    ordered = sorted(own, key=lambda one: one[0] == "trigger")
    return Drawn(tuple(sql for _, _, sql in ordered), tuple(rows))
