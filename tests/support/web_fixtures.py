"""Fixtures with an open shop and its pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from werkzeug.routing import Rule

from app.auth import passwords
from app.core.clock import SetClock
from app.core.db.unit import Database
from tests.support.web import WebShop, open_web_shop


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """The real argon2 with its smallest cost: hundreds of logins would take minutes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_routes() -> Iterator[None]:
    """Every application has the same routes: what writes their addresses is compiled once, not for each test."""
    compile_builder, builders = Rule._compile_builder, {}

    def compiled_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, repr(rule.defaults), append_unknown)
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled_once)
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
