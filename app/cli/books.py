"""``regulars journal verify`` and ``regulars check-ledgers``: prove the books."""

import argparse
import json
import sys
from dataclasses import asdict

from app.cli.folder import config_of, opened
from app.cli.parsing import Commands, add_command, add_json_option
from app.core import journal
from app.reports.ledgers import check_ledgers


def add_to(commands: Commands) -> None:
    """Adds the subcommands."""
    parser = add_command(commands, "journal", "works with the journal", "regulars journal verify --data ./my-shop")
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True)
    verify = add_command(
        acts,
        "verify",
        "walks every chain of the journal; 1 where a row was edited or removed",
        "regulars journal verify",
    )
    add_json_option(verify)
    verify.set_defaults(run=run_verify)
    check = add_command(
        commands,
        "check-ledgers",
        "recomputes every stored balance from its ledger; 1 where one differs",
        "regulars check-ledgers --data ./my-shop",
    )
    add_json_option(check)
    check.set_defaults(run=run_check)


def run_verify(options: argparse.Namespace) -> int:
    """Answers how many rows were read and what is wrong."""
    with opened(config_of(options)) as database, database.read_unit() as tx:
        rows, faults = journal.verify(tx)
    return _answer({"rows": rows, "faults": [asdict(fault) for fault in faults]}, bool(faults))


def run_check(options: argparse.Namespace) -> int:
    """Answers what differs."""
    with opened(config_of(options)) as database, database.read_unit() as tx:
        differences = check_ledgers(tx)
    return _answer({"differences": [asdict(difference) for difference in differences]}, bool(differences))


def _answer(answer: dict[str, object], found: bool) -> int:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")
    return 1 if found else 0
