"""``regulars emulate escpos``: the emulated receipt printer as a program."""

import argparse
import threading

from devices.emulators.escpos.condition import HELP
from devices.emulators.escpos.server import WIDTHS_DOTS, EscposEmulator
from devices.emulators.program import Program

_PROGRAM = Program(
    name="escpos",
    device="receipt printer",
    keeps="paper",
    description="An ESC/POS receipt printer with a cash drawer, for training: it keeps its paper as pictures.",
    port=9100,
    example="paper out",
    orders=HELP,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command on a parser of its own."""
    _PROGRAM.add_arguments(parser)
    parser.add_argument("--width", type=int, choices=sorted(WIDTHS_DOTS), default=80, help="paper in mm [%(default)s]")


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Prints until ``stopped`` is set or Ctrl+C; the exit status."""
    return _PROGRAM.run(
        arguments,
        lambda: EscposEmulator(arguments.port, arguments.folder, host=arguments.host, width_mm=arguments.width),
        stopped,
    )
