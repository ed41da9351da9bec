"""A new customer at the till: four fields, the card in the same step, and the purchase is theirs at once."""

from datetime import date

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.ids import new_uid, parse_uid
from app.crm.birth_dates import typed_birth_date
from app.crm.consents import CHANNEL_NAMES, CHANNELS, set_consent, wording_of
from app.crm.customers import CustomerData, create_customer
from app.crm.duplicates import Duplicate, possible_duplicates
from app.crm.phones import typed_digits
from app.places.day import today
from app.web.shared.access import till_page
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from app.web.till.customers.of_sale import sale_named
from pos.cart import service
from pos.sale.naming import name_customer


@blueprint.get("/customers/new")
@till_page("customers.edit")
def new_customer() -> ResponseReturnValue:
    """The empty form; what was searched for in vain stands in its field."""
    query = request.args.get("q", "").strip()
    is_phone = bool(typed_digits(query))
    with read() as tx:
        wordings = {channel: wording_of(tx, channel) for channel in CHANNELS}
    return render_template(
        "till/customers/new.html",
        uid=new_uid(),
        name="" if is_phone else query,
        phone=query if is_phone else "",
        sale_uid=request.args.get("sale", ""),
        channels=[(channel, CHANNEL_NAMES[channel], wordings[channel]) for channel in CHANNELS],
    )


@blueprint.post("/customers/new")
@till_page("customers.edit")
def add_customer() -> ResponseReturnValue:
    """Writes the customer down and puts the purchase on them; somebody like them is shown first, once."""
    uid, sale_uid = parse_uid(inputs.text("uid")), inputs.text("sale")
    if inputs.text("looked_at") != "yes":
        alike = _alike()
        if alike:
            return make_response(render_template("till/customers/alike.html", alike=alike, sale_uid=sale_uid), 409)
    if not sale_uid:
        return act(
            lambda tx, till_id, cart_uid: service.set_customer(
                tx, till_id, cart_uid, uid, _write_down(tx, uid), instead=True
            ),
            sound="added",
        )
    sale_uid = parse_uid(sale_uid)
    transact(lambda tx: name_customer(tx, sale_uid, _write_down(tx, uid)))
    return sale_named(sale_uid)


def _write_down(tx: Unit, uid: str) -> int:
    """The customer of the form, made by the act ``uid``: the same again answers the one it made."""
    customer_id = create_customer(
        tx,
        CustomerData(inputs.text("name"), inputs.text("phone"), birth_date=_birth_date(tx)),
        card_code=inputs.text("card"),
        own_card=inputs.text("own_card") == "yes",
        uid=uid,
    )
    for channel in CHANNELS:
        if inputs.text(f"consent_{channel}") == "yes":
            set_consent(tx, customer_id, channel, given=True, source="till")
    return customer_id


def _birth_date(tx: ReadUnit) -> date | None:
    return typed_birth_date(inputs.text("birth_date"), today(tx))


def _alike() -> list[Duplicate]:
    with read() as tx:
        try:
            birth_date = _birth_date(tx)
        except BadInput:
            birth_date = None
        return possible_duplicates(tx, name=inputs.text("name"), phone=inputs.text("phone"), birth_date=birth_date)
