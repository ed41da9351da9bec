"""Why goods come back: figures by reason."""

from datetime import date
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.places.day import today
from app.reports.returns import returns_by_reason
from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.units import read

DAYS: Final = 30


@blueprint.get("/returns")
@needs("sales.view")
def returns() -> ResponseReturnValue:
    """Returns by reason, of the last thirty days where the address names no others."""
    with read() as tx:
        last = _day("last") or today(tx)
        first = _day("first") or date.fromordinal(max(1, last.toordinal() - DAYS))
        found = returns_by_reason(tx, first, last)
    return render_template("office/returns.html", first=first, last=last, reasons=found)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
