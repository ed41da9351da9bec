"""Where the demo shop lives: beside the owner's shop, never in it.

It has a folder of its own below the shop's data, with a database of its own: a file there, or a schema of the
configured PostgreSQL database.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from app.core.config import DATABASE_FILE, Config
from app.core.db.engine import read_url, sqlite_url
from app.core.db.schemas import create_schema, drop_schema, with_schema
from app.core.errors import ConfigError

FOLDER: Final = "demo"
SCHEMA: Final = "regulars_demo"
UNFINISHED: Final = "demo-unfinished"
"""A file in the data folder that stands there while a demo is being filled."""


def demo_config(config: Config) -> Config:
    """The configuration of the demo shop beside the configured one."""
    folder, url = config.data_folder / FOLDER, read_url(config.database_url)
    if _is_file(url):
        return replace(config, data_folder=folder, database_url=sqlite_url(folder / DATABASE_FILE))
    with_demo = with_schema(url, SCHEMA).render_as_string(hide_password=False)
    return replace(config, data_folder=folder, database_url=with_demo)


def prepare_home(config: Config) -> Config:
    """Makes the place of the demo and throws a half-filled one away; answers its configuration.

    Raises ConfigError ``data_folder_not_writable``, ``demo_schema_refused``.
    """
    demo, url = demo_config(config), read_url(config.database_url)
    try:
        demo.data_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = error.strerror or ""
        raise ConfigError("data_folder_not_writable", folder=str(demo.data_folder), problem=problem) from None
    if _is_file(url):
        sweep_unfinished(demo)
        return demo
    mark = demo.data_folder / UNFINISHED
    try:
        if mark.exists():
            drop_schema(url, SCHEMA)
        create_schema(url, SCHEMA)
    except DBAPIError as error:
        raise ConfigError("demo_schema_refused", schema=SCHEMA, problem=str(error.orig).strip()) from None
    mark.unlink(missing_ok=True)
    return demo


def sweep_unfinished(config: Config) -> None:
    """Throws away a demo in the configured database whose filling was broken off, so that it can be filled anew.

    The database was empty when that began. Raises ConfigError ``demo_unfinished`` on PostgreSQL, where the
    database is not ours to remove.
    """
    mark = config.data_folder / UNFINISHED
    if not mark.exists():
        return
    url = read_url(config.database_url)
    if not _is_file(url):
        raise ConfigError("demo_unfinished", file=str(mark))
    for ending in ("-wal", "-shm", ""):
        Path(f"{url.database}{ending}").unlink(missing_ok=True)
    mark.unlink()


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"
