"""The card terminals of the tills, and every payment at them: what is open, with its evidence and a decision."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.ids import parse_uid
from app.places.devices import devices
from app.places.service import CARD_TERMINAL, tills
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.office.trials import trial_choices
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.card_words import event_words, outcome_words, purpose_words, state_words
from app.web.shared.context import context
from app.web.shared.units import read, transact
from app.web.shared.verdicts import card_verdict
from devices.card.makers import CARD_DRIVERS
from pos.payments.deciding import RIGHT, decide
from pos.payments.devices import add_terminal, change_terminal
from pos.payments.reading import all_live, recent_payments

_SHOWN = 100


@blueprint.get("/card-terminals")
@needs("devices.manage")
def card_terminals() -> ResponseReturnValue:
    """Each till's terminal, what is open, and the newest payments."""
    return _page()


@blueprint.post("/tills/<int:till_id>/card-terminal")
@needs("devices.manage")
def add_card_terminal(till_id: int) -> ResponseReturnValue:
    """Connects a terminal."""

    def act() -> ResponseReturnValue:
        name, address = request.form.get("name", ""), request.form.get("address", "")
        transact(lambda tx: add_terminal(tx, till_id, name, address))
        return go_on("office.card_terminals", "saved")

    return try_form(act, lambda problem: _page(problem, f"till-{till_id}"))


@blueprint.post("/card-terminals/<int:device_id>")
@needs("devices.manage")
def save_card_terminal(device_id: int) -> ResponseReturnValue:
    """Changes a terminal; the next payment goes to the new address."""

    def act() -> ResponseReturnValue:
        name, address = request.form.get("name", ""), request.form.get("address", "")
        active = request.form.get("active") == "yes"
        transact(lambda tx: change_terminal(tx, device_id, name, address, active=active))
        return go_on("office.card_terminals", "saved")

    return try_form(act, lambda problem: _page(problem, f"device-{device_id}"))


@blueprint.post("/card-payments/<uid>")
@needs("devices.manage", RIGHT)
def decide_card_payment(uid: str) -> ResponseReturnValue:
    """A senior decides about a payment."""
    payment_uid = parse_uid(uid)

    def act() -> ResponseReturnValue:
        verdict = card_verdict(request.form.get("verdict", ""))
        reason, code = request.form.get("reason", ""), request.form.get("authorisation", "")
        transact(lambda tx: decide(tx, payment_uid, verdict, reason, code))
        return go_on("office.card_terminals", "saved")

    return try_form(act, lambda problem: _page(problem, f"payment-{payment_uid}"))


def _page(problem: Problem | None = None, where: str = "") -> str:
    with read() as tx:
        places = tills(tx)
        found = {one.till_id: one for one in devices(tx) if one.role == CARD_TERMINAL}
        live, recent = all_live(tx), recent_payments(tx, _SHOWN)
    return render_template(
        "office/card_terminals.html",
        places=places,
        till_names={place.till_id: place.till_name for place in places},
        terminals=found,
        live=live,
        recent=recent,
        has_live=context().tests is not None,
        trials=context().trials,
        trial_choices=trial_choices,
        example=" · ".join(CARD_DRIVERS.values()),
        purpose_words=purpose_words,
        state_words=state_words,
        event_words=event_words,
        outcome_words=outcome_words,
        problem=problem,
        where=where,
        typed=request.form if problem is not None else {},
    )
