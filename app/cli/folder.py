"""The configuration, the data folder and its lock, as commands use them."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import fasteners
from sqlalchemy import inspect

from app.core.actor import Actor, program
from app.core.config import Config, read_config
from app.core.db import migrate
from app.core.db.engine import read_url
from app.core.db.unit import Database, in_plain_words
from app.core.errors import ConfigError
from app.core.installation import Installation, is_opened
from app.demo.home import demo_config
from app.wiring import open_database

LOCK_FILE: Final = "server.lock"


def config_of(options: argparse.Namespace) -> Config:
    """The configuration of the shop that is there: the owner's, or the demo's beside it while there is no other."""
    config = plain_config_of(options)
    demo = demo_config(config)
    if not demo.data_folder.is_dir() or _is_opened(config):
        return config
    sys.stderr.write(f"No shop has been opened yet; this is about the demo shop in {demo.data_folder}.\n")
    return demo


def plain_config_of(options: argparse.Namespace) -> Config:
    """The configuration, with the command line over it."""
    return read_config(
        options.config,
        data_folder=options.data,
        host=getattr(options, "host", None),
        port=getattr(options, "port", None),
        tls_port=getattr(options, "tls_port", None),
    )


def prepared_folder(config: Config) -> Path:
    """The data folder, made where it is missing; ConfigError ``data_not_writable`` where that fails."""
    folder = config.data_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigError("data_folder_not_writable", folder=str(folder), problem=error.strerror or "") from None
    return folder


@contextmanager
def data_locked(config: Config, *, page: str = "") -> Iterator[None]:
    """Holds the data folder for writing.

    Raises ConfigError ``server_running`` where a server holds it; ``page`` names the page that does the same.
    """
    lock = fasteners.InterProcessLock(prepared_folder(config) / LOCK_FILE)
    if not lock.acquire(blocking=False):
        # A lock that was not taken keeps its file open.
        lock.lockfile.close()
        code = "server_running_use_page" if page else "server_running"
        raise ConfigError(code, folder=str(config.data_folder), page=page)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def opened(config: Config) -> Iterator[Database]:
    """The configured database, which must be there and up to date.

    Raises ConfigError ``no_shop_here`` for a folder without one, ``older_database`` where ``regulars serve`` would
    upgrade it first, ``newer_database``.
    """
    if lacks_file(config):
        raise ConfigError("no_shop_here", folder=str(config.data_folder))
    database = open_database(config)
    try:
        migrate.refuse_other_version(database)
        yield database
    finally:
        database.close()


def _is_opened(config: Config) -> bool:
    """Whether a shop was opened in the configured database, whatever its version."""
    if lacks_file(config):
        return False
    with closing(open_database(config)) as database:
        with in_plain_words(), database.reader.connect() as connection:
            made = inspect(connection).has_table(Installation.__tablename__)
        if not made:
            return False
        with database.read_unit() as tx:
            return is_opened(tx)


def lacks_file(config: Config) -> bool:
    """Whether the configured database is an SQLite file that nobody has made yet."""
    url = read_url(config.database_url)
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def console_actor() -> Actor:
    """Who acts from the console: the system's user, with every right."""
    return program(f"console:{getpass.getuser()}")
