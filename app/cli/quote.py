"""``regulars quote``: prices a scenario."""

import argparse
import sys
from pathlib import Path

from app.cli.parsing import Commands, add_command
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
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answers the scenario, or each line's."""
    try:
        if options.lines:
            if options.file == "-":
                return quote_lines(sys.stdin.buffer, sys.stdout.buffer)
            with Path(options.file).open("rb") as lines:
                return quote_lines(lines, sys.stdout.buffer)
        text = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as error:
        raise ConfigError("file_not_readable", file=options.file, problem=error.strerror or "") from None
    answer, code = quote_file(text)
    sys.stdout.buffer.write(answer.encode())
    sys.stdout.buffer.flush()
    return code
