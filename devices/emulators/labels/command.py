"""An emulated label printer as a program."""

import argparse
import threading
from collections.abc import Callable

from devices.emulators.labels.condition import HELP
from devices.emulators.labels.printer import DOTS_PER_MM, LabelPrinter
from devices.emulators.program import Program, add_terminal, terminal_of


class LabelProgram:
    """``regulars emulate NAME`` for a printer of a ``language``."""

    def __init__(self, name: str, language: str, port: int, printer: Callable[..., LabelPrinter]) -> None:
        self._printer = printer
        self._program = Program(
            name=name,
            device="label printer",
            keeps="labels",
            description=f"A label printer that speaks {language}, for training: it keeps its labels as pictures.",
            port=port,
            example="paper after 3",
            orders=HELP,
        )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describes the command on a parser of its own."""
        self._program.add_arguments(parser)
        add_terminal(parser)
        parser.add_argument(
            "--dpi", type=int, choices=sorted(DOTS_PER_MM), default=203, help="resolution [%(default)s]"
        )

    def run(self, arguments: argparse.Namespace, stopped: threading.Event | None = None) -> int:
        """Prints until ``stopped`` is set or Ctrl+C; the exit status."""
        return self._program.run(
            arguments,
            lambda: self._printer(
                arguments.port,
                arguments.folder,
                host=arguments.host,
                terminal=terminal_of(arguments),
                dpi=arguments.dpi,
            ),
            stopped,
        )
