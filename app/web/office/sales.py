"""Sales and closed shifts, with their papers."""

import io
from datetime import date
from typing import Any, Final

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.ids import new_uid
from app.core.texts import paper_texts
from app.crm.customers import customer_by_id, customers_by_ids
from app.messaging.outgoing import mails_about
from app.messaging.settings import mail_is_set_up
from app.places.service import place_of, tills
from app.places.shops import logos_of
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.context import context
from app.web.shared.fiscal_words import template_words
from app.web.shared.language import gettext, translated
from app.web.shared.logos import logo_address
from app.web.shared.mail import mail_state
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number
from pos.checkout.paper import receipt_name
from pos.fiscal.correcting import may_be_corrected, register_afterwards
from pos.fiscal.reading import fiscal_state
from pos.numbering.numbers import number_of
from pos.offers.reading import offer_behind
from pos.papers.lane import COPY_TEXT
from pos.papers.store import printings, reprint, stored_paper
from pos.sale.kinds import SALE_KINDS
from pos.sale.links import came_back_on, taken_from
from pos.sale.markings import codes_of_sale
from pos.sale.reading import recent_sales, sale_by_uid
from pos.sale_papers.company import company_receipts
from pos.shift.papers import z_document
from pos.shift.reading import closed_shifts
from pos.tender_kinds import TENDER_NAMES
from printing.html import paper_html
from printing.pdf import paper_pdf
from printing.png import paper_png

PAGE_ROWS: Final = 50
WIDTH_DOTS: Final = 576
"""A file shows the receipt as on paper of 80 mm."""


@blueprint.get("/sales")
@needs("sales.view")
def sales() -> ResponseReturnValue:
    """Sales, newest first, of one day or till where the address says so."""
    facts = _list()
    places = facts["places"].values()
    return render_template(
        "office/sales.html",
        **facts,
        till_choices=[("", gettext("All tills")), *((place.till_id, place.till_name) for place in places)],
        narrowed=any(request.args.get(name) for name in ("day", "till", "before")),
    )


@blueprint.get("/sales/list")
@needs("sales.view", counts_as_use=False)
def sales_list() -> ResponseReturnValue:
    """The list alone: the page asks for it by itself when something was sold."""
    return render_template("office/sales_list.html", **_list())


def _list() -> dict[str, Any]:
    day, till_id, before = _day(), _whole("till"), _whole("before")
    with read() as tx:
        found = recent_sales(tx, till_id=till_id, before_id=before, day=day, limit=PAGE_ROWS)
        places = {place.till_id: place for place in tills(tx)}
        customers = customers_by_ids(tx, {sale.customer_id for sale in found if sale.customer_id is not None})
    older = found[-1].id if len(found) == PAGE_ROWS else None
    return {
        "sales": found,
        "places": places,
        "customers": customers,
        "day": day,
        "till_id": till_id,
        "older": older,
        "kind_names": {kind: translated(name) for kind, name in SALE_KINDS.items()},
    }


@blueprint.get("/sales/<uid>")
@needs("sales.view")
def sale(uid: str) -> ResponseReturnValue:
    """One sale: its lines, its papers, and what became of each printing."""
    return sale_page(uid)


