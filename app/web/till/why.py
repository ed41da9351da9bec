"""Why does this line cost that? A panel over the till, for a customer who asks."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import read
from app.web.till.blueprint import blueprint
from app.web.till.units import unit_name, unit_names
from pos.cart.why import explain_line


@blueprint.get("/lines/<line_uid>/why")
@till_page
def why_line(line_uid: str) -> ResponseReturnValue:
    """Base, discounts with their reasons, and what one more would bring."""
    with read() as tx:
        explained = explain_line(tx, current_till_id(), line_uid)
        unit = unit_name(unit_names(tx), explained.line.unit_code)
    return render_template("till/why.html", explained=explained, line=explained.line, unit=unit)
