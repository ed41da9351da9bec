"""Handing the drawer over to a colleague, who proves himself by PIN and is logged in by it."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.accounts import faces
from app.auth.login import Who, login_by_pin, prove_by_pin
from app.core.errors import BadInput
from app.core.ids import parse_uid
from app.places.pairing import pairing_of
from app.web.shared.access import NotATill, current, current_till_id, till_page
from app.web.shared.context import context
from app.web.shared.cookies import SESSION, TILL, read_cookie, set_cookie
from app.web.shared.journeys import address
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.shift import article_of, counts_of, frame, pieces
from pos.shift.handover import Taker, hand_over, handover


@blueprint.get("/shift/hand-over")
@till_page
def handing_over() -> ResponseReturnValue:
    """Asks for what is in the drawer and who takes it; what should be there is told afterwards."""
    with read() as tx:
        facts = frame(tx)
        if facts["shift"] is None:
            return redirect(url_for("till.shift_opening"), 303)
        people = [face for face in faces(tx) if face.account_id != current().account_id]
    return render_template("till/handover.html", pieces=pieces(), people=people, **facts)


@blueprint.post("/shift/hand-over")
@till_page
def hand_over_drawer() -> ResponseReturnValue:
    """Signs the drawer over; from here on the colleague is logged in."""
    user, till_id, uid = current(), current_till_id(), inputs.text("uid")
    counts, reason = counts_of(request.form), inputs.text("reason")
    who, pin = _taker(), inputs.text("pin")
    database = context().database
    known = prove_by_pin(database, who, pin, address=address())
    taker = Taker(known.account_id, known.name)
    done = transact(lambda tx: hand_over(tx, till_id, uid, counts, taker, reason))
    logged = login_by_pin(database, who, pin, pairing_id=_pairing_id(), address=address(), replaces=user.session.digest)
    response = make_response("")
    response.headers[answers.GOES] = url_for("till.handed_over", uid=done.uid)
    set_cookie(response, SESSION, logged.token)
    return response


@blueprint.get("/shift/hand-over/<uid>")
@till_page
def handed_over(uid: str) -> ResponseReturnValue:
    """What was handed over, with the slip to sign."""
    with read() as tx:
        done = handover(tx, parse_uid(uid))
        return render_template("till/handed_over.html", done=done, article=article_of(tx, done.document), **frame(tx))


def _taker() -> Who:
    badge, account_id = inputs.text("badge").strip(), inputs.whole("account_id")
    if badge:
        return Who(badge=badge)
    if account_id is None:
        raise BadInput("nobody_chosen", "account_id")
    return Who(account_id=account_id)


def _pairing_id() -> int:
    token = read_cookie(TILL)
    with read() as tx:
        pairing = pairing_of(tx, token) if token is not None else None
    if pairing is None:
        raise NotATill
    return pairing.id
