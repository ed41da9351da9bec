"""Offers: found again, as they were made, printed once more and sent."""

import io
from typing import Final

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.core.ids import new_uid, parse_uid
from app.core.texts import texts
from app.crm.customers import customer_by_id, customers_by_ids
from app.messaging.outgoing import mails_about
from app.messaging.settings import mail_is_set_up
from app.places.service import place_of
from app.places.shops import logos_of
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.office.sales import WIDTH_DOTS
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.context import context
from app.web.shared.logos import logo_address
from app.web.shared.mail import mail_state
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number
from pos.offers.mailing import mail_offer
from pos.offers.reading import find_offers, offer_by_uid
from pos.offers.taking_up import offer_state
from pos.papers.lane import COPY_TEXT
from pos.papers.store import printings, reprint, stored_paper
from printing.html import paper_html
from printing.pdf import paper_pdf

PAGE_ROWS: Final = 50


@blueprint.get("/sales/offers")
@needs("sales.view")
def offers() -> ResponseReturnValue:
    """Offers, newest first, or those a search finds."""
    sought, before = request.args.get("q", "").strip(), whole_number(request.args.get("before", ""))
    with read() as tx:
        found = find_offers(tx, sought, before_id=before, limit=PAGE_ROWS)
        states = {one.uid: offer_state(tx, one) for one in found}
        customers = customers_by_ids(tx, {one.customer_id for one in found if one.customer_id is not None})
    older = found[-1].id if len(found) == PAGE_ROWS else None
    return render_template(
        "office/offers.html", offers=found, states=states, customers=customers, sought=sought, older=older
    )


@blueprint.get("/sales/offers/<uid>")
@needs("sales.view")
def offer(uid: str) -> ResponseReturnValue:
    """One offer as it was made, and what became of it."""
    return _page(uid)


def _page(uid: str, problem: Problem | None = None) -> str:
    with read() as tx:
        found = offer_by_uid(tx, uid)
        customer = None if found.customer_id is None else customer_by_id(tx, found.customer_id)
        facts = {
            "state": offer_state(tx, found),
            "place": place_of(tx, found.till_id),
            "printings": printings(tx, found.document),
            "mails": mails_about(tx, found.document),
            "sends_mail": mail_is_set_up(tx),
            "paper": paper_html(stored_paper(tx, found.document), logo_address),
        }
    typed = request.form if problem is not None else {}
    address = typed.get("to", "") if problem is not None or customer is None else customer.email or ""
    return render_template(
        "office/offer.html",
        offer=found,
        customer=customer,
        mail_state=mail_state,
        address=address,
        act_uid=typed.get("uid") or new_uid(),
        problem=problem,
        **facts,
    )


@blueprint.get("/sales/offers/<uid>.pdf")
@needs("sales.view")
def offer_file(uid: str) -> ResponseReturnValue:
    """The offer as a file, marked COPY."""
    with read() as tx:
        found = offer_by_uid(tx, uid)
        paper = stored_paper(tx, found.document)
    copy_text = texts(paper.language).gettext(COPY_TEXT)
    data = paper_pdf(paper, WIDTH_DOTS, found.made_at, copy_text=copy_text, pictures=logos_of(context().database))
    return send_file(io.BytesIO(data), download_name=f"offer-{found.written_number}.pdf", as_attachment=True)


@blueprint.post("/sales/offers/<uid>/copy")
@needs("sales.view", "till.reprint")
def print_offer_copy(uid: str) -> ResponseReturnValue:
    """Prints the offer again at its till, marked COPY."""
    with read() as tx:
        found = offer_by_uid(tx, uid)
    transact(lambda tx: reprint(tx, found.till_id, found.document, new_uid()))
    return go_on("office.offer", "printing", uid=uid)


@blueprint.post("/sales/offers/<uid>/mail")
@needs("sales.view", "till.offer")
def send_offer(uid: str) -> ResponseReturnValue:
    """Sends the offer by e-mail."""

    def act() -> ResponseReturnValue:
        to, act_uid = request.form.get("to", ""), parse_uid(request.form.get("uid", ""))
        transact(lambda tx: mail_offer(tx, uid, to, act_uid))
        return go_on("office.offer", "sending", uid=uid)

    return try_form(act, lambda problem: _page(uid, problem))
