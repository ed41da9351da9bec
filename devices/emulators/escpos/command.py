"""``regulars emulate escpos``: the emulated receipt printer as a program."""

import argparse
import threading
from pathlib import Path

from devices.emulators.control import ControlPort
from devices.emulators.escpos.condition import HELP
from devices.emulators.escpos.server import WIDTHS_DOTS, EscposEmulator
from devices.emulators.program import say, tell

DESCRIPTION = "An ESC/POS receipt printer with a cash drawer, for training: it keeps its paper as pictures."
EPILOG = f"""\
example:
  regulars emulate escpos --port 9100 --folder paper --control-port 9101
  regulars emulate escpos --control-port 9101 --tell "paper out"

orders for --tell:
{HELP}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command on a parser of its own."""
    parser.description = DESCRIPTION
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on [%(default)s]")
    parser.add_argument("--port", type=int, default=9100, help="port to listen on [%(default)s]")
    parser.add_argument("--folder", type=Path, default=Path("paper"), help="where papers are kept [%(default)s]")
    parser.add_argument("--width", type=int, choices=sorted(WIDTHS_DOTS), default=80, help="paper in mm [%(default)s]")
    parser.add_argument("--control-port", type=int, default=0, help="port for orders on this machine [a free one]")
    parser.add_argument("--tell", metavar="ORDER", help="give an order to the printer at --control-port, and end")


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Prints until ``stopped`` is set or Ctrl+C; the exit status."""
    if arguments.tell is not None:
        return tell(arguments.control_port, arguments.tell, "printer", HELP)
    printer = EscposEmulator(arguments.port, arguments.folder, host=arguments.host, width_mm=arguments.width)
    try:
        with printer, ControlPort(printer, HELP, arguments.control_port) as control:
            say(f"receipt printer on {printer.host}:{printer.port}, orders on port {control.port}")
            say(f"paper in {arguments.folder}")
            (stopped or threading.Event()).wait()
    except KeyboardInterrupt:
        return 0
    except OSError as problem:
        say(f"the emulated printer can not start: {problem}")
        return 2
    return 0
