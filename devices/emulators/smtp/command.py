"""``regulars emulate smtp``: the emulated mail server as a program."""

import argparse
import threading

from devices.emulators.program import Program
from devices.emulators.smtp.condition import HELP
from devices.emulators.smtp.server import SmtpEmulator

_PROGRAM = Program(
    name="smtp",
    device="mail server",
    keeps="mail",
    description="A mail server for training: it sends nothing on, and keeps each mail as a file.",
    port=2525,
    example="drop",
    orders=HELP,
)
add_arguments = _PROGRAM.add_arguments


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Serves until ``stopped`` is set or Ctrl+C; the exit status."""
    return _PROGRAM.run(arguments, lambda: SmtpEmulator(arguments.port, arguments.folder, host=arguments.host), stopped)
