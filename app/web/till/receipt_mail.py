"""A receipt by e-mail, to an address the customer says."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.ids import parse_uid
from app.crm.customers import customer_by_id
from app.messaging.settings import mail_is_set_up
from app.web.shared.access import till_page
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from pos.papers.mailing import mail_receipt
from pos.sale.reading import sale_by_uid


@blueprint.get("/receipts/<sale_uid>/mail")
@till_page
def mail_form(sale_uid: str) -> ResponseReturnValue:
    """Asks for the address; that of the sale's customer is filled in."""
    with read() as tx:
        sale = sale_by_uid(tx, parse_uid(sale_uid))
        customer_id = sale.head.customer_id
        known = customer_by_id(tx, customer_id).email if customer_id is not None else None
        is_set_up = mail_is_set_up(tx)
    return render_template("till/receipt_mail.html", sale=sale, address=known or "", is_set_up=is_set_up)


@blueprint.post("/receipts/<sale_uid>/mail")
@till_page
def send_receipt(sale_uid: str) -> ResponseReturnValue:
    """Sends it."""
    sale_uid, uid, to = parse_uid(sale_uid), inputs.text("uid"), inputs.text("to")
    transact(lambda tx: mail_receipt(tx, sale_uid, to, uid))
    words = gettext("The receipt is on its way to %(address)s", address=to.strip())
    return make_response(render_template("till/paper_queued.html", words=words))
