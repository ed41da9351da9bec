"""What tests get instead of a new database that is migrated step by step."""

import sqlite3
from contextlib import closing
from typing import Any

from sqlalchemy import make_url

from app.core.db.migrate import upgrade
from tests.factories.fixtures import OpenDatabase
from tests.support.databases import DatabasesFor


def everything_in(url: str) -> tuple[list[Any], set[str]]:
    """All tables, indexes and triggers, and all rows but those in which SQLite and empty search indexes keep books."""
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        made = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        rows = {line for line in connection.iterdump() if line.startswith("INSERT INTO")}
        return made, {row for row in rows if "_search" not in row and "sqlite_sequence" not in row}


def test_a_database_made_at_once_is_as_one_that_was_migrated(databases_for: DatabasesFor, opened: OpenDatabase) -> None:
    at_once = databases_for("sqlite").create_empty()
    assert upgrade(opened(at_once)) is True
    assert upgrade(opened(at_once)) is False
    assert everything_in(at_once) == everything_in(databases_for("sqlite").create())
