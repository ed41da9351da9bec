"""Rewards that are decided on several lines, or units of them, at once."""

from collections.abc import Sequence

from app.core.money import Money
from app.core.rounding import split
from loyalty.rules.rewards import AmountOff, Per, PercentOff
from pos.pricing.promotions.line_rewards import LineReward, amount_off, line_off, percent_off
from pos.pricing.promotions.parts import Open, Part, Taking, chosen, shared, whole_part
from pos.pricing.values import MILLI


def take_together(
    reward: LineReward, opens: Sequence[Open], units_milli: int | None, times: int, *, each_capped: bool
) -> Taking:
    """A percentage or amount off all these lines, or their dearest units.

    The cap holds for all times together, or ``each_capped`` for each of them (claims).
    """
    parts = chosen(opens, units_milli)
    base = sum([part.worth for part in parts])
    if isinstance(reward, PercentOff):
        return shared(parts, *percent_off(reward, base, times))
    if isinstance(reward, AmountOff) and reward.per is Per.CART:
        return shared(parts, *_capped_amount(reward, base, times, each_capped=each_capped))
    return _each_unit(reward, parts, times, each_capped=each_capped)


def take_cheapest(reward: PercentOff | AmountOff, opens: Sequence[Open], times: int, *, each_capped: bool) -> Taking:
    """Off the cheapest unit, each time the next one; a line not sold by the piece is one unit."""
    parts, rest = [], times
    for one in sorted((one for one in opens if one.qty_milli), key=_unit_worth):
        if not rest:
            break
        units = min(one.units, rest) if one.units else 1
        parts.append(whole_part(one, units * MILLI if one.units else one.qty_milli))
        rest -= units
    parts.sort(key=lambda part: part.open.place)
    done = times - rest
    base = sum(part.worth for part in parts)
    cap = reward.max_discount
    if isinstance(reward, PercentOff):
        total = reward.value.of(base)
    else:
        parts_off = [
            min(reward.value.minor * (part.qty_milli // MILLI if part.open.units else 1), part.worth) for part in parts
        ]
        if cap is None:
            for part, off in zip(parts, parts_off, strict=True):
                part.off = off
            return Taking(parts, sum(parts_off), done)
        total = sum(parts_off)
    if cap is not None:
        total = min(total, cap.minor * (done if each_capped else 1))
    return shared(parts, total, done)


def _unit_worth(one: Open) -> int:
    """Orders units by their worth; goods not sold by the piece are one unit."""
    return one.worth_key(MILLI if one.units else one.qty_milli)


def _capped_amount(reward: AmountOff, base: int, times: int, *, each_capped: bool) -> tuple[int, int]:
    once, cap = reward.value.minor, reward.max_discount
    if cap is None:
        return amount_off(once, base, times)
    if each_capped:
        return amount_off(min(once, cap.minor), base, times)
    return amount_off(once, min(base, cap.minor), times)


def _each_unit(reward: LineReward, parts: Sequence[Part], times: int, *, each_capped: bool) -> Taking:
    """Every unit becomes cheaper by itself; a cap that is reached is shared like any discount."""
    done = 0
    cheaper = []
    for part in parts:
        off, part_done = line_off(reward, part.worth, part.qty_milli, times)
        if off:
            part.off = off
            cheaper.append(part)
            done = max(done, part_done)
    total = sum(part.off for part in cheaper)
    cap = _whole_cap(reward, done if each_capped else 1)
    if cap is not None and total > cap.minor:
        total = cap.minor
        for part, off in zip(cheaper, split(total, [part.worth for part in cheaper]), strict=True):
            part.off = off
    return Taking(cheaper, total, done)


def _whole_cap(reward: LineReward, times: int) -> Money | None:
    return None if reward.max_discount is None else reward.max_discount.times(times)
