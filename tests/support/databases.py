"""Fresh databases for tests, on SQLite and PostgreSQL, copied from a template that is migrated once per run."""

import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import fasteners

from app.core.db.migrate import upgrade
from app.core.db.unit import Database
from tests.support.postgres import PostgresServer
from tests.support.postgres_pool import PostgresPool

Backend = Literal["sqlite", "postgresql"]
BACKENDS: tuple[Backend, ...] = ("sqlite", "postgresql")
TEMPLATE = "regulars_template"


def migrate_template(url: str) -> None:
    """Bring an empty database to the newest state of the program, and leave no connection open."""
    database = Database(url)
    try:
        upgrade(database)
    finally:
        database.close()


@dataclass
class SqliteDatabases:
    """Makes database files in `folder`; the template lies in `shared_folder`, one for all workers."""

    folder: Path
    shared_folder: Path

    def create_empty(self) -> str:
        """A new file path as a URL; the file does not exist yet."""
        return f"sqlite:///{self._new_path().as_posix()}"

    def create(self) -> str:
        """The URL of a new migrated database."""
        path = self._new_path()
        shutil.copyfile(sqlite_template(self.shared_folder), path)
        return f"sqlite:///{path.as_posix()}"

    def drop_all(self) -> None:
        """The files lie in a temp folder that the test runner removes."""

    def _new_path(self) -> Path:
        return self.folder / f"regulars-{uuid.uuid4().hex}.db"


def sqlite_template(shared_folder: Path) -> Path:
    """A migrated database file, made once by all workers of a run."""
    template = shared_folder / f"{TEMPLATE}.db"
    with fasteners.InterProcessLock(shared_folder / "sqlite-template.lock"):
        if not template.exists():
            unfinished = template.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            migrate_template(f"sqlite:///{unfinished.as_posix()}")
            fold_write_ahead_log(unfinished)
            unfinished.rename(template)
    return template


def fold_write_ahead_log(path: Path) -> None:
    """Put everything into the one file, so that a plain copy of it is complete."""
    connection = sqlite3.connect(path)
    try:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    assert not busy, "the migration left a connection open"


@dataclass
class PostgresDatabases:
    """Makes databases on the server of `pool`; at the end of the test they are dropped or made as new again."""

    pool: PostgresPool
    shared_folder: Path
    migrated: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def server(self) -> PostgresServer:
        """The server of this run."""
        return self.pool.server

    def create_empty(self) -> str:
        """The URL of a new empty database."""
        name = self._copy_of("template0")
        self.others.append(name)
        return self.server.url(name)

    def create(self) -> str:
        """The URL of a new migrated database."""
        name = self.pool.spare.pop() if self.pool.spare else self._migrated()
        self.migrated.append(name)
        return self.server.url(name)

    def drop_all(self) -> None:
        """Take back what was created, also when a test left connections open."""
        while self.others:
            self.server.drop(self.others.pop())
        while self.migrated:
            self.pool.give_back(self.migrated.pop())

    def _migrated(self) -> str:
        with fasteners.InterProcessLock(self.shared_folder / "postgres-template.lock"):
            if not self.server.exists(TEMPLATE):
                unfinished = f"{TEMPLATE}_unfinished"
                self.server.drop(unfinished)
                self.server.create(unfinished)
                migrate_template(self.server.url(unfinished))
                with self.server.connect() as connection:
                    connection.execute(f"ALTER DATABASE {unfinished} RENAME TO {TEMPLATE}")
        name = self._copy_of(TEMPLATE)
        self.pool.learn(name)
        return name

    def _copy_of(self, template: str) -> str:
        name = f"regulars_{uuid.uuid4().hex}"
        self.server.create(name, template)
        return name


Databases = SqliteDatabases | PostgresDatabases
DatabasesFor = Callable[[Backend], Databases]


@contextmanager
def databases_for_test(make: DatabasesFor) -> Iterator[DatabasesFor]:
    """Hand out one maker of databases per backend, and drop at the end whatever they made."""
    used: dict[Backend, Databases] = {}

    def of(backend: Backend) -> Databases:
        if backend not in used:
            used[backend] = make(backend)
        return used[backend]

    try:
        yield of
    finally:
        for databases in used.values():
            databases.drop_all()
