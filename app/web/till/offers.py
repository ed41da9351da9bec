"""Offers: made of the open cart, found again, taken up into an empty one, printed again and sent."""

from typing import Final

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import new_uid, parse_uid
from app.crm.customers import customer_by_id
from app.messaging.outgoing import mails_about
from app.messaging.settings import mail_is_set_up
from app.places.service import place_of
from app.web.shared.access import current_till_id, till_page
from app.web.shared.language import gettext
from app.web.shared.logos import logo_address
from app.web.shared.mail import hidden_address, mail_state
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import STALE_CODES, act, stale
from app.web.till.offer_words import taken_up_words
from app.web.till.paper import paper_light
from pos.cart.service import read_cart
from pos.offers.mailing import mail_offer
from pos.offers.making import OfferWish, last_day, make_offer
from pos.offers.reading import OfferHead, find_offers, offer_by_uid, offer_document_name
from pos.offers.taking_up import Prices, TakenUp, offer_state, take_up_again, take_up_offer
from pos.papers.store import is_asked_for, print_first, reprint, stored_paper
from printing.html import paper_html

MANY: Final = 50
ASKS: Final = frozenset({"offer_out_of_date", "offer_sold_already", "offer_in_a_cart"})
"""What a scanned offer asks before it is taken up: its sheet shows it."""


@blueprint.get("/offers/new")
@till_page
def new_offer() -> ResponseReturnValue:
    """Asks whom the offer is for and how it goes out."""
    till_id = current_till_id()
    with read() as tx:
        cart = read_cart(tx, till_id)
        customer = None if cart is None or cart.customer_id is None else customer_by_id(tx, cart.customer_id)
        facts = {
            "prints": place_of(tx, till_id).has_printer,
            "mails": mail_is_set_up(tx),
            "valid_until": last_day(tx),
        }
    return render_template("till/offers/new.html", customer=customer, act_uid=new_uid(), **facts)


@blueprint.post("/offers")
@till_page
def make() -> ResponseReturnValue:
    """Makes the cart an offer; the till is empty then."""
    till_id, cart_uid, version = current_till_id(), inputs.text("cart_uid"), inputs.whole("version")
    uid, printed = inputs.text("act_uid"), inputs.text("printed") == "yes"
    wish = OfferWish(inputs.text("recipient"), inputs.text("note"), printed, inputs.text("to"))
    try:
        offer = transact(lambda tx: make_offer(tx, till_id, cart_uid, uid, version, wish))
    except (Conflict, NotFound) as error:
        if error.code not in STALE_CODES:
            raise
        return stale(error)
    said = gettext("Offer %(number)s is made. Shift F6 finds it again.", number=offer.written_number)
    return answers.whole_cart(None, answers.NOTHING_BESIDE, said=said)


@blueprint.get("/offers")
@till_page
def offers() -> ResponseReturnValue:
    """The latest offers of every till."""
    with read() as tx:
        return _list(tx, "")


@blueprint.post("/offers/search")
@till_page
def search_offers() -> ResponseReturnValue:
    """Offers by number, recipient, note or customer; a scanned one is shown at once."""
    sought = inputs.text("q").strip()
    with read() as tx:
        found = find_offers(tx, sought, limit=MANY)
        is_that_one = len(found) == 1 and found[0].written_number == sought.upper()
        content = _sheet(tx, found[0]) if is_that_one else _list(tx, sought, found)
    return render_template("till/sheet.html", content=content)


@blueprint.get("/offers/<offer_uid>")
@till_page
def offer(offer_uid: str) -> ResponseReturnValue:
    """One offer as it was made, and what can be done with it."""
    with read() as tx:
        return _sheet(tx, offer_by_uid(tx, parse_uid(offer_uid)))


@blueprint.post("/offers/<offer_uid>/take-up")
@till_page
def take_up(offer_uid: str) -> ResponseReturnValue:
    """Puts it into the cart, at the prices that were chosen."""
    return _take_up(offer_uid, inputs.text("act_uid"), _chosen_prices(), again=inputs.text("again") == "yes")


@blueprint.post("/offers/again")
@till_page
def sell_again() -> ResponseReturnValue:
    """The offer in the cart was sold meanwhile, and is sold once more on purpose."""
    return act(take_up_again)


