"""Fixtures with databases. A test that takes `database_url` runs once on SQLite and once on PostgreSQL."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, NullPool, create_engine

from app.core.clock import SetClock
from app.core.db import engine, migrate
from app.core.db.unit import Database
from tests.support.databases import (
    BACKENDS,
    Backend,
    Databases,
    DatabasesFor,
    PostgresDatabases,
    SqliteDatabases,
    databases_for_test,
    sqlite_template,
)
from tests.support.postgres import PostgresServer, shared_postgres
from tests.support.postgres_pool import PostgresPool
from tests.support.quick_migrations import QuickMigrations

REAL_RUN = migrate._run


@pytest.fixture(scope="session", autouse=True)
def quick_statements() -> Iterator[None]:
    """The databases of all tests share what is known of their product: a statement is compiled once, not for each."""
    firsts: dict[str, Engine] = {}

    def sharing(url: URL, **options: Any) -> Engine:
        opened = create_engine(url, **options)
        name = opened.dialect.name
        if name not in firsts:
            firsts[name] = create_engine("sqlite://" if name == "sqlite" else url, poolclass=NullPool)
            firsts[name].connect().close()
        opened.dialect = firsts[name].dialect
        opened._compiled_cache = firsts[name]._compiled_cache
        return opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", sharing)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_migrations(shared_folder: Path) -> Iterator[None]:
    """A new SQLite database gets its tables at once; tests that are about migrations want `real_migrations`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "_run", QuickMigrations(sqlite_template(shared_folder), REAL_RUN))
        yield


@pytest.fixture
def real_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each migration runs, as outside of tests."""
    monkeypatch.setattr(migrate, "_run", REAL_RUN)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder that all workers of this run share, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def postgres_server(shared_folder: Path) -> Iterator[PostgresServer]:
    """The PostgreSQL server of this run. Most tests want `database_url` instead."""
    with shared_postgres(shared_folder) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_pool(postgres_server: PostgresServer) -> Iterator[PostgresPool]:
    """The databases that tests of this process have left, ready for the next."""
    with closing(PostgresPool(postgres_server)) as pool:
        yield pool


@pytest.fixture
def databases_for(request: pytest.FixtureRequest, shared_folder: Path, tmp_path: Path) -> Iterator[DatabasesFor]:
    """`databases_for("postgresql").create()` or `.create_empty()`: for tests that need several databases."""

    def make(backend: Backend) -> Databases:
        if backend == "sqlite":
            return SqliteDatabases(tmp_path, shared_folder)
        return PostgresDatabases(request.getfixturevalue("postgres_pool"), shared_folder)

    with databases_for_test(make) as of:
        yield of


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    """The database product this run of the test is on."""
    chosen: Backend = request.param
    return chosen


@pytest.fixture
def database_url(backend: Backend, databases_for: DatabasesFor) -> str:
    """A fresh database in the newest state, on each product in turn."""
    return databases_for(backend).create()


NOON = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> SetClock:
    """The clock of `database`: it stands until a test moves it."""
    return SetClock(NOON)


@pytest.fixture
def database(database_url: str, clock: SetClock) -> Iterator[Database]:
    """A fresh database of the program, on each product in turn."""
    opened = Database(database_url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def empty_database_url(backend: Backend, databases_for: DatabasesFor) -> str:
    """A fresh database without a table, on each product in turn."""
    return databases_for(backend).create_empty()


@pytest.fixture
def sqlite_url(databases_for: DatabasesFor) -> str:
    """A fresh SQLite database in the newest state."""
    return databases_for("sqlite").create()


@pytest.fixture
def postgresql_url(databases_for: DatabasesFor) -> str:
    """A fresh PostgreSQL database in the newest state."""
    return databases_for("postgresql").create()
