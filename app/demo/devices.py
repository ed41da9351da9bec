"""The devices of the demo shop, all of them emulated: what a visitor meets with the first sale.

A scale, a card terminal, a pole display and a scanner would ask for hands that he does not have yet: they are tried
from the office.
"""

from app.core import settings
from app.core.db.unit import Unit
from app.places.devices import add_device
from app.places.service import LABEL_PRINTER, RECEIPT_PRINTER
from devices.emulators.trials import LABEL_PRINTERS, RECEIPT_PRINTERS, REGISTERS
from pos.fiscal.codes import add_register, change_codes, register, tables_of
from pos.fiscal.settings import RECEIPT_PAPER


def add_devices(tx: Unit, till_id: int) -> None:
    """Gives a till a receipt printer, a fiscal register and a label printer.

    The register is one that takes back what was sold before it came: the sales of the past days know no register. The
    receipt printer prints, with the fiscal data below, so that there is one paper to look at.
    """
    printer, labels, trial = RECEIPT_PRINTERS["escpos"], LABEL_PRINTERS["tspl"], REGISTERS["shtrih"]
    add_device(tx, till_id, RECEIPT_PRINTER, "Emulated receipt printer", printer.address, emulated=True)
    add_device(tx, till_id, LABEL_PRINTER, "Emulated label printer", labels.address, emulated=True)
    device_id = add_register(tx, till_id, "Emulated fiscal register", trial.address, emulated=True)
    tables = tables_of(tx, register(tx, device_id))
    # These registers know no 9 %: the demo tells them their reduced rate.
    change_codes(tx, device_id, {**tables.taxes, "900": "0x02"}, tables.tenders, tables.tax_system)
    settings.put(tx, RECEIPT_PAPER, "printer")
