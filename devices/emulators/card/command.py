"""``regulars emulate terminal``: the emulated card terminal as a program."""

import argparse
import threading

from devices.emulators.card.condition import HELP
from devices.emulators.card.server import CardTerminalEmulator
from devices.emulators.program import Program

_PROGRAM = Program(
    name="terminal",
    device="card terminal",
    keeps="terminal",
    description="A card terminal for tests and training: no card, no bank; orders say what the customer does.",
    port=9150,
    example="by itself approve",
    orders=HELP,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command on a parser of its own."""
    _PROGRAM.add_arguments(parser)


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Takes cards until ``stopped`` is set or Ctrl+C; the exit status."""
    return _PROGRAM.run(
        arguments, lambda: CardTerminalEmulator(arguments.port, arguments.folder, host=arguments.host), stopped
    )
