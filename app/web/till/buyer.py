"""Whom the fiscal receipt will name: said at the till before the sale is paid."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict
from app.web.shared.access import current_till_id, till_page
from app.web.shared.answering import problem_of
from app.web.shared.language import gettext
from app.web.shared.units import read
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from pos.cart import service
from pos.sale.buyers import last_buyer


@blueprint.get("/buyer")
@till_page
def buyer() -> ResponseReturnValue:
    """Asks for name and tax number; filled in with those of the customer's last receipt that named somebody."""
    with read() as tx:
        cart = service.read_cart(tx, current_till_id())
        if cart is None or not cart.lines:
            raise Conflict("cart_empty")
        known = cart.buyer or (None if cart.customer_id is None else last_buyer(tx, cart.customer_id))
    return render_template("till/buyer.html", buyer=known, is_named=cart.buyer is not None)


@blueprint.post("/buyer")
@till_page
def set_buyer() -> ResponseReturnValue:
    """Names the buyer, or nobody; where the tax number looks wrong, asks in the form."""
    name, tax_number, accepted = inputs.text("name"), inputs.text("tax_number"), inputs.text("accept") == "yes"
    try:
        return act(
            lambda tx, till_id, cart_uid: service.set_buyer(
                tx, till_id, cart_uid, name, tax_number, accept_tax_number=accepted
            )
        )
    except Conflict as error:
        if error.code != "tax_number_doubtful":
            raise
        problem = problem_of(error)
        question = ("accept", gettext("Take the number as it is"))
        asked = render_template("till/company_question.html", problem=problem, question=question, confirmed=())
        return asked, problem.status
