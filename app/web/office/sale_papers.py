"""Other papers of a sale, from the office: made out to a company, and as a present without prices."""

import io

from flask import request, send_file
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.ids import new_uid, parse_uid
from app.core.texts import paper_texts
from app.places.shops import logos_of
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.office.sales import WIDTH_DOTS, sale_page
from app.web.shared.access import needs
from app.web.shared.context import context
from app.web.shared.units import read, transact
from pos.papers.lane import COPY_TEXT
from pos.papers.mailing import mail_receipt
from pos.papers.store import stored_paper
from pos.sale.reading import sale_by_uid
from pos.sale_papers.company import Company, company_receipts, issue_company_receipt
from pos.sale_papers.gift import print_gift_receipt
from pos.sale_papers.mailing import mail_company_receipt
from printing.pdf import paper_pdf


@blueprint.post("/sales/<uid>/company")
@needs("sales.view", "till.reprint")
def issue_receipt_for_company(uid: str) -> ResponseReturnValue:
    """Makes a sale's receipt out to a company; printed at the sale's till where it has a printer."""
    form = request.form

    def act() -> ResponseReturnValue:
        company = Company(form.get("name", ""), form.get("tax_number", ""), form.get("address", ""))
        with read() as tx:
            till_id = sale_by_uid(tx, uid).head.till_id
        # The form's own uid: sent twice by a double click it is one document.
        act_uid = parse_uid(form.get("uid", ""))
        accepted, correct = form.get("accept") == "yes", form.get("correct") == "yes"
        transact(
            lambda tx: issue_company_receipt(
                tx, till_id, uid, act_uid, company, accept_tax_number=accepted, correct=correct
            )
        )
        return go_on("office.sale", "printing", uid=uid, _anchor="company")

    return try_form(act, lambda problem: sale_page(uid, problem, "company"))


@blueprint.post("/sales/<uid>/company/mail")
@needs("sales.view", "till.reprint")
def mail_receipt_for_company(uid: str) -> ResponseReturnValue:
    """Sends the receipt for a company that holds."""

    def act() -> ResponseReturnValue:
        to, act_uid = request.form.get("to", ""), parse_uid(request.form.get("uid", ""))
        transact(lambda tx: mail_company_receipt(tx, uid, to, act_uid))
        return go_on("office.sale", "sending", uid=uid, _anchor="company")

    return try_form(act, lambda problem: sale_page(uid, problem, "company_mail"))


@blueprint.get("/sales/<uid>/company/<receipt_uid>.pdf")
@needs("sales.view")
def company_receipt_file(uid: str, receipt_uid: str) -> ResponseReturnValue:
    """A receipt for a company as a file, marked COPY."""
    with read() as tx:
        sale = sale_by_uid(tx, uid)
        issued = next((one for one in company_receipts(tx, sale.head.id) if one.uid == receipt_uid), None)
        if issued is None:
            raise NotFound("no_paper")
        paper = stored_paper(tx, issued.document)
    copy_text = paper_texts(paper.language).gettext(COPY_TEXT)
    data = paper_pdf(paper, WIDTH_DOTS, issued.issued_at, copy_text=copy_text, pictures=logos_of(context().database))
    return send_file(io.BytesIO(data), download_name=f"{issued.written_number}.pdf", as_attachment=True)


@blueprint.post("/sales/<uid>/mail")
@needs("sales.view", "till.reprint")
def mail_sale(uid: str) -> ResponseReturnValue:
    """Sends the receipt by e-mail."""

    def act() -> ResponseReturnValue:
        to, act_uid = request.form.get("to", ""), parse_uid(request.form.get("uid", ""))
        transact(lambda tx: mail_receipt(tx, uid, to, act_uid))
        return go_on("office.sale", "sending", uid=uid, _anchor="mail")

    return try_form(act, lambda problem: sale_page(uid, problem, "mail"))


@blueprint.post("/sales/<uid>/gift")
@needs("sales.view", "till.reprint")
def print_gift(uid: str) -> ResponseReturnValue:
    """Prints what was bought without prices, at the sale's till."""
    with read() as tx:
        till_id = sale_by_uid(tx, uid).head.till_id
    transact(lambda tx: print_gift_receipt(tx, till_id, uid, new_uid()))
    return go_on("office.sale", "printing", uid=uid)
