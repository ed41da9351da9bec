"""Gift cards in the office: all of them, what is owed by day, and one card with its entries."""

import io
from collections.abc import Callable
from typing import Any, Final

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.crm.customers import customer_by_id
from app.places.day import calendar_date
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import shop_here, typed_day, typed_text
from app.web.office.forms import go_on, try_form
from app.web.office.periods import asked_days
from app.web.office.sales import WIDTH_DOTS
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number
from loyalty.gift_cards.cards import (
    MANAGE,
    block_gift_card,
    replace_gift_card,
    set_last_day,
    unblock_gift_card,
    write_off,
)
from loyalty.gift_cards.codes import shown_code
from loyalty.gift_cards.ledger import CardView, card_by_uid, successor_of
from loyalty.gift_cards.reading import STATES, entries_of_card, listed_cards, owed_by_day, owed_now
from loyalty.gift_cards.words import STATE_NAMES, entry_text
from pos.papers.coupons import gift_card_paper
from pos.sale.links import uids_of_sales
from printing.pdf import paper_pdf

VIEW: Final = "gift_cards.view"
PAGE_ROWS: Final = 50


@blueprint.get("/gift-cards")
@needs(VIEW)
def gift_cards() -> ResponseReturnValue:
    """Cards and balances, newest first, and what the shop owes on them."""
    state, sought = request.args.get("state", ""), request.args.get("q", "").strip()
    state = state if state in STATES else ""
    with read() as tx:
        found = listed_cards(
            tx, state=state, text=sought, before_id=whole_number(request.args.get("before", "")), limit=PAGE_ROWS
        )
        facts = {"owed": owed_now(tx), "states": {one.card.id: _state(tx, one.card) for one in found}}
    return render_template(
        "office/gift_cards/list.html",
        rows=found,
        sought=sought,
        state=state,
        older=found[-1].card.id if len(found) == PAGE_ROWS else None,
        state_choices=[("", gettext("All")), *((one, translated(STATE_NAMES[one])) for one in STATES)],
        state_names={one: translated(name) for one, name in STATE_NAMES.items()},
        **facts,
    )


@blueprint.get("/gift-cards/by-day")
@needs(VIEW)
def gift_cards_by_day() -> ResponseReturnValue:
    """What each day put on cards and balances and took off them, and what was owed at its end."""
    with read() as tx:
        first, last = asked_days(tx)
        days = owed_by_day(tx, first, last)
        owed = owed_now(tx)
    return render_template("office/gift_cards/by_day.html", first=first, last=last, days=days, owed=owed)


@blueprint.get("/gift-cards/<uid>")
@needs(VIEW)
def gift_card(uid: str) -> ResponseReturnValue:
    """One card or balance with every entry."""
    return _page(uid)


def _page(uid: str, problem: Problem | None = None, at: str = "") -> str:
    """The page of a card, with what is wrong in the form that ``at`` names."""
    with read() as tx:
        card = card_by_uid(tx, uid)
        entries = entries_of_card(tx, card.id)
        facts: dict[str, Any] = {
            "state": _state(tx, card),
            "customer": None if card.customer_id is None else customer_by_id(tx, card.customer_id),
            "successor": successor_of(tx, card) if card.replaced_by_id is not None else None,
            "sales": uids_of_sales(tx, [one.sale_id for one in entries if one.sale_id is not None]),
        }
    typed = request.form if problem is not None else {}
    return render_template(
        "office/gift_cards/card.html",
        card=card,
        entries=[(one, entry_text(one, gettext)) for one in entries],
        shown=shown_code(card.code) if card.code is not None else "",
        state_name=translated(STATE_NAMES[facts["state"]]),
        typed=typed,
        problem=problem,
        at=at,
        **facts,
    )


def _state(tx: ReadUnit, card: CardView) -> str:
    return card.trouble(calendar_date(tx)) or "good"


def _does(uid: str, at: str, act: Callable[[Unit], object]) -> ResponseReturnValue:
    """Carries an act out on a card and shows the card then; what is wrong stands in the form ``at``."""

    def done() -> ResponseReturnValue:
        transact(act)
        return go_on("office.gift_card", "saved", uid=uid)

    return try_form(done, lambda problem: _page(uid, problem, at))


@blueprint.post("/gift-cards/<uid>/block")
@needs(MANAGE)
def block_card_of_gift(uid: str) -> ResponseReturnValue:
    """The card pays no more."""
    return _does(uid, "block", lambda tx: block_gift_card(tx, uid, typed_text("reason")))


@blueprint.post("/gift-cards/<uid>/unblock")
@needs(MANAGE)
def unblock_card_of_gift(uid: str) -> ResponseReturnValue:
    """The card pays again."""
    transact(lambda tx: unblock_gift_card(tx, uid))
    return go_on("office.gift_card", "saved", uid=uid)


@blueprint.post("/gift-cards/<uid>/replace")
@needs(MANAGE)
def replace_card_of_gift(uid: str) -> ResponseReturnValue:
    """What is on the card goes to another one."""

    def act() -> ResponseReturnValue:
        reason, code = typed_text("reason"), typed_text("code")
        new = transact(lambda tx: replace_gift_card(tx, uid, shop_here(tx), reason, code))
        return go_on("office.gift_card", "saved", uid=new.uid)

    return try_form(act, lambda problem: _page(uid, problem, "replace"))


@blueprint.post("/gift-cards/<uid>/last-day")
@needs(MANAGE)
def last_day_of_gift_card(uid: str) -> ResponseReturnValue:
    """The card is good until another day; an empty one is without an end."""
    return _does(uid, "day", lambda tx: set_last_day(tx, uid, typed_day("last_day")))


@blueprint.post("/gift-cards/<uid>/write-off")
@needs(MANAGE)
def write_gift_card_off(uid: str) -> ResponseReturnValue:
    """The shop owes nothing on the card any more."""
    return _does(uid, "off", lambda tx: write_off(tx, uid, shop_here(tx), typed_text("reason")))


@blueprint.get("/gift-cards/<uid>/card.pdf")
@needs(MANAGE)
def gift_card_file(uid: str) -> ResponseReturnValue:
    """The card on paper with its barcode, to be handed over: whoever holds it can spend it."""
    with read() as tx:
        paper, now = gift_card_paper(tx, card_by_uid(tx, uid)), tx.now
    return send_file(io.BytesIO(paper_pdf(paper, WIDTH_DOTS, now)), download_name="gift-card.pdf", as_attachment=True)
