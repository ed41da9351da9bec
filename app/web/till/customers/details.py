"""Everything a till shows of one customer: purchases, cards, note, account, and the way to pay it off."""

from dataclasses import dataclass
from typing import Final

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.ids import parse_uid
from app.crm.cards import cards_of
from app.crm.customers import CustomerView, customer_by_uid, note_viewed
from app.web.shared.access import current, current_till_id, till_page
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.customers.panel import panel_facts, panel_of
from loyalty.points.ledger import EntryView, PointsView, next_to_run_out, points_of
from loyalty.points.ledger import entries_of as points_entries
from loyalty.points.lots import Lot
from loyalty.program.store import program_of
from pos.account.ledger import account_of, entries_of
from pos.cart.service import read_cart
from pos.sale.customers import purchases
from pos.sale.standing import StandingView, standing_view
from pos.shift.account_payment import AccountPayment, pay_off
from pos.tender_kinds import PAYMENT_KINDS

PURCHASES: Final = 10
ENTRIES: Final = 8
POINTS_ENTRIES: Final = 4


@blueprint.get("/customers/<uid>")
@till_page("customers.view")
def customer_details(uid: str) -> ResponseReturnValue:
    """The sheet of a customer. That it was opened is journaled."""
    uid = parse_uid(uid)

    def seen(tx: Unit) -> None:
        note_viewed(tx, customer_by_uid(tx, uid).id)

    with read() as tx:
        sheet = _details(tx, customer_by_uid(tx, uid))
    transact(seen)
    return sheet


@blueprint.get("/customers/<uid>/pay-off")
@till_page
def paying_off(uid: str) -> ResponseReturnValue:
    """The form for paying off a part or all of what is owed."""
    with read() as tx:
        customer = customer_by_uid(tx, parse_uid(uid))
        account = account_of(tx, customer.id)
    return render_template("till/customers/pay_off.html", customer=customer, account=account, kinds=PAYMENT_KINDS)


@blueprint.post("/customers/<uid>/pay-off")
@till_page
def pay_off_account(uid: str) -> ResponseReturnValue:
    """Takes the payment, prints its slip, and shows the change where more cash was given."""
    till_id, customer_uid, act_uid = current_till_id(), parse_uid(uid), inputs.text("uid")
    kind, amount = inputs.text("kind"), inputs.money("amount")
    given = inputs.money("given") if kind == "cash" and inputs.text("given").strip() else amount
    if given < amount:
        raise BadInput("given_below_amount", "given")

    def use_case(tx: Unit) -> tuple[CustomerView, AccountPayment]:
        customer = customer_by_uid(tx, customer_uid)
        return customer, pay_off(tx, till_id, act_uid, customer.id, kind, amount)

    customer, payment = transact(use_case)
    with read() as tx:
        cart = read_cart(tx, till_id)
        is_shown = cart is not None and cart.customer_id == customer.id
        facts = panel_facts(tx, customer.id) if is_shown else {}
    change = given - amount
    response = make_response(
        render_template(
            "till/customers/paid_off.html",
            customer=customer,
            payment=payment,
            kind=kind,
            amount=amount,
            change=change,
            **facts,
        )
    )
    response.headers[answers.OPENS] = "sheet"
    return response


@dataclass(frozen=True, slots=True)
class _Loyal:
    """Points and tier of a customer, and what changed the points last."""

    points: PointsView
    next_end: Lot | None
    entries: list[EntryView]
    standing: StandingView


def _loyal(tx: ReadUnit, customer_id: int) -> _Loyal | None:
    """None where the shop has no programme."""
    if not program_of(tx).enabled:
        return None
    entries = points_entries(tx, customer_id, limit=POINTS_ENTRIES)
    return _Loyal(points_of(tx, customer_id), next_to_run_out(tx, customer_id), entries, standing_view(tx, customer_id))


def _details(tx: ReadUnit, customer: CustomerView) -> str:
    cart = read_cart(tx, current_till_id())
    return render_template(
        "till/customers/details.html",
        details=panel_of(tx, customer.id),
        cards=[card for card in cards_of(tx, customer.id) if card.state == "active"],
        purchases=purchases(tx, customer.id, limit=PURCHASES),
        entries=entries_of(tx, customer.id, limit=ENTRIES),
        loyal=_loyal(tx, customer.id),
        may_change_card=current().may("customers.edit"),
        is_on_cart=cart is not None and cart.customer_id == customer.id,
    )
