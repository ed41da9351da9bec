"""A new customer: four fields and a card in the same step, with those who may be the same person beside them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import BadInput
from app.core.ids import new_uid
from app.crm.birth_dates import typed_birth_date
from app.crm.customers import create_customer, customer_by_id
from app.crm.duplicates import Duplicate, possible_duplicates
from app.places.day import today
from app.web.office.blueprint import blueprint
from app.web.office.customers.typed import typed_again, typed_customer
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact


@blueprint.get("/customers/new")
@needs("customers.edit")
def new_customer() -> ResponseReturnValue:
    """The empty form."""
    return _form()


@blueprint.post("/customers/new")
@needs("customers.edit")
def add_customer() -> ResponseReturnValue:
    """Writes the customer down, unless somebody may be the same person and nobody has looked at them yet."""
    if request.form.get("looked_at") != "yes":
        alike = _alike()
        if alike:
            return _form(alike=alike), 409

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> str:
            customer_id = create_customer(
                tx,
                typed_customer(tx),
                card_code=request.form.get("card", ""),
                own_card=request.form.get("own_card") == "yes",
                uid=request.form.get("uid", ""),
            )
            return customer_by_id(tx, customer_id).uid

        return go_on("office.customer", "saved", uid=transact(use_case))

    return try_form(act, lambda problem: _form(problem, _alike()))


@blueprint.post("/customers/alike")
@needs("customers.edit")
def customers_alike() -> ResponseReturnValue:
    """Those who may be the person being typed in, while it is typed."""
    return render_template("office/customers/alike.html", alike=_alike(), new=True)


def _alike() -> list[Duplicate]:
    typed = typed_again()
    with read() as tx:
        try:
            birth_date = typed_birth_date(typed["birth_date"], today(tx))
        except BadInput:
            birth_date = None
        return possible_duplicates(tx, name=typed["name"], phone=typed["phone"], birth_date=birth_date)


def _form(problem: Problem | None = None, alike: list[Duplicate] | None = None) -> str:
    typed = request.method == "POST"
    return render_template(
        "office/customers/new.html",
        shown=typed_again(),
        uid=request.form.get("uid") or new_uid(),
        card=request.form.get("card", ""),
        own_card=request.form.get("own_card") == "yes" if typed else True,
        alike=alike or [],
        problem=problem,
    )
