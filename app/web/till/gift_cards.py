"""Gift cards and prepaid balances at the till: looked at, chosen to pay, sold and topped up."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from app.core.ids import new_uid
from app.crm.customers import customer_by_id
from app.places.day import calendar_date
from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import read
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from loyalty.gift_cards.codes import checked_own_code, is_mistyped, key_of
from loyalty.gift_cards.ledger import CardView, balance_of, card_by_code
from pos.cart.gift_cards import (
    known_card,
    leave_gift_card,
    sell_gift_card,
    top_up_balance,
    use_balance,
    use_gift_card,
)
from pos.cart.service import read_cart


@blueprint.get("/gift-cards")
@till_page
def gift_cards() -> ResponseReturnValue:
    """Asks for a card, offers to sell one, and shows what the customer of the cart has prepaid."""
    with read() as tx:
        return _sheet(tx, None)


@blueprint.post("/gift-cards/look")
@till_page
def look_at_gift_card() -> ResponseReturnValue:
    """A card that was scanned into the sheet, or typed there; one that nobody knows yet can be sold."""
    asked = inputs.text("q").strip()
    with read() as tx:
        card = card_by_code(tx, asked) or card_by_code(tx, inputs.text("typed"))
        if card is None and is_mistyped(asked):
            raise NotFound("gift_card_mistyped")
        if card is None and asked:
            checked_own_code(asked)
        return render_template("till/sheet.html", content=_sheet(tx, card, "" if card is not None else asked))


def gift_card_scanned(card_code: str) -> ResponseReturnValue:
    """A card was scanned on the till's page: what is on it, and an offer to pay with it."""
    with read() as tx:
        response = make_response(render_template("till/sheet.html", content=_sheet(tx, known_card(tx, card_code))))
    response.headers[answers.OPENS] = "sheet"
    return response


def _sheet(tx: ReadUnit, card: CardView | None, unsold_code: str = "") -> str:
    cart = read_cart(tx, current_till_id())
    customer = None if cart is None or cart.customer_id is None else customer_by_id(tx, cart.customer_id)
    paying = () if cart is None else cart.paying
    key = "" if card is None else key_of(card.code or "")
    return render_template(
        "till/gift_cards.html",
        card=card,
        unsold_code=unsold_code,
        trouble="" if card is None else card.refused(calendar_date(tx)),
        pays=next((one for one in paying if card is not None and one.code and key_of(one.code) == key), None),
        to_pay_out=-cart.to_pay if cart is not None and cart.is_payout else None,
        customer=customer,
        prepaid=None if customer is None else balance_of(tx, customer.id),
        balance_pays=any(one.code is None for one in paying),
    )


@blueprint.post("/gift-cards/use")
@till_page
def pay_with_gift_card() -> ResponseReturnValue:
    """The card pays for the cart, as far as it goes, or no more than was typed."""
    code, act_uid = inputs.text("code"), new_uid()
    most = inputs.money("amount") if inputs.text("amount").strip() else None
    return act(lambda tx, till_id, cart_uid: use_gift_card(tx, till_id, cart_uid, act_uid, code, most), sound="added")


@blueprint.post("/gift-cards/leave")
@till_page
def take_gift_card_out() -> ResponseReturnValue:
    """The card pays no more."""
    code = inputs.text("code")
    return act(lambda tx, till_id, cart_uid: leave_gift_card(tx, till_id, cart_uid, code))


@blueprint.post("/gift-cards/sell")
@till_page
def sell_card() -> ResponseReturnValue:
    """A line that loads a card: a new one, a pre-printed one, one that is topped up."""
    amount, code, line_uid = inputs.money("amount"), inputs.text("code"), inputs.text("line_uid")
    return act(
        lambda tx, till_id, cart_uid: sell_gift_card(tx, till_id, cart_uid, line_uid, amount, code), sound="added"
    )


@blueprint.post("/prepaid")
@till_page
def pay_with_balance() -> ResponseReturnValue:
    """What the customer has prepaid pays for the cart, or does not."""
    wanted = bool(inputs.text("wanted"))
    return act(lambda tx, till_id, cart_uid: use_balance(tx, till_id, cart_uid, wanted=wanted))


@blueprint.post("/prepaid/top-up")
@till_page
def top_up() -> ResponseReturnValue:
    """A line that puts money on the customer's balance."""
    amount, line_uid = inputs.money("amount"), inputs.text("line_uid")
    return act(lambda tx, till_id, cart_uid: top_up_balance(tx, till_id, cart_uid, line_uid, amount), sound="added")
