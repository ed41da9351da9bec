"""Goods that come back without a receipt: found by code or name, with a reason, at today's price or another one."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import read
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from app.web.till.price_check import Found, look_up
from app.web.till.returns.from_receipt import usual_reasons
from pos.cart.goods import GivenPrice
from pos.cart.service import read_cart
from pos.returns.service import take_back_without_receipt


@blueprint.get("/returns/new")
@till_page
def return_without_receipt() -> ResponseReturnValue:
    """Asks what comes back."""
    with read() as tx:
        return _sheet(tx, None)


@blueprint.post("/returns/goods")
@till_page
def returned_goods() -> ResponseReturnValue:
    """The goods a code or a few letters stand for, to be taken back."""
    with read() as tx:
        content = _sheet(tx, look_up(tx, current_till_id()))
    return render_template("till/sheet.html", content=content)


@blueprint.post("/returns/new")
@till_page
def take_goods_back_without_receipt() -> ResponseReturnValue:
    """Puts them into the cart as a return."""
    product_id, qty_milli = inputs.needed("product_id"), inputs.quantity()
    act_uid, reason = inputs.text("line_uid"), inputs.text("reason")
    given = GivenPrice(inputs.price(), reason) if inputs.text("price").strip() else None
    return act(
        lambda tx, till_id, cart_uid: take_back_without_receipt(
            tx, till_id, cart_uid, act_uid, product_id, qty_milli, reason, given
        ),
        sound="added",
    )


def _sheet(tx: ReadUnit, found: Found | None) -> str:
    cart = read_cart(tx, current_till_id())
    return render_template(
        "till/returns/without_receipt.html",
        found=found,
        reasons=usual_reasons(tx),
        needs_customer=cart is None or cart.customer_id is None,
    )
