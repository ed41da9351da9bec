"""Databases brought to the newest state: from nothing, step by step, with data, and not past an unknown one."""

import io
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import app.schema  # noqa: F401  # the model that is compared
from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.db import migrate
from app.core.db.migrate import SCRIPTS, current_revision, refuse_other_version, upgrade
from app.core.db.unit import Database
from app.core.errors import ConfigError
from app.core.journal import record, verify
from tests.factories.fixtures import OpenDatabase
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from tests.migrations.guards import put_a_row_everywhere, survivors
from tests.support.databases import DatabasesFor
from tests.support.servers import START_TIMEOUT_S
from tests.support.sources import PROJECT

ANNA = Actor("Anna")
NEXT = '''"""{name}."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
{body}
'''
REBUILD = """\
    rebuild = "always" if op.get_context().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("sale", recreate=rebuild) as sale:
        sale.add_column(sa.Column("tip", sa.BigInteger(), nullable=True))
"""
LOSE_A_SALE = """\
    op.execute("DROP TRIGGER keep_sale_delete")
    op.execute("DELETE FROM sale")
"""
FAIL_HALFWAY = """\
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE setting SET value = '1'")
    raise ZeroDivisionError
"""


def config_for(scripts: Path = SCRIPTS) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(scripts))
    return config


