"""What belongs to a customer: cards given, blocked and replaced; consents."""

from typing import cast

from flask import request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.crm.cards import CardReason, add_card, block_card, cards_of, issue_card, replace_card, unblock_card
from app.crm.consents import Channel, Source, set_consent
from app.crm.customers import customer_by_uid
from app.web.office.blueprint import blueprint
from app.web.office.customers.customer import Asked, customer_page
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.units import transact


@blueprint.post("/customers/<uid>/cards")
@needs("customers.edit")
def give_card(uid: str) -> ResponseReturnValue:
    """Gives the customer a card: the one that was scanned, else one with the next own number."""
    code = request.form.get("card", "")

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            customer_id = customer_by_uid(tx, uid).id
            if code.strip():
                add_card(tx, customer_id, code)
            else:
                issue_card(tx, customer_id)

        transact(use_case)
        return go_on("office.customer", "saved", uid=uid, _anchor="cards")

    return try_form(act, lambda problem: customer_page(uid, Asked("card", problem)))


@blueprint.post("/customers/<uid>/cards/<int:card_id>")
@needs("customers.edit")
def change_card(uid: str, card_id: int) -> ResponseReturnValue:
    """Blocks a card, takes it again, or replaces it with another one."""
    wanted = request.form.get("act", "")
    # The service knows the reasons and refuses any other.
    reason = cast("CardReason", request.form.get("reason", ""))

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            _refuse_other_card(tx, uid, card_id)
            match wanted:
                case "unblock":
                    unblock_card(tx, card_id)
                case "replace":
                    replace_card(tx, card_id, reason, request.form.get("card", ""))
                case _:
                    block_card(tx, card_id, reason)

        transact(use_case)
        return go_on("office.customer", "saved", uid=uid, _anchor="cards")

    return try_form(act, lambda problem: customer_page(uid, Asked("card", problem, str(card_id))))


@blueprint.post("/customers/<uid>/consents")
@needs("customers.edit")
def change_consent(uid: str) -> ResponseReturnValue:
    """Writes that the customer agreed to a channel, or took it back."""
    # The service knows the channels and sources and refuses any other.
    channel, source = cast("Channel", request.form.get("channel", "")), cast("Source", request.form.get("source", ""))
    given = request.form.get("given") == "yes"

    def act() -> ResponseReturnValue:
        transact(lambda tx: set_consent(tx, customer_by_uid(tx, uid).id, channel, given=given, source=source))
        return go_on("office.customer", "saved", uid=uid, _anchor="consents")

    return try_form(act, lambda problem: customer_page(uid, Asked("consent", problem, channel)))


def _refuse_other_card(tx: ReadUnit, uid: str, card_id: int) -> None:
    if card_id not in {card.id for card in cards_of(tx, customer_by_uid(tx, uid).id)}:
        raise NotFound("no_card_here")
