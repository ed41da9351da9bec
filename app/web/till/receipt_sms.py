"""A receipt by SMS, to a number the customer says."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.ids import parse_uid
from app.crm.customers import customer_by_id
from app.web.shared.access import till_page
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from pos.sale.reading import sale_by_uid
from pos.sale_papers.texting import text_receipt


@blueprint.get("/receipts/<sale_uid>/sms")
@till_page
def sms_form(sale_uid: str) -> ResponseReturnValue:
    """Asks for the number; that of the sale's customer is filled in."""
    with read() as tx:
        sale = sale_by_uid(tx, parse_uid(sale_uid))
        customer_id = sale.head.customer_id
        known = customer_by_id(tx, customer_id).phone if customer_id is not None else None
    return render_template("till/receipt_sms.html", sale=sale, number=known or "")


@blueprint.post("/receipts/<sale_uid>/sms")
@till_page
def send_receipt_by_sms(sale_uid: str) -> ResponseReturnValue:
    """Sends it."""
    sale_uid, uid, to = parse_uid(sale_uid), inputs.text("uid"), inputs.text("to")
    transact(lambda tx: text_receipt(tx, sale_uid, to, uid))
    words = gettext("The receipt is on its way to %(address)s", address=to.strip())
    return make_response(render_template("till/paper_queued.html", words=words))
