"""Acts on lines of the open cart and on the whole of it."""

from collections.abc import Callable

from flask import Response
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import Conflict, NotFound, ShopError
from app.web.shared.access import current_till_id, till_page
from app.web.shared.answering import answer_problem, problem_of
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from pos.cart import service
from pos.cart.views import Changed

STALE_CODES = frozenset(
    {
        "another_cart",
        "cart_changed",
        "cart_elsewhere",
        "cart_paid",
        "no_cart",
        "no_line",
        "promotion_gone",
        "promotion_used_up",
    }
)
"""What is answered where the page shows a cart that is not the server's any more."""


def act(use_case: Callable[[Unit, int, str], Changed], sound: str = "") -> ResponseReturnValue:
    """Runs an act on the cart the form names, and answers what changed."""
    till_id = current_till_id()
    cart_uid = inputs.text("cart_uid")

    def with_answer(tx: Unit) -> tuple[Changed, answers.Beside]:
        changed = use_case(tx, till_id, cart_uid)
        return changed, answers.beside(tx, till_id, changed.cart)

    try:
        changed, beside = transact(with_answer)
    except (Conflict, NotFound) as error:
        if error.code not in STALE_CODES:
            raise
        return stale(error)
    return answers.changed_answer(changed, beside, sound)


def stale(error: ShopError) -> Response:
    """A refusal that makes the page fetch the cart again."""
    response = answer_problem(problem_of(error))
    response.headers[answers.STALE] = "cart"
    return response


def current_cart() -> str:
    """The till's open cart as a fragment."""
    till_id = current_till_id()
    with read() as tx:
        found = service.read_cart(tx, till_id)
        beside = answers.beside(tx, till_id, found)
    return answers.whole_cart(found, beside)


@blueprint.get("/cart")
@till_page
def cart() -> ResponseReturnValue:
    """The whole cart, for a page that lost the thread."""
    return current_cart()


@blueprint.post("/lines/<line_uid>/quantity")
@till_page
def line_quantity(line_uid: str) -> ResponseReturnValue:
    """Sets a typed quantity."""
    qty_milli = inputs.quantity()
    return act(lambda tx, till_id, cart_uid: service.set_qty(tx, till_id, cart_uid, line_uid, qty_milli))


@blueprint.post("/lines/<line_uid>/step")
@till_page
def line_step(line_uid: str) -> ResponseReturnValue:
    """Sets a quantity one more or one less than the page showed; less than one takes the line out."""
    qty_milli = inputs.whole("qty_milli")
    if not qty_milli:
        return line_remove(line_uid)
    return act(lambda tx, till_id, cart_uid: service.set_qty(tx, till_id, cart_uid, line_uid, qty_milli))


@blueprint.post("/lines/<line_uid>/discount")
@till_page
def line_discount(line_uid: str) -> ResponseReturnValue:
    """Gives a line a discount."""
    percent_bp, amount = inputs.discount()
    reason = inputs.text("reason")
    return act(
        lambda tx, till_id, cart_uid: service.set_line_discount(
            tx, till_id, cart_uid, line_uid, percent_bp, amount, reason
        )
    )


@blueprint.post("/lines/<line_uid>/price")
@till_page
def line_price(line_uid: str) -> ResponseReturnValue:
    """Sells a line at another price."""
    price, reason = inputs.price(), inputs.text("reason")
    return act(lambda tx, till_id, cart_uid: service.set_price(tx, till_id, cart_uid, line_uid, price, reason))


@blueprint.post("/lines/<line_uid>/note")
@till_page
def line_note(line_uid: str) -> ResponseReturnValue:
    """Writes a note under a line."""
    note = inputs.text("note")
    return act(lambda tx, till_id, cart_uid: service.set_note(tx, till_id, cart_uid, line_uid, note))


@blueprint.post("/lines/<line_uid>/remove")
@till_page
def line_remove(line_uid: str) -> ResponseReturnValue:
    """Takes a line out."""
    return act(lambda tx, till_id, cart_uid: service.remove_line(tx, till_id, cart_uid, line_uid))


@blueprint.post("/undo")
@till_page
def undo() -> ResponseReturnValue:
    """Takes the last act back."""
    return act(service.undo)


@blueprint.post("/discount")
@till_page
def cart_discount() -> ResponseReturnValue:
    """Gives the whole cart a discount."""
    percent_bp, amount = inputs.discount()
    reason = inputs.text("reason")
    return act(
        lambda tx, till_id, cart_uid: service.set_cart_discount(tx, till_id, cart_uid, percent_bp, amount, reason)
    )


@blueprint.post("/drop")
@till_page
def drop() -> ResponseReturnValue:
    """Drops the cart."""
    till_id, cart_uid, reason = current_till_id(), inputs.text("cart_uid"), inputs.text("reason")
    try:
        transact(lambda tx: service.drop_cart(tx, till_id, cart_uid, reason))
    except (Conflict, NotFound) as error:
        if error.code not in STALE_CODES:
            raise
        return stale(error)
    return answers.whole_cart(None, answers.NOTHING_BESIDE)
