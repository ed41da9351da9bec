"""Who takes part: automatic promotions, coupons given, claims that the points allow."""

from collections.abc import Mapping

from app.core.errors import BadInput
from loyalty.rules.points import Tier
from loyalty.rules.promotion import Promotion, Trigger, coupon_key
from pos.pricing.priced import RefusalCode
from pos.pricing.promotions.competition import Competition
from pos.pricing.promotions.conditions import Situation, refusal, uses_left
from pos.pricing.promotions.contenders import Contender, Mention, Shortfall
from pos.pricing.promotions.index import LineIndex
from pos.pricing.promotions.minimums import quantity_shortfall
from pos.pricing.promotions.taking import targets
from pos.pricing.worksheet import Worksheet


def enter(sheet: Worksheet, tier: Tier | None) -> Competition:
    """The competition before the first lane; what time, customer, limits and quantities forbid is off already.

    Raises BadInput ``missing`` at ``at`` where a condition uses time and the scenario has none.
    """
    scenario = sheet.scenario
    if scenario.at is None and any(promotion.when.uses_time for promotion in scenario.promotions):
        raise BadInput("missing", "at")
    index = LineIndex(sheet.lines)
    situation = Situation(scenario.at, scenario.customer, None if tier is None else tier.name)
    competition = Competition(sheet, index, situation)
    for code in scenario.cart.coupons:
        competition.coupons.setdefault(coupon_key(code), code.strip())
    claimable: dict[str, Contender] = {}
    claims = frozenset(scenario.cart.claims)
    for place, promotion in enumerate(scenario.promotions):
        if _is_asked(promotion, competition.coupons, claims):
            contender = Contender(promotion, place)
            _look(contender, competition)
            competition.contenders.append(contender)
            if contender.claimed:
                claimable[promotion.id] = contender
    competition.contenders.sort(key=lambda each: each.rank)
    competition.claims += [(claim, claimable.get(claim)) for claim in scenario.cart.claims]
    _admit(competition)
    return competition


def _is_asked(promotion: Promotion, coupons: Mapping[str, str], claims: frozenset[str]) -> bool:
    match promotion.trigger:
        case Trigger.CODE:
            return promotion.code is not None and coupon_key(promotion.code) in coupons
        case Trigger.POINTS:
            return promotion.id in claims
        case Trigger.AUTO:
            return True


def _look(contender: Contender, competition: Competition) -> None:
    promotion, index = contender.promotion, competition.index
    code = refusal(promotion, competition.situation)
    if code is not None:
        contender.off = Shortfall(code)
        return
    contender.uses_left = uses_left(promotion, competition.situation.customer)
    contender.matching = index.find(promotion.when.goods) & index.takers
    contender.qty_milli = index.qty_milli(contender.matching)
    contender.targets = targets(contender, index)
    contender.off = quantity_shortfall(contender)


def _admit(competition: Competition) -> None:
    """Each claim, in their order, is checked against the points the ones before it left."""
    customer = competition.situation.customer
    points_left = 0 if customer is None else customer.points_micro
    for place, (_, contender) in enumerate(competition.claims):
        if contender is None:
            continue
        cost = contender.promotion.cost_micro
        refused = contender.off
        if refused is None and contender.uses_left is not None and contender.admitted >= contender.uses_left:
            refused = Shortfall(RefusalCode.LIMIT)
        if refused is None and cost > points_left:
            refused = Shortfall(RefusalCode.NOT_ENOUGH_POINTS, cost, points_left)
        if refused is None:
            points_left -= cost
        contender.mentions.append(Mention(place, refused))
