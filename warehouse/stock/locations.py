"""The ends of a stock move: the shop itself, and where goods come from and go to."""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from warehouse.stock.models import Location

_NAMES = {"shop": "Shop", "supplier": "Suppliers", "customer": "Customers", "loss": "Losses"}
_OF_SHOP = Prepared(select(Location.kind, Location.id).where(Location.shop_id == bindparam("shop")))


@dataclass(frozen=True, slots=True)
class Locations:
    """The ids of a shop's locations."""

    shop: int
    supplier: int
    customer: int
    loss: int


def _key(shop_id: int) -> str:
    return f"stock.locations:{shop_id}"


def _read(tx: ReadUnit, shop_id: int) -> Locations | None:
    found = {row[0]: row[1] for row in _OF_SHOP.all(tx, {"shop": shop_id})}
    return Locations(**found) if found else None


def locations_of(tx: ReadUnit, shop_id: int) -> Locations:
    """The shop's locations; NotFound ``no_locations`` where they were never made."""
    found = tx.cached(_key(shop_id), lambda reading: _read(reading, shop_id))
    if found is None:
        raise NotFound("no_locations", shop_id=shop_id)
    return found


def ensure_locations(tx: Unit, shop_id: int) -> Locations:
    """The shop's locations, made where they are not there yet."""
    if _read(tx, shop_id) is None:
        tx.execute(
            insert(Location),
            [{"kind": kind, "shop_id": shop_id, "name": name} for kind, name in _NAMES.items()],
        )
        tx.outdate(_key(shop_id))
    return locations_of(tx, shop_id)