@blueprint.post("/offers/<offer_uid>/print")
@till_page
def print_offer(offer_uid: str) -> ResponseReturnValue:
    """Prints an offer that was made without a paper."""
    till_id, document = current_till_id(), offer_document_name(parse_uid(offer_uid))
    transact(lambda tx: print_first(tx, till_id, document))
    return make_response(render_template("till/paper_queued.html", words=gettext("The offer is being printed")))


@blueprint.post("/offers/<offer_uid>/copy")
@till_page
def copy_offer(offer_uid: str) -> ResponseReturnValue:
    """Prints it again, marked COPY."""
    till_id, document, uid = current_till_id(), offer_document_name(parse_uid(offer_uid)), inputs.text("uid")
    transact(lambda tx: reprint(tx, till_id, document, uid))
    words = gettext("A copy is on its way to the printer")
    return make_response(render_template("till/paper_queued.html", words=words))


@blueprint.get("/offers/<offer_uid>/mail")
@till_page
def offer_mail(offer_uid: str) -> ResponseReturnValue:
    """Asks for the address; that of the offer's customer is filled in."""
    with read() as tx:
        found = offer_by_uid(tx, parse_uid(offer_uid))
        known = None if found.customer_id is None else customer_by_id(tx, found.customer_id).email
        is_set_up = mail_is_set_up(tx)
    return render_template("till/offers/mail.html", offer=found, address=known or "", is_set_up=is_set_up)


@blueprint.post("/offers/<offer_uid>/mail")
@till_page
def send_offer(offer_uid: str) -> ResponseReturnValue:
    """Sends it."""
    offer_uid, uid, to = parse_uid(offer_uid), inputs.text("uid"), inputs.text("to")
    transact(lambda tx: mail_offer(tx, offer_uid, to, uid))
    words = gettext("The offer is on its way to %(address)s", address=to.strip())
    return make_response(render_template("till/paper_queued.html", words=words))


def offer_scanned(offer_uid: str) -> ResponseReturnValue:
    """A scanned offer goes straight into the cart; where there is something to ask, its sheet asks."""
    try:
        return _take_up(offer_uid, inputs.text("line_uid"), None, again=False)
    except Conflict as error:
        if error.code not in ASKS:
            raise
    with read() as tx:
        content = _sheet(tx, offer_by_uid(tx, offer_uid))
    response = make_response(render_template("till/sheet.html", content=content))
    response.headers[answers.OPENS] = "sheet"
    return response


def _take_up(offer_uid: str, act_uid: str, prices: Prices | None, *, again: bool) -> ResponseReturnValue:
    till_id, cart_uid = current_till_id(), inputs.text("cart_uid")

    def with_answer(tx: Unit) -> tuple[TakenUp, answers.Beside]:
        taken = take_up_offer(tx, till_id, cart_uid, act_uid, offer_uid, prices=prices, again=again)
        return taken, answers.beside(tx, till_id, taken.changed.cart)

    try:
        taken, beside = transact(with_answer)
    except (Conflict, NotFound) as error:
        if error.code not in STALE_CODES:
            raise
        return stale(error)
    response = make_response(answers.whole_cart(taken.changed.cart, beside, taken_up=taken_up_words(taken)))
    response.headers[answers.SOUND] = "added"
    return response


def _chosen_prices() -> Prices | None:
    match inputs.text("prices"):
        case "offered":
            return "offered"
        case "today":
            return "today"
        case "":
            return None
        case _:
            raise BadInput("bad_request", "prices")


def _list(tx: ReadUnit, sought: str, found: list[OfferHead] | None = None) -> str:
    """The sheet of many offers."""
    shown = find_offers(tx, sought, limit=MANY) if found is None else found
    states = {one.uid: offer_state(tx, one) for one in shown}
    return render_template("till/offers/list.html", offers=shown, states=states, sought=sought, most=MANY)


def _sheet(tx: ReadUnit, found: OfferHead) -> str:
    return render_template(
        "till/offers/offer.html",
        offer=found,
        state=offer_state(tx, found),
        act_uid=new_uid(),
        mails=mails_about(tx, found.document),
        mail_state=mail_state,
        hidden_address=hidden_address,
        paper=paper_light(tx, current_till_id(), found.document),
        is_asked_for=is_asked_for(tx, found.document),
        article=paper_html(stored_paper(tx, found.document), logo_address),
    )
