"""The write-ahead log of SQLite gets into the database file by itself: in a pause, or when it has grown large."""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.core.db.checkpoint import Checkpointer
from app.core.db.engine import read_url, sqlite_url, write_engine
from tests.factories.together import until

PATIENCE_S = 60
NEVER_S = 3600.0
NO_LOG_IS_LARGE = 2**62


class Shop:
    """A file with one table, and what checkpoints it."""

    def __init__(self, file: Path, *, quiet_seconds: float, large_log_bytes: int) -> None:
        self.file = file
        self.engine = write_engine(read_url(sqlite_url(file)))
        self.checkpointer = Checkpointer(self.engine, quiet_seconds=quiet_seconds, large_log_bytes=large_log_bytes)
        self.run("CREATE TABLE sold (name TEXT)")

    def run(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(statement)
            connection.commit()

    def sell(self, name: str) -> None:
        self.run(f"INSERT INTO sold VALUES ('{name}')")
        self.checkpointer.written()

    def close(self) -> None:
        self.checkpointer.stop()
        self.engine.dispose()

    def in_the_file(self) -> list[str]:
        """What the database file holds without its log."""
        alone = self.file.with_name("alone.db")
        shutil.copyfile(self.file, alone)
        with closing(sqlite3.connect(alone)) as connection:
            try:
                return [name for (name,) in connection.execute("SELECT name FROM sold")]
            except sqlite3.DatabaseError:  # copied while it was being written
                return []


def until_sold(shop: Shop, names: list[str]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while shop.in_the_file() != names:
        assert time.monotonic() < deadline, f"{names} never came into the file"


def test_what_was_written_gets_into_the_file_in_a_pause(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db", quiet_seconds=0.01, large_log_bytes=NO_LOG_IS_LARGE)
    with closing(shop):
        shop.sell("bread")
        until_sold(shop, ["bread"])
        shop.sell("milk")
        until_sold(shop, ["bread", "milk"])


def test_without_a_pause_it_stays_in_the_log(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db", quiet_seconds=NEVER_S, large_log_bytes=NO_LOG_IS_LARGE)
    with closing(shop):
        shop.sell("bread")
        assert shop.in_the_file() == []
        shop.checkpointer.stop()
        assert shop.in_the_file() == ["bread"], "the end takes the rest along"


def test_a_large_log_waits_for_no_pause(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db", quiet_seconds=NEVER_S, large_log_bytes=0)
    with closing(shop):
        shop.sell("bread")
        until_sold(shop, ["bread"])


def test_a_file_that_was_away_is_checkpointed_when_it_is_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "unplugged" / "shop.db"
    engine = write_engine(read_url(sqlite_url(file)))
    checkpointer = Checkpointer(engine, quiet_seconds=0.01)
    checkpointer.written()
    until(lambda: "checkpoint failed" in caplog.text)
    file.parent.mkdir()
    shop = Shop(file, quiet_seconds=NEVER_S, large_log_bytes=NO_LOG_IS_LARGE)
    with closing(shop):
        shop.sell("bread")
        checkpointer.written()
        until_sold(shop, ["bread"])
        checkpointer.stop()
    engine.dispose()
