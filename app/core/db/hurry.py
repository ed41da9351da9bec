"""Writing much that could be written again: commits that do not each wait for the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.core.db.unit import Database


@contextmanager
def hurried(database: Database) -> Iterator[None]:
    """Commits inside do not wait for the disk; leaving waits once for all of them.

    For data that can be made again, and no unit may be open: on SQLite a power cut inside may spoil the file.
    """
    statement = "PRAGMA synchronous=OFF" if database.is_sqlite else "SET synchronous_commit TO off"

    def hurry(connection: Any, _record: Any) -> None:
        connection.execute(statement).close()

    database.writer.dispose()
    event.listen(database.writer, "connect", hurry)
    try:
        yield
    finally:
        event.remove(database.writer, "connect", hurry)
        database.writer.dispose()
        if database.is_sqlite:
            _reach_the_disk(database)


def _reach_the_disk(database: Database) -> None:
    """SQLite passes over pages that were moved without waiting, but one page more takes the whole file along.

    Never by a file handle of our own: closing it would let go the locks that SQLite holds on the file in this process,
    and another program that looks in would take itself for the last one and remove the log.
    PostgreSQL writes its log in order by itself.
    """
    connection = database.writer.raw_connection()
    try:
        cursor = connection.cursor()
        version = cursor.execute("PRAGMA user_version").fetchone()[0]
        cursor.execute(f"PRAGMA user_version={version}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        connection.close()
