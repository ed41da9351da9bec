"""A person's badge: issued, printed, replaced, blocked."""

import io

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.auth.accounts import account
from app.auth.badges import REASONS, block_badge, issue_badge, past_badges, replace_badge
from app.core.errors import NotFound
from app.core.ids import new_uid
from app.core.texts import marked
from app.places.service import tills
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form, whole_number
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.context import context
from app.web.shared.logos import logo_address
from app.web.shared.units import read, transact
from pos.papers.badge import badge_paper, print_badge
from printing.html import paper_html
from printing.pdf import paper_pdf

WIDTH_DOTS = 576
"""A file shows the badge as on paper of 80 mm."""
REASON_NAMES = {
    "lost": marked("lost"),
    "stolen": marked("stolen"),
    "damaged": marked("damaged"),
    "returned": marked("given back"),
    "changed": marked("another one was scanned in"),
}


@blueprint.get("/staff/<int:account_id>/badge")
@needs("staff.edit")
def badge(account_id: int) -> ResponseReturnValue:
    """The badge as it is printed, and what became of earlier ones."""
    return _page(account_id)


@blueprint.post("/staff/<int:account_id>/badge")
@needs("staff.edit")
def change_badge(account_id: int) -> ResponseReturnValue:
    """Issues, replaces or blocks the badge."""
    act, code, reason = (request.form.get(name, "") for name in ("act", "code", "reason"))

    def change() -> ResponseReturnValue:
        match act:
            case "issue":
                transact(lambda tx: issue_badge(tx, account_id))
            case "replace":
                transact(lambda tx: replace_badge(tx, account_id, code, reason))
            case _:
                transact(lambda tx: block_badge(tx, account_id, code, reason))
        return go_on("office.badge", "saved", account_id=account_id)

    return try_form(change, lambda problem: _page(account_id, problem))


@blueprint.get("/staff/<int:account_id>/badge.pdf")
@needs("staff.edit")
def badge_file(account_id: int) -> ResponseReturnValue:
    """The badge as a file."""
    with read() as tx:
        person = account(tx, account_id)
        if person.badge is None:
            raise NotFound("not_found")
        paper = badge_paper(tx, tills(tx)[0].shop_name, person.name, person.badge)
    data = paper_pdf(paper, WIDTH_DOTS, context().database.clock.now())
    return send_file(io.BytesIO(data), download_name=f"badge-{account_id}.pdf", as_attachment=True)


@blueprint.post("/staff/<int:account_id>/badge/print")
@needs("staff.edit")
def print_badge_paper(account_id: int) -> ResponseReturnValue:
    """Prints the badge at a till."""
    till_id, uid = whole_number("till"), request.form.get("uid", "")

    def act() -> ResponseReturnValue:
        with read() as tx:
            person = account(tx, account_id)
        if person.badge is None or till_id is None:
            raise NotFound("not_found")
        code = person.badge
        transact(lambda tx: print_badge(tx, till_id, uid, person.name, code))
        return go_on("office.badge", "printing", account_id=account_id)

    return try_form(act, lambda problem: _page(account_id, problem))


def _page(account_id: int, problem: Problem | None = None) -> str:
    with read() as tx:
        person, places = account(tx, account_id), tills(tx)
        article = ""
        if person.badge is not None:
            article = paper_html(badge_paper(tx, places[0].shop_name, person.name, person.badge), logo_address)
        past = past_badges(tx, account_id)
    return render_template(
        "office/badge.html",
        person=person,
        article=article,
        printers=[(place.till_id, place.till_name) for place in places if place.has_printer],
        past=past,
        reasons=REASONS,
        reason_names=REASON_NAMES,
        uid=new_uid(),
        problem=problem,
    )
