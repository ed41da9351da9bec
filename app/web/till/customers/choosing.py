"""Whose purchase it is: found by any fragment, chosen for the open cart, or by the card that was scanned."""

from typing import Any, Final

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.errors import Conflict
from app.core.ids import parse_uid
from app.crm.customers import CustomerView, customer_by_id, customer_by_uid
from app.crm.listing import Wanted, list_customers
from app.web.shared.access import till_page
from app.web.shared.units import read
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from pos.cart import service
from pos.sale.reading import sale_by_uid

HITS: Final = 20


@blueprint.get("/customers")
@till_page("customers.view")
def customers() -> ResponseReturnValue:
    """The sheet that finds a customer: for the open cart, or for the sale the address names."""
    return render_template("till/customers/search.html", **_search_facts())


@blueprint.get("/customers/found")
@till_page("customers.view")
def customers_found() -> ResponseReturnValue:
    """The hits of a query, best first."""
    return render_template("till/customers/hits.html", **_search_facts())


@blueprint.post("/customer")
@till_page
def set_customer() -> ResponseReturnValue:
    """Says whose cart it is, whoever's it was before: somebody chose by hand."""
    act_uid, uid = inputs.text("act_uid"), parse_uid(inputs.text("customer"), "customer")
    return act(
        lambda tx, till_id, cart_uid: service.set_customer(
            tx, till_id, cart_uid, act_uid, customer_by_uid(tx, uid).id, instead=True
        ),
        sound="added",
    )


@blueprint.post("/customer/away")
@till_page
def take_customer_away() -> ResponseReturnValue:
    """The cart is nobody's again."""
    act_uid = inputs.text("act_uid")
    return act(lambda tx, till_id, cart_uid: service.set_customer(tx, till_id, cart_uid, act_uid, None))


def card_set(customer_id: int) -> ResponseReturnValue:
    """A card was scanned: its holder becomes the cart's customer; where there is another one already, asks which."""
    act_uid = inputs.text("line_uid")
    try:
        return act(
            lambda tx, till_id, cart_uid: service.set_customer(tx, till_id, cart_uid, act_uid, customer_id),
            sound="added",
        )
    except Conflict as error:
        if error.code != "other_customer":
            raise
        present, asked = error.facts["present"], error.facts["asked"]
    with read() as tx:
        content = render_template(
            "till/customers/which.html", present=customer_by_id(tx, present), asked=customer_by_id(tx, asked)
        )
    response = make_response(render_template("till/sheet.html", content=content), 409)
    response.headers[answers.OPENS] = "sheet"
    return response


def card_refused() -> ResponseReturnValue:
    """A card that is not taken any more was scanned: says so, and offers to look the customer up."""
    return make_response(render_template("till/customers/card_refused.html"), 409)


def found_customers(tx: ReadUnit, query: str, most: int) -> tuple[tuple[CustomerView, ...], bool]:
    """Up to ``most`` customers a query finds, and whether there are more; nobody where nothing was typed."""
    if not query:
        return (), False
    page = list_customers(tx, Wanted(query))
    return page.customers[:most], page.total > most


def _search_facts() -> dict[str, Any]:
    query, sale_uid = request.args.get("q", "").strip(), request.args.get("sale", "")
    with read() as tx:
        hits, more = found_customers(tx, query, HITS)
        sale = sale_by_uid(tx, parse_uid(sale_uid)).head if sale_uid else None
    return {"q": query, "hits": hits, "more": more, "sale": sale}
