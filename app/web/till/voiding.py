"""A finished sale voided, and rung up again in the same step."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.ids import new_uid, parse_uid
from app.web.shared.access import current_till_id, till_page
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from app.web.till import answers, card, inputs
from app.web.till.blueprint import blueprint
from app.web.till.fiscal import sale_light
from app.web.till.paper import paper_light
from pos.cart.service import read_cart
from pos.checkout.by_card import void_by_card
from pos.checkout.completed import CompletedSale
from pos.checkout.paper import receipt_name
from pos.checkout.void import mirrored_tenders, ring_again, void_sale
from pos.payments.reading import PaymentView
from pos.returns.payout import Part
from pos.sale.reading import sale_by_uid


@blueprint.get("/receipts/<sale_uid>/void")
@till_page
def void_sheet(sale_uid: str) -> ResponseReturnValue:
    """What goes back by which way, and the question why."""
    with read() as tx:
        sale = sale_by_uid(tx, parse_uid(sale_uid))
    return render_template(
        "till/void.html",
        sale=sale.head,
        parts=[Part(kind, -amount) for kind, amount in mirrored_tenders(sale)],
        again=bool(request.args.get("again")),
        again_uid=new_uid(),
    )


@blueprint.post("/receipts/<sale_uid>/void")
@till_page
def void(sale_uid: str) -> ResponseReturnValue:
    """Voids it; where it is to be rung up again, its lines stand in the cart."""
    till_id, sale_uid = current_till_id(), parse_uid(sale_uid)
    uid, reason, again_uid = (
        inputs.text("void_uid") or inputs.text("uid"),
        inputs.text("reason"),
        inputs.text("again_uid"),
    )
    by_hand, payment_uid = inputs.text("by_hand") == "yes", inputs.text("payment_uid") or new_uid()
    plan = {"void_uid": uid, "reason": reason, "again_uid": again_uid}

    def act(tx: Unit) -> CompletedSale | PaymentView:
        back = None if by_hand else void_by_card(tx, till_id, sale_uid, uid, reason, payment_uid, plan)
        if back is not None:
            return back
        done = void_sale(tx, till_id, sale_uid, uid, reason, by_hand=by_hand)
        if again_uid:
            ring_again(tx, till_id, again_uid, sale_uid)
        return done

    try:
        done = transact(act)
    except Conflict as error:
        return card.may_be_open(error)
    return card.shown(done) if isinstance(done, PaymentView) else _voided(till_id, sale_uid, done)


def _voided(till_id: int, sale_uid: str, done: CompletedSale) -> ResponseReturnValue:
    with read() as tx:
        number = sale_by_uid(tx, sale_uid).head.number
        cart = read_cart(tx, till_id)
        beside = answers.beside(tx, till_id, cart)
        paper = paper_light(tx, till_id, receipt_name(done.uid))
        fiscal = sale_light(tx, till_id, done.sale_id, done.uid)
    if cart is not None and cart.lines:
        said = gettext("Receipt no. %(number)s is voided", number=number)
        return answers.whole_cart(cart, beside, said=said, last_sale=done)
    shown = {"done": done, "voided": number, "paper": paper, "fiscal": fiscal, "last_sale": done}
    response = make_response(answers.whole_cart(cart, beside, **shown))
    response.headers[answers.SOUND] = "paid"
    return response
