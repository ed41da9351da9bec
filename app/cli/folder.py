"""The configuration, the data folder and its lock, as commands use them."""

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import fasteners

from app.core.actor import Actor, program
from app.core.config import Config, read_config
from app.core.db import migrate
from app.core.db.unit import Database
from app.core.errors import ConfigError
from app.wiring import open_database

LOCK_FILE: Final = "server.lock"


def config_of(options: argparse.Namespace) -> Config:
    """The configuration, with the command line over it."""
    return read_config(
        options.config,
        data_folder=options.data,
        host=getattr(options, "host", None),
        port=getattr(options, "port", None),
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
    if config.database_url.startswith("sqlite") and not (config.data_folder / "regulars.db").exists():
        raise ConfigError("no_shop_here", folder=str(config.data_folder))
    database = open_database(config)
    try:
        migrate.refuse_other_version(database)
        yield database
    finally:
        database.close()


def console_actor() -> Actor:
    """Who acts from the console: the system's user, with every right."""
    return program(f"console:{getpass.getuser()}")
