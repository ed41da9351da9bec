"""Brings a database to the program's schema, and tells an older or newer one apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.core.db.guards import apply_guards
from app.core.db.search import apply_search
from app.core.db.unit import Database, in_plain_words
from app.core.errors import ConfigError

SCRIPTS: Final = Path(__file__).parents[3] / "migrations"
PG_LOCK_KEY: Final = 7311
TABLE_WAIT_MS: Final = 5_000


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None for an empty one.

    Raises Conflict ``database_away`` where it cannot be reached, ShopError ``database_damaged`` where it is none.
    """
    with in_plain_words(), database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> bool:
    """Upgrades to the newest revision and puts the guards on again; answers whether anything changed.

    Raises ConfigError ``newer_database`` where the database was written by a newer version of the program.
    """
    if _is_newest(database):
        return False
    with _tables_in_motion(database) as connection:
        if connection.dialect.name == "postgresql":
            # Another server that upgrades is waited for as long as it takes; whoever only holds a table is not.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PG_LOCK_KEY})
            connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{TABLE_WAIT_MS}ms"})
        _run(connection)
    return True


def refuse_other_version(database: Database) -> None:
    """Raises ConfigError ``older_database`` or ``newer_database`` where the schema is not this program's."""
    if not _is_newest(database):
        raise ConfigError("older_database")


def _is_newest(database: Database) -> bool:
    scripts = ScriptDirectory.from_config(_config())
    current = current_revision(database)
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise ConfigError("newer_database", revision=current)
    return current == scripts.get_current_head()


@contextmanager
def _tables_in_motion(database: Database) -> Iterator[Connection]:
    """A transaction in which tables may be rebuilt.

    SQLite rebuilds a table by dropping it, which the rows that point at it forbid: they are asked once at the end
    instead (sqlite.org/lang_altertable.html, section 7). The switch has no effect inside a transaction.
    """
    if not database.is_sqlite:
        with database.writer.begin() as connection:
            yield connection
        return
    with database.writer.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if lost is not None:
                    raise RuntimeError(f"the upgrade leaves rows of {lost[0]} that point at nothing in {lost[2]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _run(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    apply_guards(connection)
    apply_search(connection)
