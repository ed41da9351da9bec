"""The card terminal at the till: the sheet that waits for the card, ways on, giving back, and a senior's decision."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask import Response, abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.errors import ShopError
from app.core.ids import new_uid, parse_uid
from app.core.money import ZERO, Money, total
from app.core.texts import marked
from app.web.shared.access import current_till_id, till_page
from app.web.shared.answering import sentence_of
from app.web.shared.card_words import outcome_words, purpose_words
from app.web.shared.context import context
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from app.web.shared.verdicts import card_verdict
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.paper import Light
from devices.emulators.trials import Emulated
from pos.cart.service import read_cart
from pos.checkout.by_card import give_back
from pos.payments.deciding import decide
from pos.payments.keeping import ask_cancel
from pos.payments.reading import PaymentView, live_of_subject, live_of_till, payment_by_uid
from pos.tender_kinds import STORED_KINDS

BEGUN: Final = 202
"""The status of an answer that shows the sheet: the act goes on at the terminal."""
DIFFERS: Final = frozenset({"card_amounts_differ", "cart_changed"})
"""The plan of a payment does not hold any more: the cart comes to something else than the cashier saw."""
STORED_VALUE: Final = frozenset(
    {
        "gift_card_blocked",
        "gift_card_empty",
        "gift_card_expired",
        "gift_card_held",
        "gift_card_pays_goods_only",
        "gift_card_replaced",
        "gift_card_too_little",
        "no_prepaid_balance",
        "prepaid_balance_held",
        "unknown_gift_card",
    }
)
"""A gift card or balance that was to pay a part does not any more: what the terminal moved stays, the rest is open."""
OPEN_CODES: Final = frozenset({"card_amounts_differ", "card_payment_under_way", "cart_being_paid"})
"""What is answered where something at the terminal has to come to its end first."""
CUSTOMERS: Final = {
    "approve": marked("Pays"),
    "decline": marked("Is declined"),
    "cancel": marked("Walks away"),
}
"""What the customer at an emulated terminal may do, by the emulator's order."""


NOTHING_NEW: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: what is sent where."""

    words: str
    icon: str
    url: str
    fields: Mapping[str, str]

    @property
    def fields_json(self) -> str:
        """For the page's script."""
        return json.dumps(self.fields)


def card_light(states: Collection[str]) -> Light | None:
    """What is open at the till's card terminal; None where nothing is."""
    if "doubtful" in states:
        return Light("bad", gettext("Card payment in doubt"))
    if "waiting" in states:
        return Light("busy", gettext("Waiting for the card"))
    return Light("warn", gettext("A card's money waits for its sale")) if states else None


def shown(payment: PaymentView, problem: ShopError | None = None) -> Response:
    """The sheet over the till."""
    with read() as tx:
        content = _sheet(tx, current_till_id(), payment.uid, problem)
    response = make_response(render_template("till/sheet.html", content=content), BEGUN)
    response.headers[answers.OPENS] = "sheet"
    return response


def open_at_till(error: ShopError) -> Response | None:
    """The sheet of what stands in the way of an act; None where nothing does any more."""
    with read() as tx:
        found = _chosen(tx, current_till_id())
    return None if found is None else shown(found, error)


def open_for_cart(error: ShopError, cart_uid: str) -> Response | None:
    """The sheet of a cart that something was paid for and that is refused all the same; None where nothing was."""
    with read() as tx:
        live = live_of_subject(tx, cart_uid)
    if not live:
        return None
    response = shown(live[-1], error)
    response.headers[answers.STALE] = "cart"
    return response


@blueprint.get("/card")
@till_page
def open_payments() -> ResponseReturnValue:
    """What has not come to its end."""
    with read() as tx:
        found = _chosen(tx, current_till_id())
        return render_template("till/card/none.html") if found is None else _sheet(tx, current_till_id(), found.uid)


