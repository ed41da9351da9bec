"""Erasing a customer: what goes and what stays is said first, the right is asked for at that moment."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import Forbidden
from app.crm.customers import customer_by_uid
from app.crm.personal_data import ERASE, erase_customer
from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.context import personal_data_parts
from app.web.shared.units import read, transact


@blueprint.get("/customers/<uid>/erase")
@needs("customers.view")
def erasing(uid: str) -> ResponseReturnValue:
    """What an erasure would do."""
    with read() as tx:
        customer = customer_by_uid(tx, uid)
    if customer.erased:
        return redirect(url_for("office.customer", uid=uid), 303)
    return render_template("office/customers/erase.html", customer=customer)


@blueprint.post("/customers/<uid>/erase")
@needs("customers.view")
def erase(uid: str) -> ResponseReturnValue:
    """Erases the customer with a right that was proven by PIN for this act, and leads to what is left."""

    def use_case(tx: Unit) -> None:
        # Also of whoever holds the right: a page left open must not be enough for what cannot be undone.
        if tx.actor.supervisor is None:
            raise Forbidden("right_needed", right=ERASE)
        erase_customer(tx, personal_data_parts(), customer_by_uid(tx, uid).id)

    transact(use_case)
    return Response(status=204, headers={"HX-Redirect": url_for("office.customer", uid=uid, done="removed")})
