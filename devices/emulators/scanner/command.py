"""``regulars emulate scanner``: the emulated scanner as a program."""

import argparse
import threading
from typing import Final

from devices.emulators.program import Program, add_terminal, terminal_of
from devices.emulators.scanner.condition import HELP
from devices.emulators.scanner.server import ScannerEmulator

_PROGRAM: Final = Program(
    name="scanner",
    device="scanner",
    keeps="scanner",
    description="A scanner on a port for tests and training: what it reads is said by orders.",
    port=9108,
    example="scan 4006381333931",
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
        lambda: ScannerEmulator(arguments.port, host=arguments.host, terminal=terminal_of(arguments)),
        stopped,
    )