def sale_page(uid: str, problem: Problem | None = None, at: str = "") -> str:
    """The page of a sale, with what is wrong in the form of its papers that ``at`` names."""
    document = receipt_name(uid)
    with read() as tx:
        found = sale_by_uid(tx, uid)
        place = place_of(tx, found.head.till_id)
        fiscal, law_number = fiscal_state(tx, found.head.id, uid), number_of(tx, uid)
        corrects = fiscal.state == "skipped" and may_be_corrected(tx, uid, found.head.till_id)
        paper, printed = stored_paper(tx, document), printings(tx, document)
        issued = company_receipts(tx, found.head.id)
        mails, sends_mail = mails_about(tx, document), mail_is_set_up(tx)
        company_mails = {one.uid: mails_about(tx, one.document) for one in issued}
        origins, returns = taken_from(tx, found.head.id), came_back_on(tx, found.head.id)
        offer, marking_codes = offer_behind(tx, found.head.id), codes_of_sale(tx, found.head.id)
        customer = None if found.head.customer_id is None else customer_by_id(tx, found.head.customer_id)
    typed = request.form if problem is not None else {}
    return render_template(
        "office/sale.html",
        sale=found,
        kind=translated(SALE_KINDS[found.head.kind]),
        taken_from=origins,
        came_back_on=returns,
        place=place,
        offer=offer,
        marking_codes=marking_codes,
        customer=customer,
        paper=paper_html(paper, logo_address),
        printings=printed,
        fiscal=fiscal,
        law_number=law_number,
        may_be_corrected=corrects,
        **template_words(),
        tender_names=TENDER_NAMES,
        company_receipts=issued,
        mails=mails,
        company_mails=company_mails,
        sends_mail=sends_mail,
        mail_state=mail_state,
        company=typed if at == "company" or not issued else issued[-1].company,
        confirmed=typed,
        act_uid=typed.get("uid") or new_uid(),
        problem=problem,
        at=at,
    )


@blueprint.post("/sales/<uid>/correction")
@needs("sales.view", "outbox.decide")
def correct_sale(uid: str) -> ResponseReturnValue:
    """Registers a sale afterwards that a senior had let go."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: register_afterwards(tx, uid, request.form.get("order_number", "")))
        return go_on("office.sale", "saved", uid=uid)

    return try_form(act, lambda problem: sale_page(uid, problem, "correction"))


@blueprint.get("/sales/<uid>/receipt.<any(pdf, png):form>")
@needs("sales.view")
def receipt_file(uid: str, form: str) -> ResponseReturnValue:
    """The receipt as a file, marked COPY, as it was laid out that day."""
    database = context().database
    with read() as tx:
        found = sale_by_uid(tx, uid)
        paper = stored_paper(tx, receipt_name(uid))
    copy_text = paper_texts(paper.language).gettext(COPY_TEXT)
    logos = logos_of(database)
    if form == "pdf":
        data = paper_pdf(paper, WIDTH_DOTS, found.head.completed_at, copy_text=copy_text, pictures=logos)
    else:
        data = paper_png(paper, WIDTH_DOTS, copy_text=copy_text, pictures=logos)
    name = f"receipt-{found.head.number}.{form}"
    return send_file(io.BytesIO(data), download_name=name, as_attachment=form == "pdf")


@blueprint.post("/sales/<uid>/copy")
@needs("sales.view", "till.reprint")
def print_copy(uid: str) -> ResponseReturnValue:
    """Prints the receipt again at the sale's till, marked COPY."""
    with read() as tx:
        till_id = sale_by_uid(tx, uid).head.till_id
    transact(lambda tx: reprint(tx, till_id, receipt_name(uid), new_uid()))
    return go_on("office.sale", "printing", uid=uid)


@blueprint.get("/shifts")
@needs("sales.view")
def shifts() -> ResponseReturnValue:
    """Closed shifts, newest first."""
    with read() as tx:
        found = closed_shifts(tx, before_id=_whole("before"), limit=PAGE_ROWS)
        places = {place.till_id: place for place in tills(tx)}
    return render_template(
        "office/shifts.html",
        shifts=found,
        places=places,
        older=found[-1].shift_id if len(found) == PAGE_ROWS else None,
    )


@blueprint.get("/shifts/<uid>")
@needs("sales.view")
def shift(uid: str) -> ResponseReturnValue:
    """The Z report of a closed shift, as it was."""
    with read() as tx:
        try:
            paper = stored_paper(tx, z_document(uid))
        except NotFound:
            abort(404)
    return render_template("office/shift.html", paper=paper_html(paper, logo_address))


def _day() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _whole(name: str) -> int | None:
    return whole_number(request.args.get(name, ""))
