"""``regulars demo``: fills an empty database with a believable shop."""

import argparse
import json
import sys

from app.cli.folder import data_locked, plain_config_of
from app.cli.parsing import DEMO_DAYS, Commands, add_command, add_json_option
from app.core.clock import SystemClock
from app.core.db import migrate
from app.demo.home import sweep_unfinished
from app.demo.shop import DEFAULT_DAYS, fill_demo
from app.wiring import open_database


def add_to(commands: Commands) -> None:
    """Adds the subcommand."""
    parser = add_command(
        commands, "demo", "fills an empty database with a believable shop", "regulars demo --data ./demo --days 14"
    )
    parser.add_argument(
        "--days", type=DEMO_DAYS, metavar="N", default=DEFAULT_DAYS, help=f"days of history [{DEFAULT_DAYS}]"
    )
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answers what was made."""
    config = plain_config_of(options)
    with data_locked(config):
        sweep_unfinished(config)
        database = open_database(config)
        try:
            migrate.upgrade(database)
            made = fill_demo(config, SystemClock().now(), days=options.days)
        finally:
            database.close()
    sys.stdout.write(json.dumps(made) + "\n")
    return 0
