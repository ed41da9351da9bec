"""Points that are to pay for a part of the cart."""

from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from loyalty.points.ledger import points_of
from pos.cart import service, store
from pos.cart.pricing import price_state
from pos.cart.views import Changed
from pos.pricing.priced import RefusalCode


def set_points(tx: Unit, till_id: int, cart_uid: str, points_micro: int) -> Changed:
    """Says how many points (in millionths) are to pay; as many as may are taken of them, zero takes none.

    Raises BadInput ``points_not_positive``, Conflict ``points_need_customer``, ``not_enough_points``,
    ``points_on_hold``, ``points_cannot_pay`` where nothing here can be paid with points, and what the cart raises.
    """
    if points_micro < 0:
        raise BadInput("points_not_positive", "points")
    cart = service.begin(tx, till_id, cart_uid)
    if points_micro and cart.customer_id is None:
        raise Conflict("points_need_customer")
    old, cart.points_micro = cart.points_micro, points_micro
    loyal = price_state(tx, cart).loyal
    if points_micro and not loyal.points.paid_micro:
        if any(one.code is RefusalCode.NOT_ENOUGH_POINTS for one in loyal.refused):
            assert cart.customer_id is not None
            raise points_of(tx, cart.customer_id).shortage()
        raise Conflict("points_cannot_pay")
    cart.points_micro = loyal.points.paid_micro
    store.set_undo(tx, cart, "points", {"name": "", "qty_milli": 0, "old": old})
    return service.finish(tx, cart, None)
