"""Paying. The same cart again is the same sale: pressing twice, or sending again after a lost answer, is harmless."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict, NotFound, ShopError
from app.core.ids import new_uid
from app.core.money import Money
from app.web.shared.access import current_till_id, till_page
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from app.web.till import answers, card, inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import STALE_CODES, act, stale
from app.web.till.customers.of_sale import sale_customer_facts
from app.web.till.fiscal import sale_light
from app.web.till.opening import closed_sentence
from app.web.till.paper import offers_print, paper_light
from pos.cart.service import read_cart, set_checked_age
from pos.checkout.by_card import Asked, pay_by_card
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.payments.reading import PaymentView
from pos.shift.wrong_clock import confirm_register_clock, confirm_wrong_clock
from pos.tender_kinds import TENDER_NAMES

MOST_TENDERS = 20
_CLOCKS: Final[Mapping[str, Callable[[Unit, int, str], None]]] = {
    "clock_behind": confirm_wrong_clock,
    "register_clock_apart": confirm_register_clock,
}
"""What is asked of a clock that may be wrong, and what takes the answer down."""
_PLANNED: Final = ("cart_uid", "version", "seen", "tenders")
"""What is sent again once a card terminal has moved the money."""


@blueprint.post("/pay")
@till_page
def pay() -> ResponseReturnValue:
    """Makes the cart a sale and shows the change."""
    till_id, cart_uid, version = current_till_id(), inputs.text("cart_uid"), inputs.whole("version")
    tenders, seen = _tenders(), inputs.minor("seen")
    plan = {name: inputs.text(name) for name in _PLANNED}
    asked = Asked(inputs.text("payment_uid") or new_uid(), cart_uid, version, tenders, seen, plan)

    def act(tx: Unit) -> CompletedSale | PaymentView:
        return pay_by_card(tx, till_id, asked) or checkout(tx, till_id, cart_uid, version, tenders, seen)

    try:
        done = transact(act)
    except (Conflict, NotFound) as error:
        if error.code in _CLOCKS:
            return _ask_clock(error)
        if error.code == "age_check_needed":
            return _ask_age(error)
        if error.code == "offer_sold_meanwhile":
            return _ask_offer(error)
        if error.code in card.OPEN_CODES | card.STORED_VALUE:
            return card.may_be_open(error, cart_uid)
        if error.code not in STALE_CODES:
            raise
        return card.open_for_cart(error, cart_uid) or stale(error)
    return card.shown(done) if isinstance(done, PaymentView) else _paid(till_id, done)


def _paid(till_id: int, sale: CompletedSale) -> ResponseReturnValue:
    with read() as tx:
        document = f"receipt:{sale.uid}"
        paper, offers = paper_light(tx, till_id, document), offers_print(tx, till_id, document)
        fiscal = sale_light(tx, till_id, sale.sale_id, sale.uid)
        customer, closed = sale_customer_facts(tx, sale), closed_sentence(tx)
    papers = {"paper": paper, "offers_print": offers, "fiscal": fiscal}
    done = {"done": sale, "closed": closed, "last_sale": sale, **papers, **customer}
    response = make_response(answers.whole_cart(None, answers.NOTHING_BESIDE, **done))
    response.headers[answers.SOUND] = "paid"
    return response


@blueprint.post("/age")
@till_page
def age() -> ResponseReturnValue:
    """The cashier has seen how old the buyer is."""
    years = inputs.needed("age")
    return act(lambda tx, till_id, cart_uid: set_checked_age(tx, till_id, cart_uid, years))


@blueprint.post("/clock")
@till_page
def confirm_clock() -> ResponseReturnValue:
    """The cashier knows that a clock is wrong, and sells all the same."""
    till_id, uid, confirm = current_till_id(), inputs.text("act_uid"), _CLOCKS.get(inputs.text("asked"))
    if confirm is None:
        raise BadInput("bad_request", "asked")
    transact(lambda tx: confirm(tx, till_id, uid))
    with read() as tx:
        cart = read_cart(tx, till_id)
        return answers.whole_cart(
            cart, answers.beside(tx, till_id, cart), said=gettext("Taken down, the payment goes on.")
        )


def _ask_clock(error: ShopError) -> ResponseReturnValue:
    facts = {"asked": error.code, "act_uid": new_uid(), **error.facts}
    response = make_response(render_template("till/clock_behind.html", **facts), 409)
    response.headers[answers.OPENS] = "clock-behind"
    return response


def _ask_age(error: ShopError) -> ResponseReturnValue:
    response = make_response(render_template("till/age.html", **error.facts), 409)
    response.headers[answers.OPENS] = "age"
    return response


def _ask_offer(error: ShopError) -> ResponseReturnValue:
    response = make_response(render_template("till/offers/sold_meanwhile.html", **error.facts), 409)
    response.headers[answers.OPENS] = "offer-again"
    return response


def _tenders() -> list[TenderRequest]:
    """The parts of the payment: a list of ``{"kind", "amount"}``, the amount in minor units or null for all of it.

    A card may be ``by_hand``: taken by another terminal than the one that is connected. A gift card may have the
    ``code`` of the one that is paid onto. Those of a payout are below zero; an even exchange has none.
    """
    try:
        parts: Any = json.loads(inputs.text("tenders"))
    except ValueError:
        raise BadInput("bad_request", "tenders") from None
    if not isinstance(parts, list) or len(parts) > MOST_TENDERS:
        raise BadInput("bad_request", "tenders")
    return [_tender(part) for part in parts]


def _tender(part: Any) -> TenderRequest:
    said = part if isinstance(part, dict) else {}
    kind, amount, code = said.get("kind"), said.get("amount"), said.get("code")
    if kind not in TENDER_NAMES or not (amount is None or (type(amount) is int and amount != 0)):
        raise BadInput("bad_request", "tenders")
    if not (code is None or (kind == "gift_card" and isinstance(code, str))):
        raise BadInput("bad_request", "tenders")
    return TenderRequest(kind, None if amount is None else Money(amount), code, by_hand=said.get("by_hand") is True)
