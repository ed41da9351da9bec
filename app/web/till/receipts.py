"""Receipts: the last ones, one of them as paper, and again as a COPY."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.ids import parse_uid
from app.messaging.outgoing import mails_about
from app.web.shared.access import current, current_till_id, till_page
from app.web.shared.language import gettext
from app.web.shared.logos import logo_address
from app.web.shared.mail import hidden_address, mail_state
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.paper import paper_light
from pos.papers.store import is_asked_for, print_first, stored_paper
from pos.papers.store import reprint as reprint_paper
from pos.sale.reading import recent_sales, sale_by_uid
from printing.html import paper_html

FEW = 5
"""What a cashier without the right to see sales looks back on: enough for the customer still at the counter."""
MANY = 50


@blueprint.get("/receipts")
@till_page
def receipts() -> ResponseReturnValue:
    """The last sales of this till, newest first."""
    with read() as tx:
        sales = recent_sales(tx, till_id=current_till_id(), limit=MANY if current().may("sales.view") else FEW)
    return render_template("till/receipts.html", sales=sales)


@blueprint.get("/receipts/<sale_uid>")
@till_page
def receipt(sale_uid: str) -> ResponseReturnValue:
    """One receipt as it was printed."""
    with read() as tx:
        return _sheet(tx, parse_uid(sale_uid))


@blueprint.post("/receipts/<sale_uid>/reprint")
@till_page
def reprint(sale_uid: str) -> ResponseReturnValue:
    """Prints it again, marked COPY."""
    till_id, sale_uid, uid = current_till_id(), parse_uid(sale_uid), inputs.text("uid")
    transact(lambda tx: reprint_paper(tx, till_id, f"receipt:{sale_uid}", uid))
    return make_response(
        render_template("till/paper_queued.html", words=gettext("A copy is on its way to the printer"))
    )


@blueprint.post("/receipts/<sale_uid>/print")
@till_page
def print_receipt(sale_uid: str) -> ResponseReturnValue:
    """Prints the receipt of a sale that was finished without one."""
    till_id, document = current_till_id(), f"receipt:{parse_uid(sale_uid)}"
    transact(lambda tx: print_first(tx, till_id, document))
    return make_response(render_template("till/receipt_asked.html"))


def receipt_sheet(sale_uid: str) -> str:
    """The sheet with one receipt, in its frame."""
    with read() as tx:
        return render_template("till/sheet.html", content=_sheet(tx, sale_uid))


def _sheet(tx: ReadUnit, sale_uid: str) -> str:
    document = f"receipt:{sale_uid}"
    return render_template(
        "till/receipt.html",
        sale=sale_by_uid(tx, sale_uid),
        is_asked_for=is_asked_for(tx, document),
        paper=paper_light(tx, current_till_id(), document),
        mails=mails_about(tx, document),
        mail_state=mail_state,
        hidden_address=hidden_address,
        article=paper_html(stored_paper(tx, document), logo_address),
    )
