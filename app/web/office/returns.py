"""Why goods come back: figures by reason."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.reports.returns import returns_by_reason
from app.web.office.blueprint import blueprint
from app.web.office.periods import asked_days
from app.web.shared.access import needs
from app.web.shared.units import read


@blueprint.get("/returns")
@needs("sales.view")
def returns() -> ResponseReturnValue:
    """Returns by reason, of the last thirty days where the address names no others."""
    with read() as tx:
        first, last = asked_days(tx)
        found = returns_by_reason(tx, first, last)
    return render_template("office/returns.html", first=first, last=last, reasons=found)
