"""``regulars phone``: a phone number as typed, as E.164."""

import argparse
import json
import sys

import phonenumbers

from app.cli.parsing import Commands, add_command, add_json_option
from app.core.errors import ConfigError
from app.crm.phones import normal_phone

INVALID = "invalid"


def add_to(commands: Commands) -> None:
    """Adds the subcommand."""
    parser = add_command(
        commands, "phone", "writes phone numbers as E.164", 'regulars phone "8 (495) 123-45-67" --country RU'
    )
    parser.add_argument("text", metavar="TEXT", help="the number as typed; - reads one a line")
    parser.add_argument("--country", metavar="CC", required=True, help="whose habits it is typed with (ISO 3166)")
    add_json_option(parser, 'answer JSON instead of words: {"valid": true, "value": "+74951234567"}')
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answers a line for each number; 1 where the one that was asked for is none."""
    country = options.country.upper()
    if country not in phonenumbers.SUPPORTED_REGIONS:
        raise ConfigError("unknown_country", got=options.country)
    if options.text != "-":
        number = normal_phone(options.text, country)
        _write(number, options)
        return 0 if number else 1
    for line in sys.stdin.buffer:
        text = line.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")
        _write(normal_phone(text, country), options)
    return 0


def _write(number: str | None, options: argparse.Namespace) -> None:
    if options.json:
        sys.stdout.write(json.dumps({"valid": True, "value": number} if number else {"valid": False}) + "\n")
    else:
        sys.stdout.write(f"{number or INVALID}\n")
