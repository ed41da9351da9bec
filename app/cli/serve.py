"""``regulars serve``: the server of the shop."""

import argparse
import errno
import logging
import signal
import sqlite3
import sys
import threading
from contextlib import ExitStack
from typing import Any, Final

from cheroot.wsgi import Server

from app.cli.folder import data_locked, plain_config_of
from app.cli.parsing import Commands, add_command
from app.cli.stage import Stage
from app.core.config import Config
from app.core.errors import ConfigError
from app.core.logs import start_logging
from app.demo.home import sweep_unfinished
from app.demo.shop import DEFAULT_DAYS
from app.web.shared.curtain import curtain

SAFE_SQLITE: Final = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""Releases with the WAL-reset race mended; within a release line, from that patch on (sqlite.org/wal.html)."""

LOOK_SECONDS: Final = 1.0
"""How long a server thread that has died may go unnoticed."""

_log = logging.getLogger(__name__)


def add_to(commands: Commands) -> None:
    """Adds the subcommand."""
    parser = add_command(commands, "serve", "starts the shop's server", "regulars serve --data ./my-shop --port 8081")
    parser.add_argument("--host", metavar="ADDRESS", help="address to listen on [127.0.0.1]")
    parser.add_argument("--port", type=int, metavar="N", help="port to listen on [8080]")
    parser.add_argument("--empty", action="store_true", help="begin with the first page instead of the demo shop")
    parser.add_argument(
        "--demo-days", type=int, default=DEFAULT_DAYS, metavar="N", help=f"days of the demo's history [{DEFAULT_DAYS}]"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serves until it is told to stop."""
    config = plain_config_of(options)
    with data_locked(config), ExitStack() as ending:
        start_logging(config)
        _note_sqlite()
        sweep_unfinished(config)
        server = _listening(config)
        ending.callback(server.stop)
        stage = Stage(server, config, options.demo_days)
        ending.callback(stage.close)
        stage.begin(empty=options.empty)
        _wait(server, stage, f"http://{_shown(config.host)}:{server.bind_addr[1]}/")
    return 0


def _listening(config: Config) -> Any:
    """A server that holds its port; ConfigError ``port_in_use``, ``port_refused``, ``address_unknown``."""
    server = _Server((config.host, config.port), curtain, numthreads=config.threads, server_name="regulars")
    try:
        server.prepare()
    except OSError as error:
        code = {errno.EADDRINUSE: "port_in_use", errno.EACCES: "port_refused"}.get(_errno(error), "address_unknown")
        raise ConfigError(code, host=config.host, port=config.port) from None
    return server


class _Server(Server):
    """cheroot, its words in our log."""

    def error_log(
        self, msg: str = "", level: int = logging.INFO, traceback: bool = False
    ) -> None:  # cheroot's own shape
        _log.log(level, msg, exc_info=traceback)


def _errno(error: OSError) -> int:
    """Cheroot wraps the system's error in one without a number; the number stands in its words."""
    if error.errno:
        return error.errno
    return next((code for code in (errno.EADDRINUSE, errno.EACCES) if f"Errno {code}" in str(error)), 0)


def _wait(server: Any, stage: Stage, address: str) -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stage.stop())
    serving = threading.Thread(target=server.serve, name="server", daemon=True)
    serving.start()
    sys.stdout.write(f"\n  Regulars is open: {address}\n  Ctrl+C closes it.\n\n")
    sys.stdout.flush()
    while serving.is_alive() and stage.next_act(LOOK_SECONDS):
        pass
    sys.stderr.write("Closing.\n")


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104  # compared, not bound


def _note_sqlite() -> None:
    version = sqlite3.sqlite_version_info
    mended = version >= SAFE_SQLITE[0] or any(version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE)
    words = "" if mended else "; it has the WAL-reset race, which the one write lock of this program avoids"
    _log.info("SQLite %s%s", sqlite3.sqlite_version, words)
