"""Whose purchase a paid sale was, on the change page and on its receipt; said afterwards while there is time."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.ids import parse_uid
from app.crm.customers import customer_by_id, customer_by_uid
from app.web.shared.access import current, till_page
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from loyalty.gift_cards.of_sales import cards_of_sale
from loyalty.packages.of_sales import packages_told_in
from pos.checkout.completed import CompletedSale
from pos.checkout.points import told_points
from pos.sale.naming import can_be_named, name_customer
from pos.sale.reading import SaleHead, sale_by_uid


def sale_customer_facts(tx: ReadUnit, sale: SaleHead | CompletedSale) -> dict[str, Any]:
    """What the templates of a finished sale use of its customer, and of the gift cards and packages it touched."""
    sale_id = sale.sale_id if isinstance(sale, CompletedSale) else sale.id
    return {
        "sale_cards": cards_of_sale(tx, sale_id),
        "sale_packages": packages_told_in(tx, sale_id),
        "sale_customer": None if sale.customer_id is None else customer_by_id(tx, sale.customer_id),
        "sale_points": told_points(tx, sale_id, sale.customer_id),
        "may_name_customer": current().may("customers.view") and can_be_named(tx, sale.kind, sale.completed_at),
    }


@blueprint.post("/receipts/<sale_uid>/customer")
@till_page
def name_sale_customer(sale_uid: str) -> ResponseReturnValue:
    """Says afterwards whose purchase a paid sale was."""
    sale_uid, uid = parse_uid(sale_uid), parse_uid(inputs.text("customer"), "customer")
    transact(lambda tx: name_customer(tx, sale_uid, customer_by_uid(tx, uid).id))
    return sale_named(sale_uid)


def sale_named(sale_uid: str) -> ResponseReturnValue:
    """The answer where a paid sale has got its customer."""
    with read() as tx:
        head = sale_by_uid(tx, sale_uid).head
        facts = sale_customer_facts(tx, head)
    return render_template("till/customers/named.html", of_sale=head, **facts)