@blueprint.get("/card/<uid>")
@till_page(counts_as_use=False)
def card_payment(uid: str) -> ResponseReturnValue:
    """How far a payment is."""
    with read() as tx:
        return _sheet(tx, current_till_id(), parse_uid(uid))


@blueprint.post("/card/<uid>/cancel")
@till_page
def cancel_payment(uid: str) -> ResponseReturnValue:
    """The till wants it to end."""
    payment_uid = parse_uid(uid)
    transact(lambda tx: ask_cancel(tx, payment_uid))
    with read() as tx:
        return shown(payment_by_uid(tx, payment_uid))


@blueprint.post("/card/<uid>/customer")
@till_page
def answer_for_customer(uid: str) -> ResponseReturnValue:
    """At an emulated terminal nobody holds a card: the cashier says what the customer does."""
    with read() as tx:
        payment = payment_by_uid(tx, parse_uid(uid))
    emulator, order = _emulator(payment), inputs.text("order")
    if emulator is None or order not in CUSTOMERS:
        abort(404)
    emulator.order(order)
    return shown(payment)


@blueprint.post("/card/<uid>/give-back")
@till_page
def give_payment_back(uid: str) -> ResponseReturnValue:
    """The card gets its money back, without a sale."""
    till_id, payment_uid, back_uid = current_till_id(), parse_uid(uid), inputs.text("payment_uid")
    return shown(transact(lambda tx: give_back(tx, till_id, back_uid, payment_uid)))


@blueprint.post("/card/<uid>/decide")
@till_page
def decide_payment(uid: str) -> ResponseReturnValue:
    """A senior decides."""
    payment_uid, reason, code = parse_uid(uid), inputs.text("reason"), inputs.text("authorisation")
    verdict = card_verdict(inputs.text("verdict"))
    return shown(transact(lambda tx: decide(tx, payment_uid, verdict, reason, code)))


def _emulator(payment: PaymentView) -> Emulated | None:
    """The emulated terminal that a payment waits at; None where it is a real one, or runs elsewhere."""
    running = context().trials
    return None if running is None or payment.state != "waiting" else running.of(payment.device_id)


def _chosen(tx: ReadUnit, till_id: int) -> PaymentView | None:
    """What a cashier has to look at first: what is under way, then what belongs to the open cart."""
    cart = read_cart(tx, till_id)
    here = [] if cart is None else live_of_subject(tx, cart.uid)
    found = {one.uid: one for one in (*live_of_till(tx, till_id), *here)}.values()
    return max(found, key=lambda one: (one.is_under_way, one in here, one.id), default=None)


def _sheet(tx: ReadUnit, till_id: int, uid: str, problem: ShopError | None = None) -> str:
    payment = payment_by_uid(tx, uid)
    live = live_of_subject(tx, payment.subject_uid)
    is_under_way = any(one.is_under_way for one in live)
    goes_on, ways = (None, []) if is_under_way else _ways(tx, till_id, payment, live, problem)
    return render_template(
        "till/card/payment.html",
        payment=payment,
        approved=[one for one in live if one.live == "approved"],
        others=[one for one in live_of_till(tx, till_id) if one.subject_uid != payment.subject_uid],
        goes_on=goes_on,
        ways=ways,
        what=purpose_words(payment),
        customers={} if _emulator(payment) is None else CUSTOMERS,
        outcome_words=outcome_words,
        is_away=payment.purpose in ("sale", "return")
        and payment.live is not None
        and not _is_here(tx, till_id, payment),
        problem=None if problem is None else sentence_of(problem),
        back_uid=new_uid(),
    )


