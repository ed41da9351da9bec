"""``regulars quote``: prices a scenario."""

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from app.cli.parsing import Commands, add_command, add_json_option
from app.core.errors import ConfigError
from pos.pricing.command import quote_file, quote_lines


def add_to(commands: Commands) -> None:
    """Adds the subcommand."""
    parser = add_command(
        commands,
        "quote",
        "prices a scenario (JSON) and answers JSON",
        "regulars quote cart.json   or   … | regulars quote -",
    )
    parser.add_argument("file", metavar="FILE", help="the scenario; - reads standard input")
    parser.add_argument("--lines", action="store_true", help="one scenario a line, one answer a line")
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answers the scenario, or each line's."""
    with _opened(options.file) as source:
        if options.lines:
            return quote_lines(source, sys.stdout.buffer)
        answer, code = quote_file(source.read())
    sys.stdout.buffer.write(answer.encode())
    return code


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise ConfigError("file_not_readable", file=name, problem=error.strerror or "") from None
