"""Rewards that are decided on one line by itself."""

from app.core.rounding import round_half_up
from loyalty.rules.promotion import Promotion
from loyalty.rules.rewards import AmountOff, FixedPrice, On, Per, PercentOff
from pos.pricing.values import MILLI

LineReward = PercentOff | AmountOff | FixedPrice


def line_reward(promotion: Promotion) -> LineReward | None:
    """The reward, if it can be decided line by line: no cap, no limit of units, on whole lines."""
    reward = promotion.reward
    if promotion.limits.units_milli is not None:
        return None
    match reward:
        case FixedPrice(max_discount=None):
            return reward
        case PercentOff(max_discount=None, on=On.MATCHING | On.PRODUCTS):
            return reward
        case AmountOff(max_discount=None, on=On.MATCHING | On.PRODUCTS, per=Per.UNIT):
            return reward
        case _:
            return None


def line_off(reward: LineReward, left: int, qty_milli: int, times: int) -> tuple[int, int]:
    """What the reward takes off so much of a line, applied so often, and how many of the times had an effect."""
    if isinstance(reward, PercentOff):
        return percent_off(reward, left, times)
    if isinstance(reward, AmountOff):
        return amount_off(round_half_up(reward.value.minor * qty_milli, MILLI), left, times)
    off = max(left - reward.value.for_qty(qty_milli).minor, 0)
    return off, int(off > 0)


def percent_off(reward: PercentOff, left: int, times: int) -> tuple[int, int]:
    """A percentage of what is left, again and again of what the one before left; and how often it had an effect."""
    cap = reward.max_discount
    total = 0
    for done in range(times):
        off = reward.value.of(left - total)
        if cap is not None:
            off = min(off, cap.minor)
        if not off:
            return total, done
        total += off
    return total, times


def amount_off(once: int, left: int, times: int) -> tuple[int, int]:
    """An amount so often, never more than is left; and how often it had an effect."""
    off = min(once * times, left)
    return off, -(-off // once) if once else 0