def _ways(
    tx: ReadUnit, till_id: int, payment: PaymentView, live: Sequence[PaymentView], problem: ShopError | None
) -> tuple[Way | None, list[Way]]:
    """How it goes on by itself, and the ways a cashier may choose from; not as planned after a ``problem``."""
    code = "" if problem is None else problem.code
    if payment.purpose == "give_back" or payment.state not in {"approved", "ended"}:
        return None, []
    if payment.purpose == "void":
        url = url_for("till.void", sale_uid=payment.subject_uid)
        plan = {**payment.plan, "payment_uid": new_uid()}
        if payment.state == "approved":
            return Way(gettext("Void the sale"), "undo-2", url, plan), []
        return None, [
            Way(gettext("Try again"), "refresh-cw", url, plan),
            Way(gettext("Give it back by hand"), "credit-card", url, {**plan, "by_hand": "yes"}),
        ]
    cart = read_cart(tx, till_id)
    if cart is None or not _is_here(tx, till_id, payment):
        return None, []
    due = cart.to_pay if cart.tip is None else cart.to_pay + cart.tip.amount
    approved = [one for one in live if one.live == "approved"]
    if payment.state == "approved" and payment.approved == payment.amount and code not in DIFFERS | STORED_VALUE:
        return _way(payment, gettext("Finish"), "check", json.loads(payment.plan["tenders"])), []
    planned = [
        one
        for one in json.loads(payment.plan["tenders"])
        if code not in STORED_VALUE or one["kind"] not in STORED_KINDS
    ]
    now = {"seen": str(cart.to_pay.minor), "version": str(cart.version)}
    return _ways_to_pay(payment, approved, due, planned, now)


def _is_here(tx: ReadUnit, till_id: int, payment: PaymentView) -> bool:
    """Whether the cart that it pays is the till's open one."""
    cart = read_cart(tx, till_id)
    return cart is not None and cart.uid == payment.subject_uid


def _ways_to_pay(
    payment: PaymentView,
    approved: Sequence[PaymentView],
    due: Money,
    planned: Sequence[Mapping[str, Any]],
    now: Mapping[str, str],
) -> tuple[Way | None, list[Way]]:
    """What is left of ``due`` may be paid in some way; ``now`` is what the cashier sees of the cart."""
    has_moved = total(-one.approved if one.goes_back else one.approved for one in approved)
    there: list[Mapping[str, Any]] = [
        {"kind": "card", "amount": (-one.approved if one.goes_back else one.approved).minor} for one in approved
    ]
    there += [one for one in planned if one["kind"] != "card" and one["amount"] is not None]
    rest = due - has_moved - Money(sum(one["amount"] for one in planned if one["kind"] != "card" and one["amount"]))
    if rest == ZERO and there:
        return _way(payment, gettext("Finish"), "check", there, now), []
    if (rest < ZERO) != (due < ZERO):
        return None, []
    ways = [] if approved else [_way(payment, gettext("Try again"), "refresh-cw", planned, now)]
    if approved:
        on_card: list[Mapping[str, Any]] = [*there, {"kind": "card", "amount": None}]
        ways.append(_way(payment, gettext("Another card"), "credit-card", on_card, now))
    by_hand = {"kind": "card", "amount": None, "by_hand": True}
    return None, [
        *ways,
        _way(payment, gettext("In cash"), "banknote", [*there, {"kind": "cash", "amount": None}], now),
        _way(payment, gettext("Card by hand"), "calculator", [*there, by_hand], now),
    ]


def _way(
    payment: PaymentView,
    words: str,
    icon: str,
    tenders: Sequence[Mapping[str, Any]],
    now: Mapping[str, str] = NOTHING_NEW,
) -> Way:
    fields = {**payment.plan, **now, "tenders": json.dumps(list(tenders)), "payment_uid": new_uid()}
    return Way(words, icon, url_for("till.pay"), fields)


def may_be_open(error: ShopError, cart_uid: str = "") -> Response:
    """A refusal that shows what is at the terminal, or has moved for the cart; raises it again where nothing is."""
    response = open_at_till(error) if error.code in OPEN_CODES else open_for_cart(error, cart_uid)
    if response is None:
        raise error
    return response
