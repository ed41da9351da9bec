"""Opening the drawer without a sale."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from pos.papers.store import open_drawer


@blueprint.post("/drawer")
@till_page
def drawer() -> ResponseReturnValue:
    """Opens it; the journal keeps who and why."""
    till_id, uid, reason = current_till_id(), inputs.text("uid"), inputs.text("reason")
    transact(lambda tx: open_drawer(tx, till_id, uid, reason))
    return render_template("till/drawer_opened.html")
