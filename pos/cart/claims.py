"""Promotions that a customer takes for points: put into the cart, and given back before it is paid."""

from typing import Final

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.ids import parse_uid
from loyalty.program.store import program_of
from loyalty.promotions.stored import running
from pos.cart import store
from pos.cart.service import begin, finish, unchanged
from pos.cart.store import CartState
from pos.cart.views import Changed

MOST_CLAIMS: Final = 20


def add_claim(tx: Unit, till_id: int, cart_uid: str, promotion_uid: str) -> Changed:
    """Takes a promotion for points, once more with each call; what it does depends on the cart and is told with it.

    Raises Conflict ``points_need_customer``, ``loyalty_off``, ``claim_off`` where the promotion does not run or is not
    had for points, ``too_many_claims`` (``most``), and what ``begin`` raises.
    """
    uid = parse_uid(promotion_uid, "promotion")
    cart = begin(tx, till_id, cart_uid)
    if cart.customer_id is None:
        raise Conflict("points_need_customer")
    if not program_of(tx).enabled:
        raise Conflict("loyalty_off")
    if all(one.uid != uid for one in running(tx).for_points):
        raise Conflict("claim_off")
    if len(cart.claims) >= MOST_CLAIMS:
        raise Conflict("too_many_claims", most=MOST_CLAIMS)
    return _set(tx, cart, (*cart.claims, uid))


def remove_claim(tx: Unit, till_id: int, cart_uid: str, promotion_uid: str) -> Changed:
    """Gives a promotion back that was taken for points, once; one that was not taken changes nothing."""
    cart = begin(tx, till_id, cart_uid)
    if promotion_uid not in cart.claims:
        return unchanged(tx, cart, None)
    left = list(cart.claims)
    left.remove(promotion_uid)
    return _set(tx, cart, tuple(left))


def _set(tx: Unit, cart: CartState, claims: tuple[str, ...]) -> Changed:
    old, cart.claims = cart.claims, claims
    store.set_undo(tx, cart, "claim", {"name": "", "qty_milli": 0, "old": list(old)})
    return finish(tx, cart, None)
