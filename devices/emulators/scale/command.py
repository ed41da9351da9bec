"""``regulars emulate scale``: the emulated scale as a program."""

import argparse
import threading

from devices.emulators.program import Program, add_terminal, terminal_of
from devices.emulators.scale.condition import HELP
from devices.emulators.scale.server import PROTOCOLS, ScaleEmulator

_PROGRAM = Program(
    name="scale",
    device="scale",
    keeps="scale",
    description="A scale for tests and training: what lies on it is said by orders.",
    port=5001,
    example="weight 1234",
    orders=HELP,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command on a parser of its own."""
    _PROGRAM.add_arguments(parser)
    add_terminal(parser)
    parser.add_argument("--protocol", choices=sorted(PROTOCOLS), default="cas", help="what it speaks [%(default)s]")


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Weighs until ``stopped`` is set or Ctrl+C; the exit status."""
    return _PROGRAM.run(
        arguments,
        lambda: ScaleEmulator(
            arguments.port,
            arguments.folder,
            protocol=arguments.protocol,
            host=arguments.host,
            terminal=terminal_of(arguments),
        ),
        stopped,
    )
