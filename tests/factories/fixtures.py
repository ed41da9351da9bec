"""Fixtures with opened shops: one in a database of its own, and one that the tests of a module share."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Protocol

import pytest

from app.core.clock import Clock, SetClock
from app.core.db.unit import Database
from app.core.events import EventBus
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from tests.support.database_fixtures import NOON
from tests.support.databases import (
    BACKENDS,
    Backend,
    Databases,
    PostgresDatabases,
    SqliteDatabases,
    databases_for_test,
)


class OpenDatabase(Protocol):
    """Opens a database as the program does; it is closed at the end of the test."""

    def __call__(self, url: str, *, clock: Clock | None = None, events: EventBus | None = None) -> Database: ...


@pytest.fixture
def opened() -> Iterator[OpenDatabase]:
    """``opened(url)``: for tests that open a database again, or as another program would."""
    with ExitStack() as ending:

        def open_one(url: str, *, clock: Clock | None = None, events: EventBus | None = None) -> Database:
            return ending.enter_context(closing(Database(url, clock=clock, events=events)))

        yield open_one


@pytest.fixture
def shop(database: Database, clock: SetClock) -> Shop:
    """A shop opened in a database of its own, on each product in turn."""
    return Shop(database, clock)


@pytest.fixture(scope="module", params=BACKENDS)
def shared_shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that the tests of a module share: each takes a till of its own and leaves the settings alone."""
    shared_folder = request.getfixturevalue("shared_folder")

    def make(backend: Backend) -> Databases:
        if backend == "sqlite":
            return SqliteDatabases(tmp_path_factory.mktemp("shop"), shared_folder)
        return PostgresDatabases(request.getfixturevalue("postgres_pool"), shared_folder)

    with databases_for_test(make) as of:
        clock = SetClock(NOON)
        with closing(Database(of(request.param).create(), clock=clock)) as database:
            yield Shop(database, clock)


@pytest.fixture
def till(shared_shop: Shop) -> TillDesk:
    """A till of the shared shop, its shift open with 100.00, a senior cashier at it."""
    return shared_shop.till()
