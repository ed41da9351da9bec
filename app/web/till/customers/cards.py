"""A card at the till: the lost one replaced, a first one given; points and tier are the customer's and stay."""

from typing import cast

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.ids import parse_uid
from app.crm.cards import CHOSEN_REASONS, CardReason, CardView, add_card, cards_of, issue_card, replace_card
from app.crm.customers import CustomerView, customer_by_uid
from app.web.shared.access import till_page
from app.web.shared.customer_card_words import CARD_REASONS
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint


@blueprint.get("/customers/<uid>/card")
@till_page("customers.edit")
def changing_card(uid: str) -> ResponseReturnValue:
    """The form: which card is replaced and why, and the new one."""
    with read() as tx:
        customer = customer_by_uid(tx, parse_uid(uid))
        cards = _held(tx, customer)
    return render_template(
        "till/customers/card.html",
        customer=customer,
        cards=cards,
        reasons=[(one, CARD_REASONS[one]) for one in CHOSEN_REASONS],
    )


@blueprint.post("/customers/<uid>/card")
@till_page("customers.edit")
def change_card(uid: str) -> ResponseReturnValue:
    """Replaces the chosen card for good, or gives one where none was held; the new one is taken at once."""
    customer_uid, code, chosen = parse_uid(uid), inputs.text("card"), inputs.text("of_card")
    # The service knows the reasons and refuses any other.
    reason = cast("CardReason", inputs.text("reason"))

    def use_case(tx: Unit) -> tuple[CustomerView, str]:
        customer = customer_by_uid(tx, customer_uid)
        if chosen:
            card = next((one for one in _held(tx, customer) if str(one.id) == chosen), None)
            if card is None:
                raise NotFound("no_card_here")
            return customer, replace_card(tx, card.id, reason, code)
        return customer, add_card(tx, customer.id, code) if code.strip() else issue_card(tx, customer.id)

    customer, new_code = transact(use_case)
    response = make_response(render_template("till/customers/card_given.html", customer=customer, code=new_code))
    response.headers[answers.OPENS] = "sheet"
    return response


def _held(tx: ReadUnit, customer: CustomerView) -> list[CardView]:
    """The cards that can be replaced: those that are taken, and those that were blocked."""
    return [card for card in cards_of(tx, customer.id) if card.state != "replaced"]
