"""The points of a sale: what it earns and costs its customer, and what goes back with goods."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.money import Money
from app.core.rounding import split
from app.places.day import today
from loyalty.points.ledger import (
    Document,
    PointsView,
    earn,
    entries_of_sale,
    hold_points,
    let_run_out,
    points_of,
    spend,
)
from loyalty.program.store import program_of
from loyalty.promotions.stored import running
from loyalty.rules.points import POINTS_DECIMALS
from loyalty.tiers.standing import changes_of_sale
from pos.cart.loyal import goods_back
from pos.cart.store import CartState
from pos.pricing.priced import SOURCE_POINTS, PricedCart, RefusalCode
from pos.sale.points import LinePoints, PointsBack, give_points_back, note_line_points, points_back
from pos.sale.returned import SoldPart, sold_parts
from pos.sale.standing import settle_standing
from pos.words import MOST_LENGTH


@dataclass(frozen=True, slots=True)
class ToldPoints:
    """What a sale, a return or a void changed in a customer's points (in millionths), and what there is then.

    ``reached_tier`` is the tier the sale led to, ``card_code`` the card it was given for.
    """

    earned_micro: int
    spent_micro: int
    given_back_micro: int
    taken_back_micro: int
    balance_micro: int
    reached_tier: str | None = None
    card_code: str | None = None


def hold_points_of(tx: Unit, cart: CartState) -> list[PointsBack]:
    """Keeps the points a cart moves until the unit ends, without those that have run out; answers what goes back."""
    returned = [line.returned_line_id for line in cart.lines if line.returned_line_id is not None]
    back = points_back(tx, goods_back(cart, sold_parts(tx, returned))) if returned else []
    customers = {one.customer_id for one in back}
    if cart.customer_id is not None and program_of(tx).enabled:
        hold_points(tx, customers | {cart.customer_id})
        let_run_out(tx, cart.customer_id)
    elif customers:
        hold_points(tx, customers)
    return back


def refuse_another_total(tx: Unit, cart: CartState, priced: PricedCart, due: Money, seen: Money | None) -> None:
    """Refuses a cart of which something else is ``due`` than the cashier saw; None where no one looked.

    Raises Conflict ``not_enough_points``, ``points_on_hold`` where points that were to pay, or that something was taken
    for, are gone meanwhile, else ``cart_changed``.
    """
    gone = RefusalCode.NOT_ENOUGH_POINTS
    if any(one.code is gone and one.promotion in cart.claims for one in priced.loyal.refused):
        raise _points(tx, cart).shortage()
    if seen == due:
        return
    if cart.points_micro and not priced.loyal.points.paid_micro:
        raise _points(tx, cart).shortage()
    if seen is not None:
        raise Conflict("cart_changed")


def _points(tx: Unit, cart: CartState) -> PointsView:
    return PointsView() if cart.customer_id is None else points_of(tx, cart.customer_id)


def write_points(
    tx: Unit, sale_id: int, receipt: str, cart: CartState, priced: PricedCart, back: Sequence[PointsBack]
) -> ToldPoints | None:
    """Writes what a sale moves: first what goes back, then what was spent, then what was earned; answers what to tell.

    Raises Conflict ``not_enough_points``, ``points_on_hold``.
    """
    give_points_back(tx, sale_id, receipt, back)
    settle_standing(tx, sale_id, cart.customer_id)
    points = priced.loyal.points
    if points.earned_micro or points.spent_micro:
        note_line_points(tx, sale_id, _of_lines(tx, priced))
        _enter(tx, sale_id, receipt, cart, priced)
    return told_points(tx, sale_id, cart.customer_id)


def _enter(tx: Unit, sale_id: int, receipt: str, cart: CartState, priced: PricedCart) -> None:
    points = priced.loyal.points
    if cart.customer_id is None:
        return
    document = Document(sale_id, receipt)
    if points.claimed_micro:
        names = {one.uid: one.name for one in running(tx).for_points}
        taken = ", ".join([names[uid] for uid in _claimed(tx, priced)])
        spend(tx, cart.customer_id, points.claimed_micro, document, taken[:MOST_LENGTH])
    if points.paid_micro:
        spend(tx, cart.customer_id, points.paid_micro, document)
    earn(tx, cart.customer_id, points.earned_micro, document, program_of(tx).last_day(today(tx)))


def void_points(tx: Unit, goods: Sequence[SoldPart]) -> list[PointsBack]:
    """What goes back where all of these sold lines do; asked before the void is written."""
    back = points_back(tx, [(part, part.qty_milli) for part in goods])
    hold_points(tx, [one.customer_id for one in back])
    return back


def told_points(tx: ReadUnit, sale_id: int, customer_id: int | None) -> ToldPoints | None:
    """What a document changed in its customer's points; None where nothing."""
    if customer_id is None:
        return None
    entries, changes = entries_of_sale(tx, sale_id, customer_id), changes_of_sale(tx, sale_id)
    if not (entries or changes):
        return None
    sums = {kind: sum(one.points_micro for one in entries if one.kind == kind) for kind in _KINDS}
    balance = points_of(tx, customer_id).good_micro
    return ToldPoints(
        sums["earn"],
        -sums["spend"],
        sums["return_spend"],
        -sums["return_earn"],
        balance,
        next((one.tier_after for one in changes if one.kind == "up"), None),
        next((one.card_code for one in changes if one.card_code is not None), None),
    )


_KINDS = ("earn", "spend", "return_spend", "return_earn")


def _of_lines(tx: Unit, priced: PricedCart) -> list[LinePoints]:
    """What each line earned and cost; points spent are shared by what they paid of each line, or took off it."""
    points = priced.loyal.points
    asked = {SOURCE_POINTS: points.paid_micro, **_claimed(tx, priced)}
    shares = [_shared(priced, source, micro) for source, micro in asked.items() if micro]
    spent = [sum(of_line) for of_line in zip(*shares, strict=True)] or [0] * len(priced.lines)
    return [LinePoints(max(earned, 0), part) for earned, part in zip(points.of_lines, spent, strict=True)]


def _claimed(tx: Unit, priced: PricedCart) -> dict[str, int]:
    """What was paid in points for each promotion taken for them."""
    costs = {one.uid: one.promotion.cost_micro for one in running(tx).for_points}
    return {one.promotion: costs[one.promotion] * one.times for one in priced.loyal.applied if one.promotion in costs}


def _shared(priced: PricedCart, source: str, points_micro: int) -> list[int]:
    """Points spent, by what their discount took off each sold line, else by what these come to, else alike."""
    sold = [part if part.line.returned is None and part.line.qty_milli > 0 else None for part in priced.lines]
    discounts = [() if part is None else part.discounts for part in sold]
    weights = [sum(one.amount.minor for one in of_line if one.source == source) for of_line in discounts]
    if not any(weights):
        weights = [0 if part is None else part.gross.minor for part in sold]
    if not any(weights):
        weights = [1] * len(sold)
    step: int = 10**POINTS_DECIMALS
    while points_micro % step:
        step //= 10
    return [part * step for part in split(points_micro // step, weights)]
