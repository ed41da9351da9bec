"""Steps 4 and 5: percentages on the whole order, with the tier's discount among them, then amounts."""

from loyalty.rules.points import Tier
from loyalty.rules.promotion import DEFAULT_PRIORITY, Combine
from loyalty.rules.rewards import AmountOff, On, PercentOff
from pos.pricing.priced import SOURCE_TIER, DiscountCode
from pos.pricing.promotions.competition import Competition, apply
from pos.pricing.promotions.contenders import Contender
from pos.pricing.promotions.parts import Taking
from pos.pricing.promotions.taking import Taker
from pos.pricing.worksheet import take_together

_TIER_RANK = (DEFAULT_PRIORITY, 0, -1)
"""Among equals a tier stands as an automatic promotion of the usual priority, before all others: it uses up nothing."""


def order_lane(competition: Competition, tier: Tier | None) -> None:
    """Of the percentages on the order and the tier's discount the one worth most, then those that combine always."""
    _run(competition, PercentOff, tier)


def amount_lane(competition: Competition) -> None:
    """Of the amounts on the order the one worth most, then those that combine always."""
    _run(competition, AmountOff, None)


def _run(competition: Competition, kind: type[PercentOff | AmountOff], tier: Tier | None) -> None:
    rivals, amounts = competition.start([each for each in competition.contenders if _on_order(each, kind)])
    if not rivals and tier is None:
        return
    taker = Taker(competition.index, amounts, competition.sheet.scenario.shop.prices_include_tax)
    best: tuple[Contender, Taking] | None = None
    most = 0
    opens = competition.opens(competition.index.takers)
    for contender in rivals:
        if contender.promotion.combine is Combine.BEST:
            taking = taker.take(contender, opens)
            contender.could = taking.total > 0
            if taking.total > most:
                best, most = (contender, taking), taking.total
    if tier is not None and _tier_wins(competition, tier, most, best):
        _give_tier(competition, tier)
    elif best is not None:
        apply(*best)
    for contender in rivals:
        if contender.promotion.combine is Combine.ALWAYS:
            apply(contender, taker.take(contender, competition.opens(contender.targets)))


def _on_order(contender: Contender, kind: type[PercentOff | AmountOff]) -> bool:
    reward = contender.promotion.reward
    return isinstance(reward, kind) and reward.on is On.ORDER


def _tier_off(competition: Competition, tier: Tier) -> int:
    return tier.discount.of(sum(one.left for one in competition.opens(competition.index.takers)))


def _tier_wins(competition: Competition, tier: Tier, most: int, best: tuple[Contender, Taking] | None) -> bool:
    off = _tier_off(competition, tier)
    return off > most or (off == most > 0 and best is not None and best[0].rank > _TIER_RANK)


def _give_tier(competition: Competition, tier: Tier) -> None:
    lines = [competition.sheet.lines[place] for place in competition.index.indexes(competition.index.takers)]
    take_together(lines, _tier_off(competition, tier), SOURCE_TIER, DiscountCode.TIER, tier.discount, tier.name)
