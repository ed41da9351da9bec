"""Units that become free while what stays paid still meets the minimum."""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.rules.rewards import FreeProduct
from pos.pricing.priced import Exact
from pos.pricing.promotions.counted import last_that
from pos.pricing.promotions.minimums import in_basis
from pos.pricing.promotions.parts import Open, Taking, cheapest_first, shared, whole_part
from pos.pricing.values import MILLI


@dataclass(frozen=True, slots=True)
class Paid:
    """What must stay paid: the minimum of one repeat, what there is, and which lines count (as bits).

    ``repeats`` says that the minimum is asked once for each time; claims are asked once for all.
    """

    lines: int
    min_qty_milli: int
    have_qty_milli: int
    min_amount: int
    have_amount: Exact
    includes_tax: bool
    repeats: bool

    def times_met(self, free_qty_milli: int, free_amount: Exact, most: int) -> int:
        """How many repeats what stays paid is enough for."""
        if not self.repeats:
            return most
        if self.min_qty_milli:
            most = min(most, (self.have_qty_milli - free_qty_milli) // self.min_qty_milli)
        if self.min_amount:
            most = min(most, (self.have_amount - free_amount) // self.min_amount)
        return most


def take_free(reward: FreeProduct, opens: Sequence[Open], paid: Paid, times: int, units_milli: int | None) -> Taking:
    """The cheapest units of the free products, and how many more would be free."""
    pieces = [one for one in cheapest_first(opens) if one.units and one.left]
    limit = None if units_milli is None else units_milli // MILLI
    full = last_that(
        lambda count: sum(_free(pieces, paid, reward.qty * count, count).values()) >= reward.qty * count, times
    )
    best = _free(pieces, paid, reward.qty * full, full)
    if full < times:
        more = _free(pieces, paid, reward.qty * (full + 1), full + 1)
        best = more if sum(more.values()) > sum(best.values()) else best
    if limit is not None and sum(best.values()) > limit:
        best = _free(pieces, paid, limit, -(-limit // reward.qty))
    parts = [
        whole_part(one, best[one.place] * MILLI)
        for one in sorted(pieces, key=lambda each: each.place)
        if best.get(one.place)
    ]
    free = sum(best.values())
    matching = [part for part in parts if paid.lines >> part.open.place & 1]
    met = paid.times_met(
        sum(part.qty_milli * part.open.work.line.pieces for part in matching),
        sum((in_basis(part.worth, part.open.work, paid.includes_tax) for part in matching), 0),
        times,
    )
    missing = met * reward.qty
    missing = max((missing if limit is None else min(missing, limit)) - free, 0)
    total = sum(part.worth for part in parts)
    if reward.max_discount is not None:
        total = min(total, reward.max_discount.minor)
    return shared(parts, total, -(-free // reward.qty), missing)


def _free(pieces: Sequence[Open], paid: Paid, count: int, times: int) -> dict[int, int]:
    """Up to ``count`` of the cheapest units, those that match only as far as the rest still meets the minimum."""
    asked = times if paid.repeats else 1
    spare_qty = paid.have_qty_milli - paid.min_qty_milli * asked
    spare_amount = paid.have_amount - paid.min_amount * asked
    found: dict[int, int] = {}
    for one in pieces:
        units = min(one.units, count)
        if paid.lines >> one.place & 1:
            if paid.min_qty_milli:
                units = min(units, max(spare_qty, 0) // (one.work.line.pieces * MILLI))
            if paid.min_amount:
                units = _within(one, units, spare_amount, paid)
            spare_qty -= units * one.work.line.pieces * MILLI
            spare_amount -= _worth(one, units, paid)
        if units:
            found[one.place] = units
            count -= units
    return found


def _within(one: Open, most: int, spare_amount: Exact, paid: Paid) -> int:
    return last_that(lambda units: _worth(one, units, paid) <= spare_amount, most)


def _worth(one: Open, units: int, paid: Paid) -> Exact:
    return in_basis(one.worth(units * MILLI), one.work, paid.includes_tax)