def revisions() -> list[str]:
    """Every revision, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(config_for()).walk_revisions()][::-1]


@pytest.fixture
def empty(opened: OpenDatabase, empty_database_url: str) -> Database:
    """A database without a table, on each product in turn."""
    return opened(empty_database_url)


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """``next_release(body)``: the program is one revision further, which does this."""

    def release(body: str) -> None:
        scripts = tmp_path / "migrations"
        copytree(SCRIPTS, scripts, ignore=ignore_patterns("__pycache__"))
        step = NEXT.format(name="The next release", head=revisions()[-1], body=body)
        (scripts / "versions" / "9001_next.py").write_text(step)
        monkeypatch.setattr(migrate, "SCRIPTS", scripts)

    return release


def test_from_nothing_to_the_newest_state_and_no_further(empty: Database) -> None:
    assert current_revision(empty) is None
    assert upgrade(empty) is True
    assert current_revision(empty) == revisions()[-1]
    assert upgrade(empty) is False
    refuse_other_version(empty)


def test_one_step_at_a_time(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    *_, newest = steps = revisions()
    scripts = ScriptDirectory.from_config(config_for())
    # Each step would read all scripts anew, twice.
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda _config: scripts)
    for revision in steps:
        with empty.writer.begin() as connection:
            config = config_for()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        assert current_revision(empty) == revision
        if revision != newest:
            with pytest.raises(ConfigError, match="older_database"):
                refuse_other_version(empty)
    assert upgrade(empty) is False


def test_revisions_are_one_line_of_history() -> None:
    scripts = ScriptDirectory.from_config(config_for())
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1
    assert all(not script.is_branch_point and not script.is_merge_point for script in scripts.walk_revisions())


def test_the_model_shows_no_difference(empty: Database) -> None:
    upgrade(empty)
    with empty.writer.begin() as connection:
        config = config_for()
        config.attributes["connection"] = connection
        command.check(config)


def test_guards_stand_after_an_upgrade_from_nothing(empty: Database) -> None:
    upgrade(empty)
    put_a_row_everywhere(empty)
    assert survivors(empty) == []


def test_guards_stand_after_an_upgrade_that_rebuilds_a_table(
    database: Database, next_release: Callable[[str], None]
) -> None:
    """A rebuilt table on SQLite has lost its triggers until the upgrade puts them on again."""
    next_release(REBUILD)
    assert upgrade(database) is True
    put_a_row_everywhere(database)
    assert "tip" in {column["name"] for column in inspect(database.writer).get_columns("sale")}
    assert survivors(database) == []


def test_an_upgrade_keeps_every_row_of_a_shop(shop: Shop, next_release: Callable[[str], None]) -> None:
    till = shop.till(printer=True)
    done = till.sells(shop.product("Saw", "12.50", stock="3"), cash="20.00")
    before = till.sale(done)
    next_release(REBUILD)
    assert upgrade(shop.database) is True
    assert till.sale(done) == before
    assert shop.faults() == ([], [])
    works_on(till)


def works_on(till: TillDesk) -> None:
    assert till.sells(till.shop.product("Oil", "5.00"), card="rest").number == 2
    assert till.closes().figures.sale_count == 2


def test_an_upgrade_that_fails_halfway_leaves_all_as_it_was(
    database: Database, next_release: Callable[[str], None]
) -> None:
    database.transact(ANNA, lambda tx: record(tx, "tried"))
    was = current_revision(database)
    next_release(FAIL_HALFWAY)
    with pytest.raises(ZeroDivisionError):
        upgrade(database)
    assert current_revision(database) == was
    assert "half_done" not in inspect(database.writer).get_table_names()
    with database.read_unit() as tx:
        assert verify(tx) == (1, [])


def test_an_upgrade_that_would_leave_lines_without_their_sale_is_refused(
    opened: OpenDatabase, sqlite_url: str, clock: SetClock, next_release: Callable[[str], None]
) -> None:
    """While tables are rebuilt SQLite minds no references; they are asked before anything is kept."""
    shop = Shop(opened(sqlite_url, clock=clock), clock)
    till = shop.till()
    done = till.sells(shop.product())
    next_release(LOSE_A_SALE)
    with pytest.raises(RuntimeError, match="point at nothing in sale"):
        upgrade(shop.database)
    assert till.sale(done).head.number == 1
    works_on(till)


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'future'"))
    for ask in (upgrade, refuse_other_version):
        with pytest.raises(ConfigError) as refused:
            ask(database)
        assert (refused.value.code, refused.value.facts) == ("newer_database", {"revision": "future"})
    assert current_revision(database) == "future"


def test_an_empty_database_is_older(empty: Database) -> None:
    with pytest.raises(ConfigError, match="older_database"):
        refuse_other_version(empty)


UPGRADE_ONCE = """
import sys
import app.schema
from app.core.db.migrate import upgrade
from app.core.db.unit import Database
database = Database(sys.argv[1])
sys.stdin.readline()
upgrade(database)
database.close()
"""


def test_two_servers_that_start_at_once_upgrade_once(databases_for: DatabasesFor, opened: OpenDatabase) -> None:
    url = databases_for("postgresql").create_empty()
    starting = [
        subprocess.Popen([sys.executable, "-c", UPGRADE_ONCE, url], cwd=PROJECT, stdin=subprocess.PIPE)
        for _ in range(2)
    ]
    for server in starting:
        assert server.stdin is not None
        server.stdin.write(b"go\n")
        server.stdin.close()
    assert [server.wait(START_TIMEOUT_S) for server in starting] == [0, 0]
    assert current_revision(opened(url)) == revisions()[-1]


def test_a_server_waits_for_another_that_upgrades_however_long_it_takes(
    databases_for: DatabasesFor, opened: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "TABLE_WAIT_MS", 50)
    url = databases_for("postgresql").create_empty()
    first, second, watching = opened(url), opened(url), opened(url)
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND wait_event = 'advisory' AND now() - query_start > interval '100 ms'"
    )
    with ThreadPoolExecutor(1) as pool:
        with first.writer.connect() as holder:
            holder.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": migrate.PG_LOCK_KEY})
            upgrading = pool.submit(upgrade, second)
            waiting = 0
            while not waiting and not upgrading.done():
                with watching.reader.connect() as looking:
                    waiting = looking.execute(waits).scalar_one()
        assert upgrading.result(60)
    assert current_revision(second) == revisions()[-1]
