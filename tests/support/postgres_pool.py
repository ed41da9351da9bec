"""Databases that a test has left, made as new again: many times faster than making another one.

A copy of the template costs a fifth of a second and more, on a busy machine a whole one; emptying what a test wrote
costs some milliseconds. That is so over a connection that stays open: a new one spends five times as long on learning
what tables there are.
"""

from dataclasses import dataclass, field

import psycopg

from tests.support.postgres import PostgresServer

# Whoever changes a table, a guard or a function leaves rows of another transaction in these catalogues; a copy has the
# rows of its template. To write the shape out and compare it takes four times as long.
_SHAPE = " UNION ALL ".join(
    f"SELECT count(*), sum(xmin::text::bigint) FROM {catalogue}"
    for catalogue in ("pg_attribute", "pg_trigger", "pg_constraint", "pg_proc")
)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_BEGIN_AGAIN = "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"

Shape = list[tuple[int, int]]


@dataclass
class PostgresPool:
    """The spare databases of one test process."""

    server: PostgresServer
    spare: list[str] = field(default_factory=list)
    _cleaners: dict[str, psycopg.Connection] = field(default_factory=dict)
    _empty_all: str = ""
    _shape: Shape | None = None
    _revision: str | None = None

    def learn(self, name: str) -> None:
        """Remembers how a database looks that was just copied from the template."""
        cleaner = self._cleaner(name)
        if self._shape is None:
            self._shape, self._revision = _shape(cleaner), _revision(cleaner)
            tables = [table for (table,) in cleaner.execute(_TABLES).fetchall()]
            self._empty_all = ";".join(f'DELETE FROM "{table}"' for table in tables)

    def give_back(self, name: str) -> None:
        """Empties a database for the next test; drops it where a test changed more than rows."""
        if self._is_as_new(name):
            self.spare.append(name)
        else:
            self._forget(name)
            self.server.drop(name)

    def close(self) -> None:
        """Ends the connections to all databases."""
        for name in list(self._cleaners):
            self._forget(name)

    def _cleaner(self, name: str) -> psycopg.Connection:
        """The connection that empties a database."""
        if name not in self._cleaners:
            cleaner = self._cleaners[name] = self.server.connect(name)
            # The guards keep ledgers from being emptied, and keys keep the order: neither holds for a replica.
            cleaner.execute("SET session_replication_role = replica")
        return self._cleaners[name]

    def _forget(self, name: str) -> None:
        if name in self._cleaners:
            self._cleaners.pop(name).close()

    def _is_as_new(self, name: str) -> bool:
        try:
            cleaner = self._cleaner(name)
            cleaner.execute(_LEAVE)
            if (_shape(cleaner), _revision(cleaner)) != (self._shape, self._revision):
                return False
            with cleaner.transaction():
                cleaner.execute(self._empty_all)
                cleaner.execute(_BEGIN_AGAIN)
        except psycopg.Error:
            return False
        return True


def _shape(connection: psycopg.Connection) -> Shape:
    return [(count, int(transactions)) for count, transactions in connection.execute(_SHAPE).fetchall()]


def _revision(connection: psycopg.Connection) -> str:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert found is not None
    return str(found[0])
