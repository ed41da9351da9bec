"""Pledges given with goods and taken back as empties: figures by pledge."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.money import total
from app.reports.pledges import pledges_by_kind
from app.web.office.blueprint import blueprint
from app.web.office.periods import asked_days
from app.web.shared.access import needs
from app.web.shared.units import read


@blueprint.get("/pledges")
@needs("sales.view")
def pledges() -> ResponseReturnValue:
    """Pledges by kind, of the last thirty days where the address names no others."""
    with read() as tx:
        first, last = asked_days(tx)
        found = pledges_by_kind(tx, first, last)
    return render_template(
        "office/pledges.html",
        first=first,
        last=last,
        pledges=found,
        given=total(one.given for one in found),
        taken=total(one.taken for one in found),
    )
