"""The offer that a cart came of: sold once, unless somebody knows better."""

from app.core.db.unit import Unit
from pos.cart.store import CartState
from pos.checkout.document import WrittenSale
from pos.offers.sold import note_sold, refuse_sold_meanwhile


def check_offer(tx: Unit, cart: CartState) -> None:
    """Conflict ``offer_sold_meanwhile`` (``receipt``) where it was sold since the cashier last heard of it."""
    if cart.offer_id is not None:
        refuse_sold_meanwhile(tx, cart.offer_id, cart.offer_sales_known)


def note_offer(tx: Unit, sale: WrittenSale) -> None:
    """Points the sale to its offer."""
    if sale.cart.offer_id is not None:
        note_sold(tx, sale.cart.offer_id, sale.sale_id)
