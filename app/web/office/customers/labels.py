"""Labels on customers: the list of them, and putting them on and taking them off, one customer or several at once."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.crm.customers import customer_by_uid
from app.crm.labels import LABEL, bearers, labels, make_label, put_label, remove_label, rename_label, take_label
from app.web.office.blueprint import blueprint
from app.web.office.customers.customer import Asked, customer_page
from app.web.office.customers.listing import customers_page
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact


@blueprint.get("/customers/labels", endpoint="labels")
@needs("customers.view", LABEL)
def show_labels() -> ResponseReturnValue:
    """Every label with the number of those who bear it."""
    return _page()


@blueprint.post("/customers/labels")
@needs("customers.view", LABEL)
def add_label() -> ResponseReturnValue:
    """Makes a label."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: make_label(tx, request.form.get("uid", ""), request.form.get("name", "")))
        return go_on("office.labels", "saved")

    return try_form(act, _page)


@blueprint.post("/customers/labels/<uid>")
@needs("customers.view", LABEL)
def change_label(uid: str) -> ResponseReturnValue:
    """Gives a label another name, or takes it off everybody and away."""

    def act() -> ResponseReturnValue:
        if request.form.get("act") == "remove":
            transact(lambda tx: remove_label(tx, uid))
            return go_on("office.labels", "removed")
        transact(lambda tx: rename_label(tx, uid, request.form.get("name", "")))
        return go_on("office.labels", "saved")

    return try_form(act, lambda problem: _page(problem, uid))


@blueprint.post("/customers/labelled")
@needs("customers.view", LABEL)
def label_several() -> ResponseReturnValue:
    """Puts a label on the customers ticked in the list, or takes it off them."""
    chosen, uid = request.form.getlist("customer"), request.form.get("label", "")

    def act() -> ResponseReturnValue:
        transact(lambda tx: _change(tx, uid, chosen))
        shown = {name: request.form.get(f"shown_{name}") or None for name in ("q", "label", "sort", "order", "page")}
        return go_on("office.customers", "saved", **shown)

    return try_form(act, customers_page)


@blueprint.post("/customers/<uid>/labels")
@needs("customers.view", LABEL)
def label_customer(uid: str) -> ResponseReturnValue:
    """Puts a label on a customer, or takes it off."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: _change(tx, request.form.get("label", ""), [uid]))
        return go_on("office.customer", "saved", uid=uid, _anchor="labels")

    return try_form(act, lambda problem: customer_page(uid, Asked("label", problem)))


def _change(tx: Unit, label_uid: str, customer_uids: list[str]) -> None:
    ids = [customer_by_uid(tx, one).id for one in customer_uids]
    change = take_label if request.form.get("act") == "take" else put_label
    change(tx, label_uid, ids)


def _page(problem: Problem | None = None, wrong_uid: str = "") -> str:
    with read() as tx:
        found, worn = labels(tx), bearers(tx)
    return render_template(
        "office/customers/labels.html",
        labels=found,
        worn=worn,
        uid=new_uid(),
        typed=request.form.get("name", ""),
        problem=problem,
        wrong_uid=wrong_uid,
        bearers_of=lambda label: url_for("office.customers", label=label.uid),
    )
