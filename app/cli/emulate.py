"""``regulars emulate``: devices for tests and training, with their real protocols."""

from app.cli.parsing import Commands, add_command
from devices.emulators.escpos import command as escpos


def add_to(commands: Commands) -> None:
    """Adds the subcommand with a kind of device each."""
    parser = add_command(
        commands, "emulate", "runs an emulated device, for tests and training", "regulars emulate escpos --port 9100"
    )
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    receipt_printer = add_command(kinds, "escpos", "a receipt printer with a cash drawer", "")
    escpos.add_arguments(receipt_printer)
    receipt_printer.set_defaults(run=escpos.run)
