"""``regulars emulate display``: the emulated pole display as a program."""

import argparse
import threading

from devices.emulators.display.command_types import TYPES
from devices.emulators.display.epson import CODE_PAGES
from devices.emulators.display.server import HELP, DisplayEmulator
from devices.emulators.program import Program, add_terminal, terminal_of

_PROGRAM = Program(
    name="display",
    device="pole display",
    keeps="display",
    description="A pole display of two lines for tests and training: it keeps what it shows as a picture.",
    port=9106,
    example="power off",
    orders=HELP,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command on a parser of its own."""
    _PROGRAM.add_arguments(parser)
    add_terminal(parser)
    parser.add_argument("--commands", choices=sorted(TYPES), default="epson", help="command type [%(default)s]")
    parser.add_argument(
        "--encoding", choices=sorted(set(CODE_PAGES.values())), default="cp437", help="first code page [%(default)s]"
    )


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Shows until ``stopped`` is set or Ctrl+C; the exit status."""
    return _PROGRAM.run(
        arguments,
        lambda: DisplayEmulator(
            arguments.port,
            arguments.folder,
            commands=arguments.commands,
            encoding=arguments.encoding,
            host=arguments.host,
            terminal=terminal_of(arguments),
        ),
        stopped,
    )
