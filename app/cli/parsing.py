"""What the descriptions of all commands share."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

Commands = Any
"""argparse's own class of subparsers has no public name."""


def with_common_options(parser: argparse.ArgumentParser, *, top: bool = False) -> argparse.ArgumentParser:
    """Adds ``--data`` and ``--config``, which may stand before or after any subcommand."""
    default = None if top else argparse.SUPPRESS
    parser.add_argument("--data", type=Path, metavar="DIR", default=default, help="folder of the shop's data")
    parser.add_argument("--config", type=Path, metavar="FILE", default=default, help="configuration [config.toml]")
    return parser


def add_command(commands: Commands, name: str, words: str, example: str) -> argparse.ArgumentParser:
    """A subcommand with its help and an example."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words,
        description=words[0].upper() + words[1:] + ".",
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return with_common_options(parser)


def add_json_option(parser: argparse.ArgumentParser, words: str = "answer JSON, as it does without this too") -> None:
    """Adds ``--json``, which every command that answers data knows: a script may ask all of them alike."""
    parser.add_argument("--json", action="store_true", help=words)


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """What reads an argument that is a whole number from ``low`` to ``high``; argparse tells any other."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(high)) and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"{text} is no whole number from {low} to {high}")
        return int(text)

    return read


DEMO_DAYS: Final = whole_number(0, 3650)
"""How many days of history a demo may be given."""
