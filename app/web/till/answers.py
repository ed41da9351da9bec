"""Answers to acts on the cart: only what changed, or the whole cart where the page's is stale.

Every element of an answer replaces the one with its id; one that is not there yet is added to the list it names.
"""

from dataclasses import dataclass
from typing import Any, Final

from flask import Response, get_template_attribute, make_response, render_template

from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from app.web.shared.here import the_request
from app.web.shared.language import facts_of_shop
from app.web.till.units import unit_name, unit_names
from loyalty.promotions.stored import running
from pos.cart.views import CartView, Changed
from pos.cash import quick_cash
from pos.returns.payout import Part, payout_of, ways_back
from pos.sale.kinds import GIVEN

OPENS = "X-Open"
"""Header: the dialog to open after the answer's elements are in place."""
GOES = "X-Go"
"""Header: the page to go to."""
SOUND = "X-Sound"
"""Header: the tone to play (``added``, ``asks``, ``unknown``, ``paid``)."""
STALE = "X-Stale"
"""Header: the page's cart is not the server's; it should fetch it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What an answer needs beside the cart: the names of units, how a payout would go back by itself, and may.

    ``takes_coupons`` where some promotion that runs is set off by coupons.
    """

    names: dict[str, str]
    takes_coupons: bool = False
    payout: tuple[Part, ...] = ()
    ways_back: tuple[Part, ...] = ()


NOTHING_BESIDE: Final = Beside({})
"""Where no cart is shown."""


def beside(tx: ReadUnit, till_id: int, cart: CartView | None) -> Beside:
    """What is read for a cart; for a sale only what memory holds."""
    if cart is None or not cart.is_payout:
        return Beside(unit_names(tx), running(tx).takes_coupons)
    return Beside(unit_names(tx), running(tx).takes_coupons, payout_of(tx, till_id), ways_back(tx, till_id))


def cart_facts(cart: CartView | None, more: Beside, newest_uid: str | None) -> dict[str, Any]:
    """What the templates of the cart use."""
    shown = cart if cart is not None and cart.lines else None
    return {
        "cart": shown,
        "cart_uid": cart.uid if cart is not None else "",
        "version": cart.version if cart is not None else 0,
        "customer_id": cart.customer_id if cart is not None else None,
        "undo": cart.undo if cart is not None else None,
        "newest_uid": newest_uid,
        "loyal": cart.loyal if cart is not None else None,
        "points": cart.points if cart is not None else None,
        "coupons": cart.coupons if cart is not None else (),
        "paying": cart.paying if cart is not None else (),
        "takes_coupons": more.takes_coupons,
        "units": {} if shown is None else {one.unit_code: unit_name(more.names, one.unit_code) for one in shown.lines},
        "payout": more.payout,
        "ways_back": more.ways_back,
        "quick_cash": _notes_for(shown.cash_with_tip if shown is not None else ZERO),
        "zero": ZERO,
    }


def _notes_for(to_pay: Money) -> list[Money]:
    """Amounts likely to be handed over; the exact one is a button of its own."""
    if to_pay <= ZERO:
        return []
    facts = facts_of_shop()
    return [amount for amount in quick_cash(to_pay, facts.decimals, facts.currency) if amount != to_pay]


def changed_answer(changed: Changed, more: Beside, sound: str = "") -> Response:
    """The answer to an act: one line and the totals where the page showed the version before it."""
    cart = changed.cart
    line = next((line for line in cart.lines if line.uid == changed.line_uid), None)
    is_current = the_request().form.get("version", "") == str(changed.previous_version)
    # A discount on the whole cart is shared by all lines: every one of them may have changed, and pledges follow their
    # goods. A promotion may touch any line. Where goods come back or nothing is to be paid, the payment is another one.
    is_alone = not (cart.discount_percent_bp or cart.discount_amount) and cart.gross > ZERO and not cart.has_returns
    is_alone = is_alone and not cart.has_pledges and cart.loyal is None and not cart.paying and not cart.has_packages
    is_alone = is_alone and (cart.points is None or cart.points.leaves_lines_alone)
    if line is not None and is_alone and is_current and changed.previous_version:
        # The macro alone: a template around it costs as much again as what it writes.
        write = get_template_attribute("till/parts.html", "changed")
        notes = _notes_for(cart.cash_with_tip)
        text = write(cart, line.uid, line, unit_name(more.names, line.unit_code), notes, ZERO, changed.warning)
    else:
        newest_uid = line.uid if line is not None else last_uid(cart)
        text = render_template("till/whole.html", warning=changed.warning, **cart_facts(cart, more, newest_uid))
    response = make_response(text)
    if sound:
        response.headers[SOUND] = sound
    return response


def whole_cart(cart: CartView | None, more: Beside, **facts: Any) -> str:
    """The whole cart zone and the totals."""
    newest_uid = last_uid(cart) if cart is not None else None
    return render_template("till/whole.html", **cart_facts(cart, more, newest_uid), **facts)


def last_uid(cart: CartView) -> str | None:
    """The line at the end; a pledge belongs to the goods before it."""
    return next((line.uid for line in reversed(cart.lines) if line.pledge != GIVEN), None)
