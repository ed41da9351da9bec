"""Fixtures with an open shop and its pages."""

from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any, ClassVar

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.routing import Map, Rule, RuleFactory

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


class KnownRoutes(Map):
    """Every application has the same addresses: what finds and writes them is compiled once, not for each.

    Rules are only collected until somebody asks; two maps of the same rules then share what they were compiled to.
    """

    compiled: ClassVar[dict[tuple[Any, ...], Map]] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.collected: list[Rule] = []
        super().__init__(*arguments, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        """Collect rules; an application adds them before its first request."""
        self.collected.extend(rulefactory.get_rules(self))
        self._remap = True

    def update(self) -> None:
        """Take over what the same rules were compiled to; werkzeug calls it before it matches or writes an address."""
        with self._remap_lock:
            if not self._remap:
                return
            key = (self.host_matching, *map(everything_in, self.collected))
            if key not in self.compiled:
                # Copies, because a rule belongs to one map for good.
                self.compiled[key] = Map(map(copy, self.collected), host_matching=self.host_matching)
                self.compiled[key].update()
            self._matcher = self.compiled[key]._matcher
            self._rules_by_endpoint = self.compiled[key]._rules_by_endpoint
            self._remap = False


def everything_in(rule: Rule) -> tuple[Any, ...]:
    """All that a rule that is in no map yet says: its fields, sets of words in a fixed order."""
    return tuple(
        (name, tuple(sorted(value)) if isinstance(value, set) else repr(value))
        for name, value in sorted(vars(rule).items())
    )


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
