"""The customer of a cart as prices depend on him, and what the cart means for his points and tier."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money, total
from app.core.percent import NO_PERCENT
from app.crm.customers import customer_by_id
from app.places.day import today
from loyalty.points.holds import kept_points
from loyalty.points.ledger import points_of
from loyalty.program.store import program_of
from loyalty.program.values import Program
from loyalty.promotions.stored import running
from loyalty.promotions.uses import uses_of
from loyalty.rules.points import NO_LOYALTY, POINTS_DECIMALS, Loyalty
from loyalty.tiers.standing import Standing, standing_of, tier_held
from pos.cart.store import CartState
from pos.cart.views import PointsView
from pos.pricing.priced import SOURCE_POINTS, PricedCart
from pos.pricing.spending import points_that_fit
from pos.pricing.values import Customer
from pos.recognition.groups import groups_of
from pos.sale.bought import bought_by
from pos.sale.kinds import OFFERED
from pos.sale.points import points_back
from pos.sale.returned import SoldPart, sold_parts


def loyalty_rules(tx: ReadUnit, cart: CartState) -> Loyalty:
    """The rules of points and tiers; none while the programme is switched off.

    The prices of an offer have a tier's discount in them already: there it gives nothing more off.
    """
    program = program_of(tx)
    if not program.enabled:
        return NO_LOYALTY
    if any(line.price_source == OFFERED for line in cart.lines):
        return replace(program.rules, tiers=tuple([replace(one, discount=NO_PERCENT) for one in program.rules.tiers]))
    return program.rules


def needs_goods(loyalty: Loyalty) -> bool:
    """Whether a rule asks for categories or tags of goods."""
    return any(rule.goods.categories is not None or rule.goods.tags is not None for rule in loyalty.earn)


def loyal_customer(tx: ReadUnit, cart: CartState) -> Customer | None:
    """The cart's customer with points, purchases and tier; None where it is nobody's."""
    if cart.customer_id is None:
        return None
    return as_priced(tx, cart.customer_id, _can_be_spent(tx, cart) if program_of(tx).enabled else 0)


def as_priced(tx: ReadUnit, customer_id: int, points_micro: int) -> Customer:
    """A customer as prices depend on him, with so many points to spend."""
    program = program_of(tx)
    customer = customer_by_id(tx, customer_id)
    bought = bought_by(tx, customer_id)
    since = program.counts_from(today(tx)) if program.enabled else None
    counted = bought if since is None else bought_by(tx, customer_id, since)
    return Customer(
        id=str(customer_id),
        points_micro=points_micro,
        tier=_kept_tier(tx, customer_id, counted.spent),
        spent=counted.spent,
        birth_date=customer.birth_date,
        segments=groups_of(tx, customer_id, running(tx).segments),
        purchases=bought.times,
        uses=uses_of(tx, customer_id),
    )


def _kept_tier(tx: ReadUnit, customer_id: int, spent: Money) -> str | None:
    """The tier that is kept though the purchases do not hold it; None where they say themselves."""
    program = program_of(tx)
    held = tier_held(program, standing_of(tx, customer_id), spent) if program.enabled else None
    return None if held is None or held == program.reached(spent) else held.name


def points_view(tx: ReadUnit, cart: CartState, priced: PricedCart) -> PointsView | None:
    """What the cart means for points and tier; None while the programme is switched off."""
    program = program_of(tx)
    if not program.enabled:
        return None
    points, tier = priced.loyal.points, priced.loyal.tier
    if cart.customer_id is None:
        return PointsView(earned_micro=points.earned_micro)
    can_be_spent = points.after_micro + points.spent_micro - points.earned_micro
    back = _net_back(tx, cart)
    has = can_be_spent - min(back, 0)
    no_turnover = total(
        part.gross
        for line, part in zip(cart.lines, priced.lines, strict=True)
        if line.pledge is not None or line.loads is not None
    )
    above = program.above(program.tier(tier.after))
    falls_on, to_keep = _ends(tx, cart.customer_id, program, priced.gross - no_turnover)
    return PointsView(
        falls_on=falls_on,
        to_keep=to_keep,
        earned_micro=points.earned_micro,
        of_customer=True,
        has_micro=has,
        spent_micro=points.paid_micro,
        asked_micro=cart.points_micro,
        most_micro=_most(program, priced, can_be_spent - points.claimed_micro),
        step_micro=10 ** (POINTS_DECIMALS - program.rules.points_decimals),
        after_micro=has + back - points.spent_micro + points.earned_micro,
        tier=tier.before,
        way_percent=0
        if tier.to_next is None or above is None
        else program.way_percent(program.tier(tier.after), above, above.from_spent - tier.to_next),
        next_tier=None if above is None else above.name,
        to_next=None if tier.to_next is None else tier.to_next + no_turnover,
    )


def _ends(tx: ReadUnit, customer_id: int, program: Program, goods: Money) -> tuple[date | None, Money | None]:
    """When the tier ends, and what is to be bought beside these goods to keep it; nothing where it does not."""
    standing = standing_of(tx, customer_id) if program.tiers_fall else Standing()
    kept = program.tier(standing.tier)
    if standing.falls_on is None or kept is None:
        return None, None
    to_keep = kept.from_spent - bought_by(tx, customer_id, program.counts_from(today(tx))).spent - goods
    return (standing.falls_on, to_keep) if to_keep > ZERO else (None, None)


def _most(program: Program, priced: PricedCart, can_be_spent: int) -> int:
    """How many points may be spent in the cart."""
    base = sum(
        part.amount.minor - sum(one.amount.minor for one in part.discounts if one.source != SOURCE_POINTS)
        for part in priced.lines
        if part.line.takes_discounts
    )
    return points_that_fit(can_be_spent, base, program.rules) if can_be_spent > 0 and base > 0 else 0


def _can_be_spent(tx: ReadUnit, cart: CartState) -> int:
    """The customer's points, less what the goods that come back in this cart take away."""
    assert cart.customer_id is not None
    own = kept_points(tx, cart.uid) if cart.is_paying else 0
    return points_of(tx, cart.customer_id).good_micro + own + min(_net_back(tx, cart), 0)


def _net_back(tx: ReadUnit, cart: CartState) -> int:
    """What the customer's points change by through goods that come back."""
    returned = {line.returned_line_id: -line.qty_milli for line in cart.lines if line.returned_line_id is not None}
    if not returned:
        return 0
    back = points_back(tx, goods_back(cart, sold_parts(tx, list(returned))))
    return sum(one.net_micro for one in back if one.customer_id == cart.customer_id)


def goods_back(cart: CartState, sold: Mapping[int, SoldPart]) -> list[tuple[SoldPart, int]]:
    """The sold lines that come back in a cart, with how much of each."""
    return [(sold[line.returned_line_id], -line.qty_milli) for line in cart.lines if line.returned_line_id is not None]
