"""Who a customer is, written down or put right at the till: a card may be given first, and its holder named later."""

from dataclasses import replace

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.ids import parse_uid
from app.crm.birth_dates import typed_birth_date
from app.crm.consents import CHANNEL_NAMES, CHANNELS, consents_of, set_consent, wording_of
from app.crm.customers import CustomerView, customer_by_uid, update_customer
from app.crm.duplicates import possible_duplicates
from app.crm.merging import data_of
from app.places.day import today
from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.customers.panel import panel_facts
from pos.cart.service import read_cart


@blueprint.get("/customers/<uid>/data")
@till_page("customers.edit")
def changing_data(uid: str) -> ResponseReturnValue:
    """The form: name, phone, birth date, and what the customer has not agreed to yet."""
    with read() as tx:
        customer = customer_by_uid(tx, parse_uid(uid))
        given = {state.channel for state in consents_of(tx, customer.id) if state.given}
        wordings = {channel: wording_of(tx, channel) for channel in CHANNELS if channel not in given}
    return render_template(
        "till/customers/data.html",
        customer=customer,
        channels=[(channel, CHANNEL_NAMES[channel], words) for channel, words in wordings.items()],
    )


@blueprint.post("/customers/<uid>/data")
@till_page("customers.edit")
def change_data(uid: str) -> ResponseReturnValue:
    """Writes it down; cards, purchases and points stay. Whoever may be the same person is named with the answer."""
    customer_uid, till_id = parse_uid(uid), current_till_id()

    def use_case(tx: Unit) -> CustomerView:
        customer = customer_by_uid(tx, customer_uid)
        born = typed_birth_date(inputs.text("birth_date"), today(tx))
        said = replace(data_of(customer), name=inputs.text("name"), phone=inputs.text("phone"), birth_date=born)
        update_customer(tx, customer.id, said)
        for channel in CHANNELS:
            if inputs.text(f"consent_{channel}") == "yes":
                set_consent(tx, customer.id, channel, given=True, source="till")
        return customer_by_uid(tx, customer_uid)

    customer = transact(use_case)
    with read() as tx:
        cart = read_cart(tx, till_id)
        is_shown = cart is not None and cart.customer_id == customer.id
        facts = panel_facts(tx, customer.id) if is_shown else {}
        alike = possible_duplicates(
            tx,
            name=customer.name,
            phone=customer.phone or "",
            birth_date=customer.birth_date,
            except_id=customer.id,
        )
    response = make_response(render_template("till/customers/data_kept.html", customer=customer, alike=alike, **facts))
    response.headers[answers.OPENS] = "sheet"
    return response
