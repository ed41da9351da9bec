"""The list of customers."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.crm.labels import labels, names_by_customer
from app.crm.listing import SORTED, Sort, Wanted, list_customers
from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read


@blueprint.get("/customers")
@needs("customers.view")
def customers() -> ResponseReturnValue:
    """The page of customers that the address asks for."""
    return customers_page()


def customers_page(problem: Problem | None = None) -> str:
    """The list; after a form of it was refused, as it was shown before, with what was ticked."""
    with read() as tx:
        page, known = list_customers(tx, _wanted()), labels(tx)
        labelled = names_by_customer(tx, [one.id for one in page.customers]) if known else {}
    return render_template(
        "office/customers/customers.html",
        page=page,
        wanted=page.wanted,
        labels=known,
        labelled=labelled,
        label=next((one for one in known if one.uid == page.wanted.label), None),
        ticked=request.form.getlist("customer"),
        problem=problem,
    )


def _wanted() -> Wanted:
    of_form = {name.removeprefix("shown_"): value for name, value in request.form.items() if name.startswith("shown_")}
    asked = MultiDict(of_form) if of_form else request.args
    sort: Sort = next((each for each in SORTED if each == asked.get("sort")), "name")
    return Wanted(
        query=asked.get("q", "").strip(),
        label=asked.get("label", ""),
        sort=sort,
        descending=asked.get("order") == "down",
        page=max(1, asked.get("page", 1, type=int)),
    )
