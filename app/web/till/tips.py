"""Tips at the till: added to what is paid, and paid out to the people they were given to."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.auth.accounts import Face
from app.core.errors import Conflict
from app.web.shared.access import current, current_till_id, till_page
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from pos.cart import service
from pos.cart.tip import proposals, refuse_where_none_can_be, who_may_get
from pos.shift import tips_out
from pos.tips.ledger import held_tips


@blueprint.get("/tip")
@till_page
def tip() -> ResponseReturnValue:
    """Asks how much it is, and for whom."""
    user = current()
    with read() as tx:
        cart = service.read_cart(tx, current_till_id())
        if cart is None:
            raise Conflict("cart_empty")
        refuse_where_none_can_be(tx, has_lines=bool(cart.lines), gross=cart.gross)
        people = list(who_may_get(tx))
        offered = proposals(tx, cart.cash_to_pay)
    if user.account_id not in {one.account_id for one in people}:
        people.append(Face(user.account_id, user.name))
    return render_template(
        "till/tip.html",
        to_pay=cart.to_pay,
        tip=cart.tip,
        people=people,
        chosen=user.account_id if cart.tip is None else cart.tip.account_id,
        proposals=offered,
    )


@blueprint.post("/tip")
@till_page
def set_tip() -> ResponseReturnValue:
    """Puts the tip beside the cart, or takes it away."""
    amount, account_id = inputs.money("amount"), inputs.whole("account")
    return act(lambda tx, till_id, cart_uid: service.set_tip(tx, till_id, cart_uid, amount, account_id))


@blueprint.post("/shift/tips")
@till_page
def pay_out_tips() -> ResponseReturnValue:
    """Pays somebody tips out of the drawer, and prints the slip."""
    till_id, uid, account_id = current_till_id(), inputs.text("uid"), inputs.needed("account")
    amount = inputs.money("amount") if inputs.text("amount").strip() else None
    paid = transact(lambda tx: tips_out.pay_out_tips(tx, till_id, uid, account_id, amount))
    with read() as tx:
        return render_template("till/tips_paid.html", paid=paid, held_tips=held_tips(tx))
