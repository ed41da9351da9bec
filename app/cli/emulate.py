"""``regulars emulate``: devices for tests and training, with their real protocols."""

import argparse
from typing import Final, Protocol

from app.cli.parsing import Commands, add_command
from devices.emulators.atol import command as atol
from devices.emulators.card import command as card
from devices.emulators.datecs import command as datecs
from devices.emulators.display import command as display
from devices.emulators.escpos import command as escpos
from devices.emulators.gsm import command as gsm
from devices.emulators.scale import command as scale
from devices.emulators.scanner import command as scanner
from devices.emulators.shtrih import command as shtrih
from devices.emulators.smtp import command as smtp
from devices.emulators.tspl import command as tspl
from devices.emulators.zpl import command as zpl


class Emulated(Protocol):
    """An emulated device as a program."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace) -> int: ...


_KINDS: Final[dict[str, tuple[str, Emulated]]] = {
    "escpos": ("a receipt printer with a cash drawer", escpos),
    "smtp": ("a mail server that keeps what it is sent", smtp),
    "shtrih": ("a Shtrih-M fiscal register", shtrih),
    "atol": ("an ATOL fiscal register behind its web server", atol),
    "datecs": ("a Datecs fiscal register", datecs),
    "tspl": ("a label printer that speaks TSPL", tspl),
    "zpl": ("a label printer that speaks ZPL", zpl),
    "display": ("a pole display of two lines", display),
    "scale": ("a scale", scale),
    "scanner": ("a scanner on a serial port", scanner),
    "gsm": ("a GSM modem that keeps the messages it is given", gsm),
    "terminal": ("a card terminal, for cards that are none", card),
}


def add_to(commands: Commands) -> None:
    """Adds the subcommand with a kind of device each."""
    parser = add_command(
        commands, "emulate", "runs an emulated device, for tests and training", "regulars emulate escpos --port 9100"
    )
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    for name, (words, program) in _KINDS.items():
        kind = add_command(kinds, name, words, "")
        program.add_arguments(kind)
        kind.set_defaults(run=program.run)
