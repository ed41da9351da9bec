"""The tests' PostgreSQL, seen from a test process: one server for all workers of a run."""

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fasteners
import psycopg
from psycopg import sql
from sqlalchemy import URL

PROJECT = Path(__file__).parents[2]
KEEPER_CONNECT_TIMEOUT_S = 60


@dataclass(frozen=True)
class PostgresServer:
    """Where the server listens: a folder with its socket (a host name on Windows), a port and the superuser."""

    host: str
    port: int
    user: str

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database on this server."""
        query = {} if self.host == "127.0.0.1" else {"host": self.host}
        host = self.host if not query else None
        url = URL.create("postgresql", self.user, host=host, port=self.port, database=database, query=query)
        return url.render_as_string(hide_password=False)

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A plain connection in autocommit mode, for commands that no transaction may hold."""
        return psycopg.connect(
            host=self.host, port=self.port, user=self.user, dbname=database, autocommit=True, connect_timeout=60
        )

    def create(self, database: str, template: str = "template0") -> None:
        """Create a database as a copy of `template`."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template))
            )

    def drop(self, database: str) -> None:
        """Drop a database, together with connections that a test left open."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def exists(self, database: str) -> bool:
        """Whether the server has a database of this name."""
        with self.connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        return found is not None


@contextlib.contextmanager
def shared_postgres(shared_folder: Path) -> Iterator[PostgresServer]:
    """The server of this run: started by the first caller, stopped after the last one has left or died.

    Args:
        shared_folder: A folder that all processes of one test run see, and no other run.

    Raises:
        RuntimeError: PostgreSQL does not start; the text says why.
    """
    state = shared_folder / "postgres-keeper.json"
    keeper: subprocess.Popen[bytes] | None = None
    with fasteners.InterProcessLock(shared_folder / "postgres-keeper.lock"):
        joined = _join(state)
        if joined is None:
            keeper = _start_keeper(state)
            joined = _join(state)
    if joined is None:
        raise RuntimeError("the test PostgreSQL stopped right after its start")
    held, server = joined
    try:
        with held:
            yield server
    finally:
        if keeper is not None:
            # Its end is the end of the last user: a finished run leaves nothing behind.
            keeper.wait()


def _join(state: Path) -> tuple[socket.socket, PostgresServer] | None:
    if not state.exists():
        return None
    port = json.loads(state.read_text())["port"]
    try:
        held = socket.create_connection(("127.0.0.1", port), timeout=KEEPER_CONNECT_TIMEOUT_S)
    except ConnectionRefusedError:
        return None
    greeting = b""
    with contextlib.suppress(ConnectionError):
        greeting = held.makefile("rb").readline()
    if not greeting:
        held.close()
        return None
    return held, PostgresServer(**json.loads(greeting))


def _start_keeper(state: Path) -> subprocess.Popen[bytes]:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.support.postgres_keeper"],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        # Out of the terminal's process group: Ctrl+C must reach the tests first, the keeper by its closed connections.
        start_new_session=True,
    )
    assert keeper.stdout is not None
    with keeper.stdout:
        line = keeper.stdout.readline()
    answer = json.loads(line) if line else {"error": f"the keeper ended with code {keeper.wait()}"}
    if "error" in answer:
        raise RuntimeError(f"The test PostgreSQL does not start: {answer['error']}")
    state.write_text(json.dumps(answer))
    return keeper
