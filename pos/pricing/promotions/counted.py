"""Rewards that count off units: bundles, and the got units of groups."""

from collections.abc import Callable, Mapping, Sequence

from loyalty.rules.rewards import BundlePrice, BuyGet
from pos.pricing.promotions.bundle_sets import allot, set_units
from pos.pricing.promotions.parts import (
    Open,
    Part,
    Taking,
    cheapest_first,
    dearest_first,
    shared,
    whole_part,
)
from pos.pricing.values import MILLI

NOTHING = Taking((), 0, 0)

Counts = Mapping[int, int]
"""Units by the place of their line."""


def take_bundles(
    reward: BundlePrice, opens: Sequence[Open], in_sets: Sequence[int], most: int | None, units_milli: int | None
) -> Taking:
    """As many bundles as become cheaper, of the dearest units; ``in_sets`` are the lines of each set, as bits."""
    pieces = [one for one in dearest_first(opens) if one.units]
    in_one = reward.qty if reward.qty is not None else sum(each.qty for each in reward.sets)
    limits = [sum(one.units for one in pieces) // in_one]
    if most is not None:
        limits.append(most)
    if units_milli is not None:
        limits.append(units_milli // (MILLI * in_one))
    if reward.qty is not None:
        qty = reward.qty
        return _best_count(reward, pieces, min(limits), lambda count: first_units(pieces, count * qty))
    sets = set_units(pieces, reward.sets, in_sets)
    return _best_count(reward, pieces, min(limits), lambda count: allot(sets, count))


def _best_count(
    reward: BundlePrice, pieces: Sequence[Open], limit: int, units_of: Callable[[int], Counts | None]
) -> Taking:
    """The most bundles of which the last is still worth more than its price."""
    by_place = {one.place: one for one in pieces}

    def worth(count: int) -> int | None:
        units = units_of(count)
        return None if units is None else sum([by_place[place].worth(some * MILLI) for place, some in units.items()])

    def pays(count: int) -> bool:
        with_it = worth(count)
        return with_it is not None and with_it - (worth(count - 1) or 0) > reward.value.minor

    count = last_that(pays, limit)
    units = units_of(count) if count else None
    if not units:
        return NOTHING
    parts = [
        whole_part(one, units[one.place] * MILLI)
        for one in sorted(pieces, key=lambda each: each.place)
        if units.get(one.place)
    ]
    total = sum(part.worth for part in parts) - reward.value.minor * count
    return shared(parts, total if reward.max_discount is None else min(total, reward.max_discount.minor), count)


def take_groups(
    reward: BuyGet,
    matching: Sequence[Open],
    eligible: Sequence[Open],
    most: int | None,
    units_milli: int | None,
) -> Taking:
    """Groups of bought and got units: the got ones the cheapest eligible, the bought ones the dearest of the rest."""
    buy, get = reward.buy, reward.get
    bought_from = {one.place: one for one in matching if one.units}
    got_from = [one for one in cheapest_first(eligible) if one.units]
    can_buy = sum(one.units for one in bought_from.values())
    both = sum(one.units for one in got_from if one.place in bought_from)
    only_got = sum(one.units for one in got_from) - both

    def got_of_matching(count: int) -> int:
        """How many of so many got units may match, so that none of the bought ones is missing; below zero: none fit."""
        return can_buy - buy * -(-count // get)

    def fits(count: int) -> bool:
        spare = got_of_matching(count)
        return spare >= 0 and min(spare, both) + only_got >= count

    limits = [both + only_got]
    if most is not None:
        limits.append(most * get)
    if units_milli is not None:
        limits.append(units_milli // MILLI)
    count = last_that(fits, min(limits))
    got = _got_units(got_from, bought_from, count, got_of_matching(count))
    groups = -(-count // get)
    rest_to_buy = can_buy - sum(units for place, units in got.items() if place in bought_from)
    complete = rest_to_buy // buy if most is None else min(rest_to_buy // buy, most)
    missing = complete * get - count
    if units_milli is not None:
        missing = min(missing, units_milli // MILLI - count)
    if not count:
        return Taking((), 0, 0, max(missing, 0))
    bought = first_units(dearest_first(bought_from.values()), buy * groups, got)
    parts = _group_parts([*bought_from.values(), *got_from], bought, got)
    total = reward.percent.of(sum(part.cheaper for part in parts))
    if reward.max_discount is not None:
        total = min(total, reward.max_discount.minor)
    return shared(parts, total, groups, max(missing, 0))


def _got_units(got_from: Sequence[Open], bought_from: Mapping[int, Open], count: int, spare: int) -> dict[int, int]:
    """The cheapest units, of matching lines only as many as can be spared."""
    got: dict[int, int] = {}
    for one in got_from:
        units = min(one.units, count)
        if one.place in bought_from:
            units = min(units, spare)
            spare -= units
        if units:
            got[one.place] = units
            count -= units
    return got


def _group_parts(opens: Sequence[Open], bought: Counts, got: Counts) -> list[Part]:
    parts = []
    for one in {each.place: each for each in sorted(opens, key=lambda each: each.place)}.values():
        got_milli = got.get(one.place, 0) * MILLI
        taken_milli = got_milli + bought.get(one.place, 0) * MILLI
        if taken_milli:
            parts.append(Part(one, taken_milli, one.worth(taken_milli), got_milli, one.worth(got_milli)))
    return parts


def first_units(opens: Sequence[Open], count: int, without: Counts | None = None) -> dict[int, int]:
    """The first units of the lines in their order, but those counted in ``without``."""
    found: dict[int, int] = {}
    taken = without or {}
    for one in opens:
        if not count:
            break
        units = min(one.units - taken.get(one.place, 0), count)
        if units:
            found[one.place] = units
            count -= units
    return found


def last_that(holds: Callable[[int], bool], most: int) -> int:
    """The largest whole number up to ``most`` that holds, where all below one that holds do too; else 0."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
