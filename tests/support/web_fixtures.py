"""Fixtures with an open shop and its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from app.auth import passwords
from app.core.clock import SetClock
from app.core.db.unit import Database
from tests.support.routes import KnownRoutes
from tests.support.web import WebShop, open_web_shop


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """The real argon2 with its smallest cost: hundreds of logins would take minutes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_routes() -> Iterator[None]:
    """Applications share their routes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_map_class", KnownRoutes)
        yield


@pytest.fixture
def web(database: Database, clock: SetClock, tmp_path: Path) -> WebShop:
    """The shop's pages over each database product in turn."""
    return open_web_shop(database, clock, tmp_path / "data")


@pytest.fixture
def web_on_sqlite(sqlite_url: str, clock: SetClock, tmp_path: Path) -> Iterator[WebShop]:
    """The shop's pages over SQLite: for what no database can change."""
    opened = Database(sqlite_url, clock=clock)
    yield open_web_shop(opened, clock, tmp_path / "data")
    opened.close()
