"""``regulars serve``: the server of the shop."""

import argparse
import errno
import gc
import logging
import signal
import sqlite3
import sys
import threading
from contextlib import ExitStack
from typing import Any, Final

from cheroot.wsgi import Server

from app.cli.folder import config_of, data_locked
from app.cli.parsing import Commands, add_command
from app.core import installation
from app.core.clock import SystemClock
from app.core.config import Config
from app.core.db import migrate
from app.core.errors import ConfigError
from app.core.logs import start_logging
from app.demo.printer import EmulatedPrinters
from app.demo.shop import DEFAULT_DAYS, fill_demo, sweep_unfinished
from app.exchange.background import resume
from app.exchange.runs import Imports
from app.factory import create_app
from app.web.shared.context import WebContext
from app.wiring import Program, build

SAFE_SQLITE: Final = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""Releases with the WAL-reset race mended; within a release line, from that patch on (sqlite.org/wal.html)."""

_log = logging.getLogger(__name__)


def add_to(commands: Commands) -> None:
    """Adds the subcommand."""
    parser = add_command(commands, "serve", "starts the shop's server", "regulars serve --data ./my-shop --port 8081")
    parser.add_argument("--host", metavar="ADDRESS", help="address to listen on [127.0.0.1]")
    parser.add_argument("--port", type=int, metavar="N", help="port to listen on [8080]")
    parser.add_argument("--empty", action="store_true", help="do not fill an empty folder with the demo shop")
    parser.add_argument(
        "--demo-days", type=int, default=DEFAULT_DAYS, metavar="N", help=f"days of the demo's history [{DEFAULT_DAYS}]"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serves until it is told to stop."""
    config = config_of(options)
    with data_locked(config), ExitStack() as ending:
        start_logging(config)
        _note_sqlite()
        sweep_unfinished(config)
        program = build(config)
        ending.callback(program.database.close)
        migrate.upgrade(program.database)
        server = _listening(config)
        ending.callback(server.stop)
        _open_demo(options, config, program)
        _start(program, server, config, ending)
        _wait(server, f"http://{_shown(config.host)}:{server.bind_addr[1]}/")
    return 0


def _listening(config: Config) -> Any:
    """A server that holds its port; ConfigError ``port_in_use``, ``port_refused``, ``address_unknown``."""
    server = _Server((config.host, config.port), _not_ready, numthreads=config.threads, server_name="regulars")
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


def _not_ready(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "2")])
    return [b"The shop is being opened.\n"]


def _open_demo(options: argparse.Namespace, config: Config, program: Program) -> None:
    with program.database.read_unit() as tx:
        empty = not installation.is_opened(tx)
    if empty and not options.empty:
        sys.stderr.write("An empty folder: filling it with a demo shop, once. This takes a moment.\n")
        fill_demo(config, SystemClock().now(), days=options.demo_days)


def _start(program: Program, server: Any, config: Config, ending: ExitStack) -> None:
    printers = EmulatedPrinters(config.data_folder, program.database)
    if "devices" in config.roles:
        printers.start()
        ending.callback(printers.stop)
        program.dispatcher.start()
        ending.callback(program.dispatcher.stop)
    if "jobs" in config.roles:
        program.scheduler.start()
        ending.callback(program.scheduler.stop)
    context = WebContext(config, program.database, emulators=printers.by_till)
    server.wsgi_app = create_app(context)
    ending.callback(context.close_streams)
    if "jobs" in config.roles:
        resume(Imports(program.database, config.data_folder), context.stopping)


def _wait(server: Any, address: str) -> None:
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    serving = threading.Thread(target=server.serve, name="server", daemon=True)
    # What was loaded stays for good: the collector need not look at it again and again while a cashier waits.
    gc.collect()
    gc.freeze()
    serving.start()
    sys.stdout.write(f"\n  Regulars is open: {address}\n  Ctrl+C closes it.\n\n")
    sys.stdout.flush()
    while serving.is_alive() and not stopped.wait(1):
        pass
    sys.stderr.write("Closing.\n")


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104  # compared, not bound


def _note_sqlite() -> None:
    version = sqlite3.sqlite_version_info
    mended = version >= SAFE_SQLITE[0] or any(version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE)
    words = "" if mended else "; it has the WAL-reset race, which the one write lock of this program avoids"
    _log.info("SQLite %s%s", sqlite3.sqlite_version, words)
