"""The two engines behind a database URL: one that writes, one that cannot."""

import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from app.core.errors import ConfigError

BUSY_TIMEOUT_MS: Final = 5000
SQLITE_CACHE_KIB: Final = 65536


def read_url(text: str) -> URL:
    """The parsed URL; ConfigError ``bad_database_url`` for anything but SQLite and PostgreSQL."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise ConfigError("bad_database_url") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigError("bad_database_url")
    return url


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def write_engine(url: URL) -> Engine:
    """An engine whose transactions begin as writers."""
    if url.get_backend_name() == "sqlite":
        # One writer at a time, behind the fair lock; the second connection is for migrations and checks.
        return _sqlite(url, begin="BEGIN IMMEDIATE", read_only=False, pool_size=2)
    return create_engine(
        url,
        pool_size=16,
        max_overflow=16,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
    )


def read_engine(url: URL) -> Engine:
    """An engine that the database itself keeps from writing."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, begin="BEGIN", read_only=True, pool_size=16)
    return create_engine(
        url,
        pool_size=16,
        max_overflow=16,
        pool_pre_ping=True,
        # What a unit reads with several statements must fit together: the journal and its heads, a level and its moves.
        isolation_level="REPEATABLE READ",
        connect_args={"options": "-c default_transaction_read_only=on"},
    )


def _sqlite(url: URL, *, begin: str, read_only: bool, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=64,
        connect_args={
            "check_same_thread": False,
            "timeout": BUSY_TIMEOUT_MS / 1000,
            "isolation_level": None,
        },
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            # Without it INSERT OR REPLACE would slip past the guards against delete.
            "recursive_triggers=ON",
            # The checkpoint thread does this; inside a commit it would be felt at the till.
            "wal_autocheckpoint=0",
            f"cache_size=-{SQLITE_CACHE_KIB}",
            *(("query_only=ON",) if read_only else ()),
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
