"""``regulars emulate gsm``: the emulated modem as a program."""

import argparse
import threading
from typing import Final

from devices.emulators.gsm.condition import HELP
from devices.emulators.gsm.server import GsmEmulator
from devices.emulators.program import Program, add_terminal, terminal_of

_PROGRAM: Final = Program(
    name="gsm",
    device="modem",
    keeps="modem",
    description="A GSM modem for tests and training: it sends nothing, and keeps each message.",
    port=9110,
    example="lose answer",
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
        lambda: GsmEmulator(arguments.port, arguments.folder, host=arguments.host, terminal=terminal_of(arguments)),
        stopped,
    )
