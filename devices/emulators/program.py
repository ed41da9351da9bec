"""What the emulators share as programs: their arguments, and how one serves, ends and takes orders."""

import argparse
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, Self

from devices.emulators.control import ControlPort, Emulator, send_order

_HIGHEST_PORT: Final = 65535
_PORT_FIGURES: Final = 5


class Served(Emulator, Protocol):
    """An emulated device that serves while it is entered; OSError where its address is taken."""

    @property
    def host(self) -> str:
        """The address it listens on."""

    @property
    def port(self) -> int:
        """The port it listens on."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_problem: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Program:
    """An emulated device as ``regulars emulate NAME``: what it is called, keeps and listens to by default.

    ``orders`` are the lines that explain what may be told to it, ``example`` how that is typed.
    """

    name: str
    device: str
    keeps: str
    description: str
    port: int
    example: str
    orders: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describes the command on a parser of its own."""
        command = f"  regulars emulate {self.name}"
        parser.description = self.description
        parser.epilog = (
            f"example:\n{command} --port {self.port} --folder {self.keeps} --control-port {self.port + 1}\n"
            f'{command} --control-port {self.port + 1} --tell "{self.example}"\n\norders for --tell:\n{self.orders}\n'
        )
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on [%(default)s]")
        parser.add_argument(
            "--port", type=_port, metavar="PORT", default=self.port, help="port to listen on [%(default)s]"
        )
        parser.add_argument(
            "--folder", type=Path, default=Path(self.keeps), help=f"folder for the {self.keeps} [%(default)s]"
        )
        parser.add_argument(
            "--control-port", type=_port, metavar="PORT", default=0, help="port for orders on this machine [a free one]"
        )
        parser.add_argument(
            "--tell", metavar="ORDER", help=f"give an order to the {self.device} at --control-port, and end"
        )

    def run(
        self, arguments: argparse.Namespace, made: Callable[[], Served], stopped: threading.Event | None = None
    ) -> int:
        """Serves until ``stopped`` is set or Ctrl+C, or gives an order to one that serves; the exit status."""
        if arguments.tell is not None:
            return self._tell(arguments.control_port, arguments.tell)
        try:
            with made() as device, ControlPort(device, self.orders, arguments.control_port) as control:
                _say(f"{self.device} on {device.host}:{device.port}, orders on port {control.port}")
                _say(f"{self.keeps} in {arguments.folder}")
                (stopped or threading.Event()).wait()
        except KeyboardInterrupt:
            return 0
        except OSError as problem:
            _say(f"the emulated {self.device} can not start: {problem}")
            return 2
        return 0

    def _tell(self, port: int, order: str) -> int:
        try:
            answer = send_order(port, order)
        except OSError as problem:
            _say(f"no emulated {self.device} takes orders on port {port}: {problem}")
            return 2
        if "refused" in answer:
            _say(f"{order!r} is no order; the orders are:\n{self.orders}")
            return 2
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in answer.items()))
        return 0


def add_terminal(parser: argparse.ArgumentParser) -> None:
    """The argument of a device with a serial port; Windows has no pseudo-terminals."""
    if sys.platform != "win32":
        parser.add_argument(
            "--terminal", type=Path, metavar="NAME", help="also a serial port: a pseudo-terminal of this name"
        )


def terminal_of(arguments: argparse.Namespace) -> Path | None:
    """The name of the pseudo-terminal, where one was asked for."""
    return getattr(arguments, "terminal", None)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _PORT_FIGURES and int(text) <= _HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 0 to {_HIGHEST_PORT}")
    return int(text)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
