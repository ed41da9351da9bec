"""``regulars emulate``: devices for tests and training, with their real protocols."""

from app.cli.parsing import Commands, add_command
from devices.emulators.atol import command as atol
from devices.emulators.escpos import command as escpos
from devices.emulators.shtrih import command as shtrih
from devices.emulators.smtp import command as smtp


def add_to(commands: Commands) -> None:
    """Adds the subcommand with a kind of device each."""
    parser = add_command(
        commands, "emulate", "runs an emulated device, for tests and training", "regulars emulate escpos --port 9100"
    )
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    receipt_printer = add_command(kinds, "escpos", "a receipt printer with a cash drawer", "")
    escpos.add_arguments(receipt_printer)
    receipt_printer.set_defaults(run=escpos.run)
    mail_server = add_command(kinds, "smtp", "a mail server that keeps what it is sent", "")
    smtp.add_arguments(mail_server)
    mail_server.set_defaults(run=smtp.run)
    fiscal_register = add_command(kinds, "shtrih", "a Shtrih-M fiscal register", "")
    shtrih.add_arguments(fiscal_register)
    fiscal_register.set_defaults(run=shtrih.run)
    atol_register = add_command(kinds, "atol", "an ATOL fiscal register behind its web server", "")
    atol.add_arguments(atol_register)
    atol_register.set_defaults(run=atol.run)
