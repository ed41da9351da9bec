"""Answers to acts on the cart: only what changed, or the whole cart where the page's is stale.

Every element of an answer replaces the one with its id; one that is not there yet is added to the list it names.
"""

from typing import Any

from flask import Response, get_template_attribute, make_response, render_template, request

from app.core.money import ZERO, Money
from app.web.shared.language import facts_of_shop
from app.web.till.units import unit_name
from pos.cart.views import CartView, Changed
from pos.cash import quick_cash

OPENS = "X-Open"
"""Header: the dialog to open after the answer's elements are in place."""
GOES = "X-Go"
"""Header: the page to go to."""
SOUND = "X-Sound"
"""Header: the tone to play (``added``, ``unknown``, ``paid``)."""
STALE = "X-Stale"
"""Header: the page's cart is not the server's; it should fetch it."""


def cart_facts(cart: CartView | None, names: dict[str, str], newest_uid: str | None) -> dict[str, Any]:
    """What the templates of the cart use."""
    shown = cart if cart is not None and cart.lines else None
    return {
        "cart": shown,
        "cart_uid": cart.uid if cart is not None else "",
        "version": cart.version if cart is not None else 0,
        "undo": cart.undo if cart is not None else None,
        "newest_uid": newest_uid,
        "units": {} if shown is None else {line.unit_code: unit_name(names, line.unit_code) for line in shown.lines},
        "quick_cash": _notes_for(shown.cash_to_pay if shown is not None else ZERO),
        "zero": ZERO,
    }


def _notes_for(to_pay: Money) -> list[Money]:
    """Amounts likely to be handed over; the exact one is a button of its own."""
    facts = facts_of_shop()
    return [amount for amount in quick_cash(to_pay, facts.decimals, facts.currency) if amount != to_pay]


def changed_answer(changed: Changed, names: dict[str, str], sound: str = "") -> Response:
    """The answer to an act: one line and the totals where the page showed the version before it."""
    cart = changed.cart
    line = next((line for line in cart.lines if line.uid == changed.line_uid), None)
    is_current = request.form.get("version", "") == str(changed.previous_version)
    # A discount on the whole cart is shared by all lines: every one of them may have changed.
    is_alone = not (cart.discount_percent_bp or cart.discount_amount)
    if line is not None and is_alone and is_current and changed.previous_version:
        # The macro alone: a template around it costs as much again as what it writes.
        write = get_template_attribute("till/parts.html", "changed")
        notes = _notes_for(cart.cash_to_pay)
        text = write(cart, line.uid, line, unit_name(names, line.unit_code), notes, ZERO, changed.warning)
    else:
        newest_uid = line.uid if line is not None else _last_uid(cart)
        text = render_template("till/whole.html", warning=changed.warning, **cart_facts(cart, names, newest_uid))
    response = make_response(text)
    if sound:
        response.headers[SOUND] = sound
    return response


def whole_cart(cart: CartView | None, names: dict[str, str], **more: Any) -> str:
    """The whole cart zone and the totals."""
    newest_uid = _last_uid(cart) if cart is not None else None
    return render_template("till/whole.html", **cart_facts(cart, names, newest_uid), **more)


def _last_uid(cart: CartView) -> str | None:
    return cart.lines[-1].uid if cart.lines else None
