"""The list of customers."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.crm.listing import SORTED, Sort, Wanted, list_customers
from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.units import read


@blueprint.get("/customers")
@needs("customers.view")
def customers() -> ResponseReturnValue:
    """The page of customers that the address asks for."""
    with read() as tx:
        page = list_customers(tx, _wanted())
    return render_template("office/customers/customers.html", page=page, wanted=page.wanted)


def _wanted() -> Wanted:
    asked = request.args
    sort: Sort = next((each for each in SORTED if each == asked.get("sort")), "name")
    return Wanted(
        query=asked.get("q", "").strip(),
        sort=sort,
        descending=asked.get("order") == "down",
        page=max(1, asked.get("page", 1, type=int)),
    )
