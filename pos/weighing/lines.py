"""A weight that becomes a line."""

from app.core import journal
from app.core.db.unit import Unit
from app.core.errors import NotFound
from pos.cart.service import add_product
from pos.cart.views import Changed
from pos.cart.weighed import quantity_of
from pos.weighing.watch import Taken
from warehouse.catalogue.sold_as import sold_as


def add_weighed(
    tx: Unit, till_id: int, cart_uid: str, line_uid: str, product_id: int, barcode_id: int | None, taken: Taken
) -> Changed:
    """Adds goods with the weight of the till's scale; the journal keeps what it showed.

    The same ``line_uid`` again adds nothing. Raises as ``add_product``.
    """
    found = sold_as(tx, product_id, barcode_id)
    if found is None:
        raise NotFound("no_product")
    qty_milli = quantity_of(taken.grams, found)
    changed = add_product(tx, till_id, cart_uid, line_uid, product_id, qty_milli, barcode_id=barcode_id)
    if changed.cart.version != changed.previous_version:
        journal.record(
            tx,
            "cart.weighed",
            chain=journal.till_chain(till_id),
            subject=f"cart:{changed.cart.uid}",
            body={
                "line_uid": line_uid,
                "name": found.name,
                "grams": taken.grams,
                "tare_grams": taken.tare_grams,
                "qty_milli": qty_milli,
            },
        )
    return changed
