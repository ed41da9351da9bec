"""Points at the till: how many are to pay, by slider or typed, and what is taken for them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict
from app.core.numbers import parse_typed
from app.crm.customers import customer_by_id
from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import read
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from loyalty.program.store import program_of
from loyalty.rules.points import POINTS_DECIMALS
from pos.cart.claims import add_claim, remove_claim
from pos.cart.points import set_points
from pos.cart.service import read_cart


@blueprint.get("/points")
@till_page
def points() -> ResponseReturnValue:
    """Asks how many points are to pay, and what the customer takes for them."""
    with read() as tx:
        cart = read_cart(tx, current_till_id())
        if cart is None or not cart.lines:
            raise Conflict("cart_empty")
        if cart.points is None or cart.customer_id is None:
            raise Conflict("points_need_customer")
        if cart.points.has_micro < 0:
            raise Conflict("points_owed")
        rules = program_of(tx).rules
        customer = customer_by_id(tx, cart.customer_id)
    pays = rules.redeem is not None and bool(cart.points.most_micro or cart.points.asked_micro)
    claims = [] if cart.loyal is None else [one for one in cart.loyal.claims if one.may]
    if not (pays or claims):
        raise Conflict("points_cannot_pay")
    step = cart.points.step_micro
    return render_template(
        "till/points.html",
        points=cart.points,
        customer=customer,
        pays=pays,
        claims=claims,
        decimals=rules.points_decimals,
        worth=None if rules.redeem is None else rules.redeem.point_value,
        most=cart.points.most_micro // step,
        chosen=(cart.points.spent_micro or cart.points.most_micro) // step,
    )


@blueprint.post("/points")
@till_page
def pay_with_points() -> ResponseReturnValue:
    """Takes points off the cart, or gives them back."""
    points_micro = parse_typed(inputs.text("points"), POINTS_DECIMALS, "points")
    return act(lambda tx, till_id, cart_uid: set_points(tx, till_id, cart_uid, points_micro))


@blueprint.post("/claims")
@till_page
def claim() -> ResponseReturnValue:
    """The customer takes something for points."""
    promotion_uid = inputs.text("promotion")
    return act(lambda tx, till_id, cart_uid: add_claim(tx, till_id, cart_uid, promotion_uid))


@blueprint.post("/claims/remove")
@till_page
def give_claim_back() -> ResponseReturnValue:
    """What was taken for points goes back."""
    promotion_uid = inputs.text("promotion")
    return act(lambda tx, till_id, cart_uid: remove_claim(tx, till_id, cart_uid, promotion_uid))
