"""Commits that do not wait for the disk: only inside, and nothing is lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.core import settings
from app.core.actor import program
from app.core.db.hurry import hurried
from app.core.db.unit import Database
from app.core.errors import ShopError
from pos.papers.layout import RECEIPT_FOOTER
from tests.support.databases import Backend

JOB = program("test")
WAITS = {"sqlite": "2", "postgresql": "on"}
HURRIES = {"sqlite": "0", "postgresql": "off"}
ASK = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
LOOKS_IN = (
    "import sqlite3, sys; base = sqlite3.connect(sys.argv[1]); base.execute('PRAGMA schema_version'); base.close()"
)
# The servers of tests never wait for the disk; this one is to.
CAREFUL = {"sqlite": {}, "postgresql": {"options": "-c synchronous_commit=on"}}


@pytest.fixture
def careful(database_url: str, backend: Backend) -> Iterator[Database]:
    """A database whose commits wait for the disk, as in a shop."""
    url = make_url(database_url).update_query_dict(CAREFUL[backend])
    with closing(Database(url.render_as_string(hide_password=False))) as database:
        yield database


def mode(database: Database, backend: Backend) -> str:
    with database.writer.connect() as connection:
        return str(connection.exec_driver_sql(ASK[backend]).scalar())


def write(database: Database, words: str) -> None:
    with database.unit_of_work(JOB) as tx:
        settings.put(tx, RECEIPT_FOOTER, words)


def read(database: Database) -> str:
    with database.read_unit() as tx:
        return settings.get(tx, RECEIPT_FOOTER)


def test_it_hurries_inside_only(careful: Database, backend: Backend) -> None:
    write(careful, "before")
    assert mode(careful, backend) == WAITS[backend]
    with hurried(careful):
        assert mode(careful, backend) == HURRIES[backend]
    assert mode(careful, backend) == WAITS[backend]


def test_what_was_written_inside_is_there_for_another(careful: Database, database: Database) -> None:
    with hurried(careful):
        write(careful, "inside")
    assert read(database) == "inside"


def test_an_exception_ends_the_hurry(careful: Database, backend: Backend) -> None:
    def fails_inside() -> None:
        with hurried(careful):
            write(careful, "kept")
            write(careful, "x" * (RECEIPT_FOOTER.max_length + 1))

    with pytest.raises(ShopError):
        fails_inside()
    assert mode(careful, backend) == WAITS[backend]
    assert read(careful) == "kept"


def test_another_program_that_looks_in_takes_nothing_away(sqlite_url: str) -> None:
    """Who believes to be the last one at the file removes the log, into which this program would go on writing."""
    file = str(make_url(sqlite_url).database)
    with closing(Database(sqlite_url)) as database:
        assert read(database) == ""
        with hurried(database):
            write(database, "inside")
        subprocess.run([sys.executable, "-S", "-c", LOOKS_IN, file], check=True)
        assert Path(f"{file}-wal").exists()
        write(database, "after")
    with closing(Database(sqlite_url)) as again:
        assert read(again) == "after"
