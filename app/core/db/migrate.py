"""Brings a database to the program's schema, and tells an older or newer one apart."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.core.db.guards import apply_guards
from app.core.db.search import apply_search
from app.core.db.unit import Database
from app.core.errors import ConfigError

SCRIPTS: Final = Path(__file__).parents[3] / "migrations"
_PG_LOCK_KEY: Final = 7311


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None for an empty one."""
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> bool:
    """Upgrades to the newest revision and puts the guards on again; answers whether anything changed.

    Raises ConfigError ``newer_database`` where the database was written by a newer version of the program.
    """
    scripts = ScriptDirectory.from_config(_config())
    known = {script.revision for script in scripts.walk_revisions()}
    current = current_revision(database)
    if current is not None and current not in known:
        raise ConfigError("newer_database", revision=current)
    if current == scripts.get_current_head():
        return False
    with database.writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '5s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK_KEY})
        _run(connection)
    return True


def _run(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    apply_guards(connection)
    apply_search(connection)
