"""``regulars emulate smtp``: the emulated mail server as a program."""

import argparse
import threading
from pathlib import Path

from devices.emulators.control import ControlPort
from devices.emulators.program import say, tell
from devices.emulators.smtp.condition import HELP
from devices.emulators.smtp.server import SmtpEmulator

DESCRIPTION = "A mail server for training: it sends nothing on, and keeps each mail as a file."
EPILOG = f"""\
example:
  regulars emulate smtp --port 2525 --folder mails --control-port 2526
  regulars emulate smtp --control-port 2526 --tell "drop"

orders for --tell:
{HELP}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command on a parser of its own."""
    parser.description = DESCRIPTION
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on [%(default)s]")
    parser.add_argument("--port", type=int, default=2525, help="port to listen on [%(default)s]")
    parser.add_argument("--folder", type=Path, default=Path("mails"), help="where mails are kept [%(default)s]")
    parser.add_argument("--control-port", type=int, default=0, help="port for orders on this machine [a free one]")
    parser.add_argument("--tell", metavar="ORDER", help="give an order to the server at --control-port, and end")


def run(arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
    """Serves until ``stopped`` is set or Ctrl+C; the exit status."""
    if arguments.tell is not None:
        return tell(arguments.control_port, arguments.tell, "mail server", HELP)
    server = SmtpEmulator(arguments.port, arguments.folder, host=arguments.host)
    try:
        with server, ControlPort(server, HELP, arguments.control_port) as control:
            say(f"mail server on {server.host}:{server.port}, orders on port {control.port}")
            say(f"mails in {arguments.folder}")
            (stopped or threading.Event()).wait()
    except KeyboardInterrupt:
        return 0
    except OSError as problem:
        say(f"the emulated mail server can not start: {problem}")
        return 2
    return 0
