"""The shop that is measured: opened through the services, as an owner would."""

from dataclasses import dataclass
from typing import Final

from app.core.actor import program
from app.core.db.unit import Database
from app.core.ids import new_uid
from app.core.installation import open_installation
from app.places.devices import add_device
from app.places.service import RECEIPT_PRINTER, ShopData, create_shop, create_till
from pos.shift.service import open_shift
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.stock.locations import Locations, ensure_locations

ACTOR: Final = program("benchmark")
CURRENCY: Final = "EUR"
TILLS: Final = 8
"""The tills that have a history."""
SPARE_TILLS: Final = 200
"""Tills with an open shift and no history: eight cashiers at once find a till with a filled cart on each turn."""
STANDARD_BP: Final = 2000
REDUCED_BP: Final = 900


@dataclass(frozen=True, slots=True)
class Opened:
    """The ids of what was opened; ``taxes`` are (tax category, its rate in basis points)."""

    shop_id: int
    till_ids: tuple[int, ...]
    taxes: tuple[tuple[int, int], ...]
    locations: Locations


def open_shop(database: Database) -> Opened:
    """Opens the installation, a shop, its taxes and its tills; each till has a printer and so a drawer."""
    with database.unit_of_work(ACTOR) as tx:
        open_installation(tx, CURRENCY, demo=False)
        add_standard_units(tx)
        taxes = tuple(
            (create_tax_category(tx, name, rate_bp), rate_bp)
            for name, rate_bp in (("Standard", STANDARD_BP), ("Reduced", REDUCED_BP))
        )
        shop_id = create_shop(
            tx,
            ShopData(
                name="Hammer & Nail",
                legal_name="Hammer and Nail Ltd",
                tax_number="BG175074752",
                address="12 Vitosha Blvd\n1000 Sofia",
                phone="+359 2 987 6543",
            ),
        )
        locations = ensure_locations(tx, shop_id)
        till_ids = tuple(create_till(tx, shop_id, f"Till {number + 1}") for number in range(TILLS + SPARE_TILLS))
        for till_id in till_ids:
            add_device(tx, till_id, RECEIPT_PRINTER, "Printer", "escpos+tcp://127.0.0.1:9?width=48")
    return Opened(shop_id, till_ids, taxes, locations)


def open_shifts(database: Database, till_ids: tuple[int, ...]) -> None:
    """Opens the shift of each till with a float of 100.00."""
    with database.unit_of_work(ACTOR) as tx:
        for till_id in till_ids:
            open_shift(tx, till_id, new_uid(), {1000: 10})
