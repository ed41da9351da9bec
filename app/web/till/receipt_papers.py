"""Other papers of a sale: made out to a company, and as a present without prices."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.ids import parse_uid
from app.crm.customers import customer_by_id
from app.messaging.outgoing import mails_about
from app.messaging.settings import mail_is_set_up
from app.places.service import place_of
from app.web.shared.access import current_till_id, till_page
from app.web.shared.answering import problem_of
from app.web.shared.language import gettext
from app.web.shared.mail import hidden_address, mail_state
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from pos.sale.buyers import buyer_of_sale
from pos.sale.reading import sale_by_uid
from pos.sale_papers.company import Company, company_receipts, issue_company_receipt
from pos.sale_papers.gift import print_gift_receipt
from pos.sale_papers.mailing import mail_company_receipt


@blueprint.get("/receipts/<sale_uid>/company")
@till_page
def company_receipt(sale_uid: str) -> ResponseReturnValue:
    """The form for a receipt made out to a company, filled in where there is one already."""
    with read() as tx:
        sale = sale_by_uid(tx, parse_uid(sale_uid))
        issued = company_receipts(tx, sale.head.id)
        customer_id, buyer = sale.head.customer_id, buyer_of_sale(tx, sale.head.id)
        facts = {
            "prints": place_of(tx, current_till_id()).has_printer,
            "mails": mail_is_set_up(tx),
            "sent": [mail for one in issued for mail in mails_about(tx, one.document)],
            "address": None if customer_id is None else customer_by_id(tx, customer_id).email,
        }
    return render_template(
        "till/company_receipt.html",
        sale=sale,
        issued=issued[-1] if issued else None,
        buyer=buyer,
        mail_state=mail_state,
        hidden_address=hidden_address,
        **facts,
    )


@blueprint.post("/receipts/<sale_uid>/company")
@till_page
def issue_receipt_for_company(sale_uid: str) -> ResponseReturnValue:
    """Prints and sends it; where something has to be confirmed first, asks in the form."""
    till_id, sale_uid, uid = current_till_id(), parse_uid(sale_uid), inputs.text("uid")
    company = Company(inputs.text("name"), inputs.text("tax_number"), inputs.text("address"))
    accepted, correct = inputs.text("accept") == "yes", inputs.text("correct") == "yes"
    printed, to = inputs.text("printed") == "yes", inputs.text("to").strip()

    def issue(tx: Unit) -> None:
        issue_company_receipt(
            tx, till_id, sale_uid, uid, company, accept_tax_number=accepted, correct=correct, printed=printed
        )
        if to:
            mail_company_receipt(tx, sale_uid, to, uid)

    try:
        transact(issue)
    except Conflict as error:
        questions = {
            "tax_number_doubtful": ("accept", gettext("Take the number as it is")),
            "company_receipt_exists": ("correct", gettext("Issue a corrected one")),
        }
        if error.code not in questions:
            raise
        problem = problem_of(error)
        asked = render_template(
            "till/company_question.html",
            problem=problem,
            question=questions[error.code],
            confirmed=[("accept", accepted), ("correct", correct)],
        )
        return asked, problem.status
    if to:
        return _queued(gettext("The receipt for a company is on its way to %(address)s", address=to))
    return _queued(
        gettext("The receipt for a company is on its way to the printer")
        if printed
        else gettext("The receipt for a company is kept")
    )


@blueprint.post("/receipts/<sale_uid>/gift")
@till_page
def gift_receipt(sale_uid: str) -> ResponseReturnValue:
    """Prints what was bought without prices."""
    till_id, sale_uid, uid = current_till_id(), parse_uid(sale_uid), inputs.text("uid")
    transact(lambda tx: print_gift_receipt(tx, till_id, sale_uid, uid))
    return _queued(gettext("The gift receipt is on its way to the printer"))


def _queued(words: str) -> ResponseReturnValue:
    return make_response(render_template("till/paper_queued.html", words=words))
