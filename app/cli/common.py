"""What every command shares: the options, the configuration, the lock of the data folder."""

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import fasteners

from app.core.actor import Actor, program
from app.core.config import Config, read_config
from app.core.db import migrate
from app.core.db.unit import Database
from app.core.errors import ConfigError
from app.wiring import open_database

LOCK_FILE: Final = "server.lock"
Commands = Any
"""argparse's own class of subparsers has no public name."""


def with_common_options(parser: argparse.ArgumentParser, *, top: bool = False) -> argparse.ArgumentParser:
    """Adds ``--data`` and ``--config``, which may stand before or after any subcommand."""
    default = None if top else argparse.SUPPRESS
    parser.add_argument("--data", type=Path, metavar="DIR", default=default, help="folder of the shop's data")
    parser.add_argument("--config", type=Path, metavar="FILE", default=default, help="configuration [config.toml]")
    return parser


def add_command(commands: Commands, name: str, words: str, example: str) -> argparse.ArgumentParser:
    """A subcommand with its help and an example."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words,
        description=words[0].upper() + words[1:] + ".",
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return with_common_options(parser)


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
