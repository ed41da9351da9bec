"""Writing much that could be written again: commits that do not each wait for the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
    """SQLite passes over pages that were moved without waiting; PostgreSQL writes its log in order by itself."""
    connection = database.writer.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        connection.close()
    with Path(str(database.url.database)).open("rb+") as file:
        os.fsync(file.fileno())
