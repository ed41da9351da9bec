"""The two engines behind a database URL: one that writes, one that cannot."""

import math
import sqlite3
import time
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError

from app.core.db.checkpoint import LARGE_LOG_BYTES
from app.core.errors import ConfigError

BUSY_TIMEOUT_MS: Final = 5000
SQLITE_CACHE_KIB: Final = 65536
IDLE_SECONDS: Final = 1.0
_IDLE_SINCE: Final = "idle_since"


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


def begin_write(url: URL) -> str:
    """The statement that begins a transaction of the writing engine."""
    return "BEGIN IMMEDIATE" if url.get_backend_name() == "sqlite" else "BEGIN ISOLATION LEVEL READ COMMITTED"


def begin_read(url: URL) -> str:
    """The statement that begins a transaction of the reading engine.

    What a unit reads with several statements must fit together: the journal and its heads, a level and its moves.
    """
    return "BEGIN" if url.get_backend_name() == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


def write_engine(url: URL) -> Engine:
    """An engine whose transactions begin as writers."""
    if url.get_backend_name() == "sqlite":
        # One writer at a time, behind the fair lock; the second connection is for migrations and checks.
        return _sqlite(url, begin=begin_write(url), read_only=False, pool_size=2)
    return _postgresql(url, begin=begin_write(url))


def read_engine(url: URL) -> Engine:
    """An engine that the database itself keeps from writing."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, begin=begin_read(url), read_only=True, pool_size=16)
    return _postgresql(url, begin=begin_read(url))


def _postgresql(url: URL, *, begin: str) -> Engine:
    # "Autocommit" keeps the driver from sending a BEGIN of its own, alone and on a journey of its own.
    engine = create_engine(url, pool_size=16, max_overflow=16, connect_args={"autocommit": True})

    @event.listens_for(engine, "checkin")
    def note_the_time(_connection: Any, record: Any) -> None:
        record.info[_IDLE_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask_whether_it_lives(connection: Any, record: Any, _proxy: Any) -> None:
        """A connection that answered a moment ago is there; another may have gone with a restart of the server."""
        if time.monotonic() - record.info.get(_IDLE_SINCE, math.inf) > IDLE_SECONDS:
            try:
                connection.execute("SELECT")
            except psycopg.Error as error:
                raise DisconnectionError from error

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        if driver.info.transaction_status == TransactionStatus.IDLE:
            driver.execute(begin)

    return engine


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
            f"journal_size_limit={LARGE_LOG_BYTES}",
            f"cache_size=-{SQLITE_CACHE_KIB}",
            *(("query_only=ON",) if read_only else ()),
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        if not driver.in_transaction:
            connection.exec_driver_sql(begin)

    return engine
