"""The first steps of a new shop on the home page: each ticked when it is done, gone when all are."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.auth.accounts import list_accounts
from app.core.db.unit import ReadUnit
from app.core.texts import marked
from app.places.devices import devices
from app.places.pairing import pairings
from app.places.service import FISCAL_REGISTER, RECEIPT_PRINTER
from pos.sale.reading import first_sale_at
from warehouse.catalogue.product_facts import has_products

SHOWN_AFTER_FIRST_SALE: Final = timedelta(days=7)
"""Whoever sold for so long without a step left, alone or without a printer say, wants it so."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step with the pages where it is taken: endpoint, the right to open it, and its words."""

    title: str
    about: str
    done: bool
    ways: tuple[tuple[str, str, str], ...]


def first_steps(tx: ReadUnit) -> tuple[Step, ...]:
    """The steps of a shop that is not under way yet; none where all are done."""
    sold_at = first_sale_at(tx)
    if sold_at is not None and tx.now - sold_at > SHOWN_AFTER_FIRST_SALE:
        return ()
    roles = {device.role for device in devices(tx) if device.active}
    steps = (
        Step(
            marked("Goods"),
            marked("From a spreadsheet or the program used before, or one by one"),
            has_products(tx),
            (
                ("office.imports", "catalogue.edit", marked("Import")),
                ("office.new_product", "catalogue.edit", marked("Add goods")),
            ),
        ),
        Step(
            marked("People"),
            marked("Everybody who sells has a PIN of his own and a role"),
            sum(each.active for each in list_accounts(tx)) > 1,
            (("office.staff", "staff.edit", marked("Staff")),),
        ),
        Step(
            marked("Till and printer"),
            marked("A browser becomes the till; the printer prints a test"),
            bool(pairings(tx)) and not roles.isdisjoint({RECEIPT_PRINTER, FISCAL_REGISTER}),
            (
                ("office.tills", "devices.manage", marked("Tills")),
                ("office.devices", "devices.manage", marked("Devices")),
            ),
        ),
        Step(
            marked("The first sale"),
            marked("Open the shift at the till, scan something, take the money"),
            sold_at is not None,
            (),
        ),
    )
    return () if all(step.done for step in steps) else steps
