"""``regulars emulate atol``: the emulated register and the service before it as a program."""

import argparse
import threading

from devices.emulators.atol.condition import HELP
from devices.emulators.atol.server import AtolEmulator
from devices.emulators.program import Program

_PROGRAM = Program(
    name="atol",
    device="ATOL register",
    keeps="atol",
    description="An ATOL fiscal register behind its web server, for tests and training: it remembers everything, and "
    "nothing counts.",
    port=16732,
    example="lose-answer at sell",
    orders=HELP,
)
add_arguments = _PROGRAM.add_arguments


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Serves until ``stopped`` is set or Ctrl+C; the exit status."""
    return _PROGRAM.run(arguments, lambda: AtolEmulator(arguments.port, arguments.folder, host=arguments.host), stopped)
