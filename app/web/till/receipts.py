"""Receipts: the last ones, one of them as paper, and again as a COPY."""

from datetime import date

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.ids import parse_uid
from app.messaging.outgoing import mails_about
from app.messaging.sms.reading import messages_with
from app.messaging.sms.settings import modem_address
from app.places.service import place_of, tills
from app.web.shared.access import current, current_till_id, till_page
from app.web.shared.fiscal_words import register_help
from app.web.shared.language import gettext
from app.web.shared.logos import logo_address
from app.web.shared.mail import hidden_address, mail_state
from app.web.shared.sms import sms_state
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.customers.of_sale import sale_customer_facts
from app.web.till.fiscal import sale_light
from app.web.till.paper import paper_light
from pos.checkout.void import why_not_voidable
from pos.finding import Sought, find_sales
from pos.fiscal.copying import copy_at_register, copy_state, register_can_copy
from pos.papers.store import is_asked_for, print_first, stored_paper
from pos.papers.store import reprint as reprint_paper
from pos.sale.reading import SaleHead, recent_sales, sale_by_uid
from pos.sale.returned import parts_of_sale
from pos.scan import ScannedReceipt, what_is
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
        return _list(tx, sales, None)


@blueprint.post("/receipts/search")
@till_page
def search_receipts() -> ResponseReturnValue:
    """Sales of every till by number, goods, customer, day and till: a right. A receipt that is scanned needs none."""
    till_id = current_till_id()
    sought = Sought(inputs.text("q"), _day(), inputs.whole("till"))

    def look(tx: Unit) -> str:
        scanned = what_is(tx, sought.text)
        if isinstance(scanned, ScannedReceipt):
            return _sheet(tx, scanned.sale_uid, scanned=True)
        tx.actor.require("sales.view")
        return _list(tx, find_sales(tx, till_id, sought, limit=MANY), sought)

    return render_template("till/sheet.html", content=transact(look))


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


@blueprint.post("/receipts/<sale_uid>/register-copy")
@till_page
def copy_from_register(sale_uid: str) -> ResponseReturnValue:
    """The register prints its own copy of the receipt."""
    till_id, sale_uid, uid = current_till_id(), parse_uid(sale_uid), inputs.text("uid")
    transact(lambda tx: copy_at_register(tx, till_id, sale_uid, uid))
    return _copy_message(uid)


@blueprint.get("/register-copies/<uid>")
@till_page(counts_as_use=False)
def register_copy(uid: str) -> ResponseReturnValue:
    """What became of a copy that the register was asked for."""
    return _copy_message(uid)


def _copy_message(uid: str) -> str:
    """The message about a copy; while it is under way it asks again by itself."""
    with read() as tx:
        copy = copy_state(tx, uid)
    return render_template("till/fiscal/copy.html", copy=copy, uid=uid, register_help=register_help)


@blueprint.post("/receipts/<sale_uid>/print")
@till_page
def print_receipt(sale_uid: str) -> ResponseReturnValue:
    """Prints the receipt of a sale that was finished without one."""
    till_id, document = current_till_id(), f"receipt:{parse_uid(sale_uid)}"
    transact(lambda tx: print_first(tx, till_id, document))
    return make_response(render_template("till/receipt_asked.html"))


def _list(tx: ReadUnit, sales: list[SaleHead], sought: Sought | None) -> str:
    """The sheet of many receipts; ``sought`` is what was asked for, None for the last ones of this till."""
    places = {place.till_id: place.till_name for place in tills(tx)}
    return render_template(
        "till/receipts.html", sales=sales, sought=sought, places=places, here=current_till_id(), most=MANY
    )


def _day() -> date | None:
    try:
        return date.fromisoformat(inputs.text("day"))
    except ValueError:
        return None


def receipt_sheet(sale_uid: str) -> str:
    """The sheet with one receipt whose barcode was scanned, in its frame."""
    with read() as tx:
        return render_template("till/sheet.html", content=_sheet(tx, sale_uid, scanned=True))


def _sheet(tx: ReadUnit, sale_uid: str, *, scanned: bool = False) -> str:
    """``scanned`` is a receipt brought to the counter: most likely goods come back."""
    document = f"receipt:{sale_uid}"
    sale = sale_by_uid(tx, sale_uid)
    return render_template(
        "till/receipt.html",
        sale=sale,
        is_asked_for=is_asked_for(tx, document),
        scanned=scanned,
        can_come_back=any(part.left_milli for part in parts_of_sale(tx, sale.head.id)),
        no_void=why_not_voidable(tx, current_till_id(), sale),
        **sale_customer_facts(tx, sale.head),
        register_copies=register_can_copy(tx, current_till_id(), sale.head.id),
        has_printer=place_of(tx, current_till_id()).has_printer,
        paper=paper_light(tx, current_till_id(), document),
        fiscal=sale_light(tx, current_till_id(), sale.head.id, sale.head.uid),
        mails=mails_about(tx, document),
        mail_state=mail_state,
        hidden_address=hidden_address,
        texts=messages_with(tx, document),
        sms_state=sms_state,
        sends_sms=modem_address(tx) is not None,
        article=paper_html(stored_paper(tx, document), logo_address),
    )
