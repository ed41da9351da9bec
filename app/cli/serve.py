"""``regulars serve``: the server of the shop."""

import argparse
import logging
import signal
import sqlite3
import sys
from contextlib import ExitStack
from typing import Final

from app.cli.folder import data_locked, plain_config_of
from app.cli.listening import EVERYWHERE, LOOPBACK, Ports
from app.cli.parsing import DEMO_DAYS, Commands, add_command
from app.cli.stage import Stage
from app.core.clock import SystemClock
from app.core.config import Config
from app.core.logs import start_logging
from app.core.tls.keeper import CertificateKeeper
from app.core.tls.names import find_names
from app.demo.home import sweep_unfinished
from app.demo.shop import DEFAULT_DAYS

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
    parser.add_argument("--tls-port", type=int, metavar="N", help="port for the other machines of the shop [8443]")
    parser.add_argument("--empty", action="store_true", help="begin with the first page instead of the demo shop")
    parser.add_argument(
        "--demo-days",
        type=DEMO_DAYS,
        default=DEFAULT_DAYS,
        metavar="N",
        help=f"days of the demo's history [{DEFAULT_DAYS}]",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serves until it is told to stop."""
    config = plain_config_of(options)
    with data_locked(config), ExitStack() as ending:
        start_logging(config)
        _note_sqlite()
        sweep_unfinished(config)
        keeper = _certificate(config)
        ports = Ports(config, keeper)
        ending.callback(ports.stop)
        stage = Stage(ports, config, options.demo_days)
        ending.callback(stage.close)
        stage.begin(empty=options.empty)
        if keeper is not None:
            keeper.start()
            ending.callback(keeper.stop)
        _wait(ports, stage, _welcome(config, ports))
    return 0


def _certificate(config: Config) -> CertificateKeeper | None:
    """Who keeps the certificate; None where no other machine is let in and none is needed."""
    if not config.lets_others_in:
        return None
    more = (*config.names, *(() if config.host in EVERYWHERE else (config.host.lower(),)))
    return CertificateKeeper(config.data_folder, lambda: find_names(more), SystemClock())


def _wait(ports: Ports, stage: Stage, welcome: str) -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stage.stop())
    ports.start()
    sys.stdout.write(welcome)
    sys.stdout.flush()
    while ports.are_served and stage.next_act(LOOK_SECONDS):
        pass
    sys.stderr.write("Closing.\n")


def _welcome(config: Config, ports: Ports) -> str:
    here, door = LOOPBACK if config.lets_others_in else config.host, ports.secure_door
    lines = [f"Regulars is open: http://{here}:{ports.port}/"]
    if door is not None:
        lines += [
            f"On other machines: {door.address}",
            f"A new machine begins with {door.first_address} and is shown what to do.",
        ]
    return "\n" + "".join(f"  {line}\n" for line in [*lines, "Ctrl+C closes it."]) + "\n"


def _note_sqlite() -> None:
    version = sqlite3.sqlite_version_info
    mended = version >= SAFE_SQLITE[0] or any(version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE)
    words = "" if mended else "; it has the WAL-reset race, which the one write lock of this program avoids"
    _log.info("SQLite %s%s", sqlite3.sqlite_version, words)
