"""Tips by person: figures for the owner."""

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.money import total
from app.reports.tips import tips_by_person
from app.web.office.blueprint import blueprint
from app.web.office.periods import asked_days
from app.web.shared.access import needs
from app.web.shared.units import read
from pos.tips.settings import TIPS

SUMS: Final = ("cash", "card", "transfer", "given", "paid_out", "held")


@blueprint.get("/tips")
@needs("sales.view")
def tips() -> ResponseReturnValue:
    """Tips by person, of the last thirty days where the address names no others."""
    with read() as tx:
        first, last = asked_days(tx)
        found = tips_by_person(tx, first, last)
        takes_tips = settings.get(tx, TIPS)
    return render_template(
        "office/tips.html",
        first=first,
        last=last,
        people=found,
        sums={name: total(getattr(one, name) for one in found) for name in SUMS},
        takes_tips=takes_tips,
    )
