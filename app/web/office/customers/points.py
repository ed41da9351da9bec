"""A customer's points and tier: the ledger in words, what is missing to the next tier, points given by hand."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import BadInput
from app.core.numbers import parse_typed
from app.crm.customers import customer_by_uid
from app.web.office.blueprint import blueprint
from app.web.office.customers.customer import Asked, customer_page
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.units import transact
from loyalty.points.by_hand import correct_points, give_points
from loyalty.rules.points import POINTS_DECIMALS

KINDS = {"bonus": give_points, "correction": correct_points}


@blueprint.post("/customers/<uid>/points")
@needs("customers.view", "customers.points")
def change_points(uid: str) -> ResponseReturnValue:
    """Gives points, or puts them right."""

    def act() -> ResponseReturnValue:
        write = KINDS.get(request.form.get("kind", ""))
        if write is None:
            raise BadInput("points_not_positive", "points")
        points_micro = parse_typed(request.form.get("points", "") or "0", POINTS_DECIMALS, "points")
        reason, act_uid = request.form.get("reason", ""), request.form.get("uid", "")

        def use_case(tx: Unit) -> None:
            write(tx, customer_by_uid(tx, uid).id, points_micro, reason, act_uid)

        transact(use_case)
        return go_on("office.customer", "saved", uid=uid, _anchor="points")

    return try_form(act, lambda problem: customer_page(uid, Asked("points", problem)))
