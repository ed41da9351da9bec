"""The tier of a customer: the one a cart is priced in, and the one it leads to."""

from app.core.errors import BadInput
from app.core.money import Money
from loyalty.rules.points import Loyalty, Tier
from pos.pricing.priced import TierStep
from pos.pricing.values import Customer


def tier_before(loyalty: Loyalty, customer: Customer | None) -> Tier | None:
    """The tier given, else the highest that the customer's purchases so far have reached.

    Raises BadInput ``unknown_tier`` for a given one that the list does not know.
    """
    if customer is None:
        return None
    if customer.tier is None:
        return _reached(loyalty, customer.spent)
    for tier in loyalty.tiers:
        if tier.name == customer.tier:
            return tier
    raise BadInput("unknown_tier", "customer.tier", got=customer.tier[:40])


def tier_step(loyalty: Loyalty, customer: Customer | None, before: Tier | None, gross: Money) -> TierStep:
    """Where the cart leads: never down, and what is still missing to the tier after that."""
    if customer is None:
        return TierStep()
    spent = customer.spent + gross
    after = _reached(loyalty, spent)
    if before is not None and (after is None or after.from_spent <= before.from_spent):
        after = before
    above = [tier.from_spent for tier in loyalty.tiers if after is None or tier.from_spent > after.from_spent]
    return TierStep(
        before=None if before is None else before.name,
        after=None if after is None else after.name,
        to_next=min(above) - spent if above else None,
    )


def _reached(loyalty: Loyalty, spent: Money) -> Tier | None:
    reached = [tier for tier in loyalty.tiers if tier.from_spent <= spent]
    return max(reached, key=lambda tier: tier.from_spent.minor, default=None)
