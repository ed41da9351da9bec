"""``regulars emulate shtrih``: the emulated fiscal register as a program."""

import argparse
import threading

from devices.emulators.program import Program, add_terminal, terminal_of
from devices.emulators.shtrih.condition import HELP
from devices.emulators.shtrih.server import ShtrihEmulator

_PROGRAM = Program(
    name="shtrih",
    device="fiscal register",
    keeps="register",
    description="A Shtrih-M fiscal register for tests and training: it remembers everything, and nothing counts.",
    port=7778,
    example="lose-answer at FF45",
    orders=HELP,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command on a parser of its own."""
    _PROGRAM.add_arguments(parser)
    add_terminal(parser)


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Serves until ``stopped`` is set or Ctrl+C; the exit status."""
    return _PROGRAM.run(
        arguments,
        lambda: ShtrihEmulator(
            arguments.port,
            arguments.folder,
            host=arguments.host,
            terminal=terminal_of(arguments),
        ),
        stopped,
    )
