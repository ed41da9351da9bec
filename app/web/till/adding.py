"""Adding lines: by a scanned code, by touch, by hand. The same ``line_uid`` again adds nothing."""

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict, NotFound
from app.web.shared.access import till_page
from app.web.shared.answering import answer_problem, problem_of
from app.web.shared.units import read
from app.web.till import answers, inputs
from app.web.till.asking_price import ask_price
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from app.web.till.coupons import coupon_set
from app.web.till.customers.choosing import card_refused, card_set
from app.web.till.gift_cards import gift_card_scanned
from app.web.till.offers import offer_scanned
from app.web.till.receipts import receipt_sheet
from app.web.till.weighing import weigh
from pos.cart import service
from pos.cart.goods import GivenPrice
from pos.scan import (
    ScannedBadge,
    ScannedCard,
    ScannedCoupon,
    ScannedGiftCard,
    ScannedNothing,
    ScannedOffer,
    ScannedProduct,
    ScannedReceipt,
    what_is,
)
from warehouse.catalogue.scanned import code_to_keep, why_unknown


@blueprint.post("/scan")
@till_page
def scan() -> ResponseReturnValue:
    """A scanned code: goods become a line at once; what else it is, is looked up only then."""
    code, line_uid, qty_milli = inputs.text("code"), inputs.text("line_uid"), inputs.quantity()
    try:
        return act(
            lambda tx, till_id, cart_uid: service.add_code(
                tx, till_id, cart_uid, line_uid, code, qty_milli, weigh=not inputs.text("quantity")
            ),
            sound="added",
        )
    except (NotFound, Conflict) as error:
        if error.code == "weigh_first":
            return weigh(error)
        if error.code == "no_price":
            return ask_price(error)
        if error.code != "unknown_code":
            raise
        return _no_goods(code)


@blueprint.post("/lines")
@till_page
def add_line() -> ResponseReturnValue:
    """A product picked from the tiles or the hits; with a price where the catalogue has none."""
    product_id, barcode_id = inputs.needed("product_id"), inputs.whole("barcode_id")
    line_uid, qty_milli = inputs.text("line_uid"), inputs.quantity()
    given = GivenPrice(inputs.price(), inputs.text("reason")) if inputs.text("price") else None
    try:
        return act(
            lambda tx, till_id, cart_uid: service.add_product(
                tx,
                till_id,
                cart_uid,
                line_uid,
                product_id,
                qty_milli,
                barcode_id=barcode_id,
                given=given,
                weigh=not inputs.text("quantity"),
            ),
            sound="added",
        )
    except Conflict as error:
        if error.code == "weigh_first":
            return weigh(error)
        if error.code != "no_price":
            raise
        return ask_price(error)


@blueprint.post("/one-off")
@till_page
def one_off() -> ResponseReturnValue:
    """A line that is in no catalogue."""
    name, price, qty_milli = inputs.text("name"), inputs.price(), inputs.quantity()
    tax_category_id, line_uid = inputs.needed("tax_category"), inputs.text("line_uid")
    return act(
        lambda tx, till_id, cart_uid: service.add_one_off(
            tx, till_id, cart_uid, line_uid, name, price, qty_milli, tax_category_id
        ),
        sound="added",
    )


@blueprint.post("/badge")
@till_page
def badge() -> ResponseReturnValue:
    """A code scanned while a pad is open: only a badge counts there."""
    with read() as tx:
        found = what_is(tx, inputs.text("code"))
    if isinstance(found, ScannedBadge):
        return _change_cashier(found)
    return answer_problem(problem_of(Conflict("scan_in_pad")))


def _no_goods(code: str) -> ResponseReturnValue:
    with read() as tx:
        found = what_is(tx, code)
        if isinstance(found, ScannedNothing) and inputs.text("typed"):
            # A scanner set to the computer's layout: the characters are right, the keys are not.
            found = what_is(tx, inputs.text("typed"))
    match found:
        case ScannedBadge():
            return _change_cashier(found)
        case ScannedReceipt():
            response = make_response(receipt_sheet(found.sale_uid))
            response.headers[answers.OPENS] = "sheet"
            return response
        case ScannedOffer():
            return offer_scanned(found.offer_uid)
        case ScannedProduct():
            return _add_found(found)
        case ScannedCard() | ScannedCoupon() | ScannedGiftCard():
            return _of_customer(found)
        case ScannedNothing():
            return _nothing_known(code)


def _of_customer(found: ScannedCard | ScannedCoupon | ScannedGiftCard) -> ResponseReturnValue:
    """What a customer brings along: the card, a coupon, a gift card."""
    if isinstance(found, ScannedGiftCard):
        return gift_card_scanned(found.code)
    if isinstance(found, ScannedCoupon):
        return coupon_set(found.code)
    return card_set(found.customer_id) if found.state == "active" else card_refused()


def _nothing_known(code: str) -> ResponseReturnValue:
    with read() as tx:
        broken = why_unknown(tx, code)
        number = code_to_keep(tx, code)
    if broken is not None:
        return answer_problem(problem_of(broken))
    response = make_response(
        render_template(
            "till/unknown.html",
            code=number,
            scanned=code,
            quantity=inputs.text("quantity"),
        ),
        404,
    )
    response.headers[answers.SOUND] = "unknown"
    return response


def _add_found(found: ScannedProduct) -> ResponseReturnValue:
    line_uid, qty_milli, untold = inputs.text("line_uid"), inputs.quantity(), not inputs.text("quantity")
    try:
        return act(
            lambda tx, till_id, cart_uid: service.add_product(
                tx, till_id, cart_uid, line_uid, found.product_id, qty_milli, barcode_id=found.barcode_id, weigh=untold
            ),
            sound="added",
        )
    except Conflict as error:
        if error.code != "weigh_first":
            raise
        return weigh(error)


def _change_cashier(found: ScannedBadge) -> ResponseReturnValue:
    """To the login, with the person already chosen."""
    response = make_response("")
    response.headers[answers.GOES] = url_for("auth.till_login", account_id=found.account_id)
    return response
