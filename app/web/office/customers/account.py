"""What a customer bought and owes; how much they may owe."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.money import Money
from app.core.numbers import parse_typed
from app.crm.customers import customer_by_uid
from app.web.office.blueprint import blueprint
from app.web.office.customers.customer import Asked, customer_page
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.language import facts_of_shop
from app.web.shared.units import transact
from pos.account.ledger import set_credit_limit


@blueprint.post("/customers/<uid>/credit")
@needs("customers.view", "customers.credit")
def change_credit(uid: str) -> ResponseReturnValue:
    """Says how much the customer may owe; nothing ends it for new sales."""

    def act() -> ResponseReturnValue:
        limit = Money(
            parse_typed(request.form.get("credit_limit", "") or "0", facts_of_shop().decimals, "credit_limit")
        )
        transact(lambda tx: set_credit_limit(tx, customer_by_uid(tx, uid).id, limit))
        return go_on("office.customer", "saved", uid=uid, _anchor="account")

    return try_form(act, lambda problem: customer_page(uid, Asked("credit", problem)))
