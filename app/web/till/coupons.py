"""Coupons at the till: scanned or typed into the cart, taken out again."""

from flask.typing import ResponseReturnValue

from app.core.ids import new_uid
from app.web.shared.access import till_page
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from pos.cart.coupons import add_coupon, remove_coupon


@blueprint.post("/coupons")
@till_page
def type_coupon() -> ResponseReturnValue:
    """A coupon that was typed."""
    return coupon_set(inputs.text("code"))


@blueprint.post("/coupons/remove")
@till_page
def take_coupon_out() -> ResponseReturnValue:
    """The coupon goes out of the cart."""
    code = inputs.text("code")
    return act(lambda tx, till_id, cart_uid: remove_coupon(tx, till_id, cart_uid, code))


def coupon_set(code: str) -> ResponseReturnValue:
    """Puts a coupon into the cart. The same coupon again changes nothing, so each request is an act of its own."""
    act_uid = new_uid()
    return act(lambda tx, till_id, cart_uid: add_coupon(tx, till_id, cart_uid, act_uid, code), sound="added")
