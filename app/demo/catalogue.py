"""Fills the demo shop's catalogue through the same services a shopkeeper's pages use."""

from typing import Final

from app.core.actor import Actor
from app.core.db.unit import Database
from app.core.money import UnitPrice
from app.core.numbers import parse_scaled
from app.demo.goods import GOODS, Tax
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.stock.locations import ensure_locations

_RATES_BP: Final[dict[Tax, int | None]] = {"standard": 2000, "reduced": 900, "none": None}
_NAMES: Final[dict[Tax, str]] = {"standard": "VAT 20 %", "reduced": "VAT 9 %", "none": "No VAT"}
_PRICE_DECIMALS: Final = 6


def fill_catalogue(database: Database, actor: Actor, shop_id: int) -> int:
    """Makes the demo's goods and services with all that belongs to them; answers how many there are."""
    with database.unit_of_work(actor) as tx:
        add_standard_units(tx)
        ensure_locations(tx, shop_id)
        taxes = {tax: create_tax_category(tx, _NAMES[tax], rate_bp, code=tax) for tax, rate_bp in _RATES_BP.items()}
        for good in GOODS:
            create_product(
                tx,
                ProductData(
                    good.name,
                    taxes[good.tax],
                    good.unit,
                    kind="service" if good.minutes else "goods",
                    duration_minutes=good.minutes,
                ),
                price=UnitPrice(parse_scaled(good.price, _PRICE_DECIMALS)),
            )
    return len(GOODS)
