"""A customer who works here."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.crm.customers import customer_by_uid
from app.web.office.blueprint import blueprint
from app.web.office.customers.customer import Asked, customer_page
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.units import transact
from app.web.shared.whole import whole_number
from pos.employees.service import set_employee


@blueprint.post("/customers/<uid>/employee")
@needs("customers.view", "staff.edit")
def change_employee(uid: str) -> ResponseReturnValue:
    """Says who of the staff the customer is."""
    chosen = request.form.get("account", "")
    account_id = whole_number(chosen)
    if chosen and account_id is None:
        raise NotFound("no_account")

    def act() -> ResponseReturnValue:
        transact(lambda tx: set_employee(tx, customer_by_uid(tx, uid).id, account_id))
        return go_on("office.customer", "saved", uid=uid, _anchor="employee")

    return try_form(act, lambda problem: customer_page(uid, Asked("employee", problem)))
