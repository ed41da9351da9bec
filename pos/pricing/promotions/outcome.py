"""What became of every promotion, coupon and claim: applied, offered, issued, or refused with a reason."""

from typing import Final

from app.core.money import Money
from app.core.percent import WHOLE
from loyalty.rules.promotion import Promotion, Trigger, coupon_key
from loyalty.rules.rewards import BundlePrice, BuyGet, CouponReward, FreeProduct, PointsReward
from pos.pricing.priced import Applied, Issued, Offer, Refusal, RefusalCode
from pos.pricing.promotions.competition import Competition
from pos.pricing.promotions.contenders import ORDER, Contender, Shortfall
from pos.pricing.values import MILLI

MOST_TIMES: Final = 1_000
"""Coupons and bonuses of one promotion in one cart."""


def bonus_lane(competition: Competition) -> list[Contender]:
    """After step 6: all promotions of points and coupons that hold apply; returned in their order."""
    rewards = [
        each for each in competition.contenders if isinstance(each.promotion.reward, PointsReward | CouponReward)
    ]
    holding, _ = competition.start(rewards)
    for contender in holding:
        contender.times = min(contender.most_times or 0, MOST_TIMES)
    return holding


def claimed_micro(competition: Competition) -> int:
    """The points that claims spend: only those with an effect."""
    return sum(each.promotion.cost_micro * each.times for each in competition.contenders if each.claimed)


def reserved_micro(competition: Competition) -> int:
    """The points that claims of points and coupons may still spend: they apply last and are paid before money."""
    return sum(
        each.promotion.cost_micro * each.admitted
        for each in competition.contenders
        if each.claimed and each.off is None and isinstance(each.promotion.reward, PointsReward | CouponReward)
    )


def applied(competition: Competition) -> tuple[Applied, ...]:
    """Every promotion that had an effect, in the order of the list."""
    return tuple(
        Applied(
            promotion=each.promotion.id,
            coupon=each.promotion.code if each.promotion.trigger is Trigger.CODE else None,
            times=each.times,
            amount=Money(each.amount),
            points_micro=_points(each),
        )
        for each in _in_list_order(competition)
        if each.times
    )


def _points(contender: Contender) -> int:
    """What it brought; a claim of anything but points tells what it cost."""
    if contender.claimed and not isinstance(contender.promotion.reward, PointsReward):
        return contender.promotion.cost_micro * contender.times
    return contender.points_micro


def offers(competition: Competition) -> tuple[Offer, ...]:
    """The units that rewards would still give."""
    found = []
    for contender in _in_list_order(competition):
        promotion = contender.promotion
        if contender.missing and isinstance(promotion.reward, BuyGet | FreeProduct):
            percent = promotion.reward.percent if isinstance(promotion.reward, BuyGet) else WHOLE
            products = _offered(contender, competition)
            found.append(Offer(promotion.id, promotion.name, products, contender.missing, percent))
    return tuple(found)


def _offered(contender: Contender, competition: Competition) -> tuple[str, ...]:
    """The products a reward names, else those its condition names, else those that match in the cart."""
    reward, goods = contender.promotion.reward, contender.promotion.when.goods
    if isinstance(reward, BuyGet | FreeProduct) and reward.products is not None:
        return reward.products
    if goods.products is not None:
        return goods.products
    lines = [competition.sheet.lines[place].line for place in competition.index.indexes(contender.matching)]
    return tuple(dict.fromkeys(line.product for line in lines if line.product is not None and line.by_piece))


def issued(competition: Competition) -> tuple[Issued, ...]:
    """The coupons that the completed sale gives out, one entry each."""
    return tuple(
        Issued(reward.promotion, reward.valid_days)
        for contender in _in_list_order(competition)
        if isinstance(reward := contender.promotion.reward, CouponReward)
        for _ in range(contender.times)
    )


def refused(competition: Competition, points: Shortfall | None) -> tuple[Refusal, ...]:
    """Coupons, claims and points without effect, as they were given; then promotions that only miss a minimum."""
    found = [*_coupons(competition), *_claims(competition)]
    if points is not None:
        asked = competition.sheet.scenario.cart.points_micro
        found.append(Refusal(points.code, points_micro=asked, need=points.need, have=points.have))
    for contender in _in_list_order(competition):
        off = contender.off
        if (
            contender.promotion.trigger is Trigger.AUTO
            and off is not None
            and off.code in {RefusalCode.MIN_QTY, RefusalCode.MIN_AMOUNT}
            and not contender.over_maximum
        ):
            found.append(_refusal(contender.promotion, off))
    return tuple(found)


def _coupons(competition: Competition) -> list[Refusal]:
    of_code: dict[str, list[Contender]] = {}
    for contender in _in_list_order(competition):
        promotion = contender.promotion
        if promotion.trigger is Trigger.CODE and promotion.code is not None:
            of_code.setdefault(coupon_key(promotion.code), []).append(contender)
    found = []
    for key, written in competition.coupons.items():
        contenders = of_code.get(key, [])
        if not contenders:
            found.append(Refusal(RefusalCode.UNKNOWN_COUPON, coupon=written))
        elif not any(each.times for each in contenders):
            found.append(_refusal(contenders[0].promotion, _reason(contenders[0])))
    return found


def _claims(competition: Competition) -> list[Refusal]:
    effective = {
        mention.place
        for contender in competition.contenders
        for mention in [each for each in contender.mentions if each.refused is None][: contender.times]
    }
    own = {
        mention.place: mention.refused
        for contender in competition.contenders
        for mention in contender.mentions
        if mention.refused is not None
    }
    found = []
    for place, (claim, contender) in enumerate(competition.claims):
        if contender is None:
            found.append(Refusal(RefusalCode.UNKNOWN_COUPON, promotion=claim))
        elif place not in effective:
            reasons = [each for each in (contender.off, own.get(place)) if each is not None]
            reason = min(reasons, key=lambda each: ORDER[each.code]) if reasons else _reason(contender)
            found.append(_refusal(contender.promotion, reason))
    return found


def _reason(contender: Contender) -> Shortfall:
    """Why something that may apply has no effect: too few units, nothing to take it off, or a better one."""
    if contender.off is not None:
        return contender.off
    if contender.could and not contender.times:
        return Shortfall(RefusalCode.NOT_COMBINABLE)
    reward = contender.promotion.reward
    asked = reward.buy if isinstance(reward, BuyGet) else reward.qty if isinstance(reward, BundlePrice) else None
    if asked is not None and contender.qty_milli < asked * MILLI:
        return Shortfall(RefusalCode.MIN_QTY, asked * MILLI, contender.qty_milli)
    return Shortfall(RefusalCode.NOTHING_MATCHING)


def _refusal(promotion: Promotion, reason: Shortfall) -> Refusal:
    return Refusal(
        code=reason.code,
        promotion=promotion.id,
        coupon=promotion.code if promotion.trigger is Trigger.CODE else None,
        points_micro=promotion.cost_micro if promotion.trigger is Trigger.POINTS else None,
        need=reason.need,
        have=reason.have,
        name=promotion.name,
    )


def _in_list_order(competition: Competition) -> list[Contender]:
    return sorted(competition.contenders, key=lambda each: each.rank[2])
