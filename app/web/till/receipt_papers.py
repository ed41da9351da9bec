"""Other papers of a sale: made out to a company, and as a present without prices."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict
from app.core.ids import parse_uid
from app.web.shared.access import current_till_id, till_page
from app.web.shared.answering import problem_of
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from pos.sale.reading import sale_by_uid
from pos.sale_papers.company import Company, company_receipts, issue_company_receipt
from pos.sale_papers.gift import print_gift_receipt


@blueprint.get("/receipts/<sale_uid>/company")
@till_page
def company_receipt(sale_uid: str) -> ResponseReturnValue:
    """The form for a receipt made out to a company, filled in where there is one already."""
    with read() as tx:
        sale = sale_by_uid(tx, parse_uid(sale_uid))
        issued = company_receipts(tx, sale.head.id)
    return render_template("till/company_receipt.html", sale=sale, issued=issued[-1] if issued else None)


@blueprint.post("/receipts/<sale_uid>/company")
@till_page
def issue_receipt_for_company(sale_uid: str) -> ResponseReturnValue:
    """Prints it; where something has to be confirmed first, asks in the form."""
    till_id, sale_uid, uid = current_till_id(), parse_uid(sale_uid), inputs.text("uid")
    company = Company(inputs.text("name"), inputs.text("tax_number"), inputs.text("address"))
    accepted, correct = inputs.text("accept") == "yes", inputs.text("correct") == "yes"
    try:
        transact(
            lambda tx: issue_company_receipt(
                tx, till_id, sale_uid, uid, company, accept_tax_number=accepted, correct=correct
            )
        )
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
    return _queued(gettext("The receipt for a company is on its way to the printer"))


@blueprint.post("/receipts/<sale_uid>/gift")
@till_page
def gift_receipt(sale_uid: str) -> ResponseReturnValue:
    """Prints what was bought without prices."""
    till_id, sale_uid, uid = current_till_id(), parse_uid(sale_uid), inputs.text("uid")
    transact(lambda tx: print_gift_receipt(tx, till_id, sale_uid, uid))
    return _queued(gettext("The gift receipt is on its way to the printer"))


def _queued(words: str) -> ResponseReturnValue:
    return make_response(render_template("till/paper_queued.html", words=words))
