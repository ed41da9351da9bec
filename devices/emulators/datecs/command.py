"""``regulars emulate datecs``: the emulated fiscal register as a program."""

import argparse
import threading

from devices.emulators.datecs.condition import HELP
from devices.emulators.datecs.server import DIALECTS, DatecsEmulator
from devices.emulators.program import Program, add_terminal, terminal_of

_PROGRAM = Program(
    name="datecs",
    device="fiscal register",
    keeps="datecs",
    description="A Datecs fiscal register for tests and training: it remembers everything, and nothing counts.",
    port=4999,
    example="lose-answer at 56",
    orders=HELP,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command on a parser of its own."""
    _PROGRAM.add_arguments(parser)
    parser.add_argument(
        "--dialect", choices=sorted(DIALECTS), default="p", help="which family of registers it is [%(default)s]"
    )
    add_terminal(parser)


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Serves until ``stopped`` is set or Ctrl+C; the exit status."""
    return _PROGRAM.run(
        arguments,
        lambda: DatecsEmulator(
            arguments.port,
            arguments.folder,
            dialect=arguments.dialect,
            host=arguments.host,
            terminal=terminal_of(arguments),
        ),
        stopped,
    )
