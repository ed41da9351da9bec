"""Goods that are sold by weight: a till with a scale weighs them before they become a line."""

from app.core.db.unit import ReadUnit
from app.core.errors import Conflict
from app.core.rounding import round_half_up
from app.places.service import place_of
from warehouse.catalogue.sold_as import SoldAs
from warehouse.catalogue.units import KILOGRAM


def is_weighed(found: SoldAs) -> bool:
    """Whether the goods are sold by the kilogram and its parts."""
    return found.unit_code == KILOGRAM and found.unit_decimals > 0


def refuse_unweighed(tx: ReadUnit, till_id: int, found: SoldAs) -> None:
    """Raises Conflict ``weigh_first`` (``product_id``, ``barcode_id``, ``name``) where the till has a scale."""
    if is_weighed(found) and found.active and place_of(tx, till_id).has_scale:
        raise Conflict("weigh_first", product_id=found.product_id, barcode_id=found.barcode_id, name=found.name)


def quantity_of(grams: int, found: SoldAs) -> int:
    """The quantity in thousandths of a kilogram, rounded to what its unit allows."""
    step: int = 10 ** (3 - found.unit_decimals)
    return round_half_up(grams, step) * step
