"""Carts that end without a sale; where a law numbers them, what was rung up is kept under the number."""

from app.core.db.unit import Unit
from app.core.money import ZERO, Money
from pos.cart import store
from pos.cart.store import CartState
from pos.numbering.numbers import drop_number


def end_without_sale(tx: Unit, cart: CartState, gross: Money, reason: str) -> None:
    """Takes a cart away that becomes no sale; ``gross`` is what it came to."""
    lines = [(line.name, line.qty_milli, line.unit_price.scaled) for line in cart.lines]
    drop_number(tx, cart.uid, gross, lines, reason)
    store.forget(tx, cart.id)


def end_empty(tx: Unit, cart_id: int, cart_uid: str) -> None:
    """Takes a cart away that holds nothing."""
    drop_number(tx, cart_uid, ZERO, (), "")
    store.forget(tx, cart_id)
