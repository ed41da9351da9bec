"""What a reward that is not decided line by line would take of the lines open to it."""

from collections.abc import Sequence
from typing import Final

from loyalty.rules.rewards import AmountOff, BundlePrice, BuyGet, FixedPrice, FreeProduct, On, PercentOff
from pos.pricing.promotions.contenders import Contender
from pos.pricing.promotions.counted import NOTHING, take_bundles, take_groups
from pos.pricing.promotions.free_units import Paid, take_free
from pos.pricing.promotions.index import LineIndex
from pos.pricing.promotions.minimums import Amounts, amount_of
from pos.pricing.promotions.parts import Open, Taking
from pos.pricing.promotions.together import take_cheapest, take_together


class Taker:
    """Works out takings within one lane; ``amounts`` are those of its start."""

    def __init__(self, index: LineIndex, amounts: Amounts, shop_includes_tax: bool) -> None:
        self._index: Final = index
        self._amounts: Final = amounts
        self._shop_includes_tax: Final = shop_includes_tax

    def take(self, contender: Contender, opens: Sequence[Open]) -> Taking:
        """What the contender's reward takes of the open units of its targets."""
        promotion, most = contender.promotion, contender.most_times
        units_milli = promotion.limits.units_milli
        reward = promotion.reward
        match reward:
            case BundlePrice():
                in_sets = [self._index.find_products(each.products) for each in reward.sets]
                return take_bundles(reward, opens, in_sets, most, units_milli)
            case BuyGet():
                got = contender.matching if reward.products is None else self._index.find_products(reward.products)
                return take_groups(
                    reward,
                    [one for one in opens if contender.matching >> one.place & 1],
                    [one for one in opens if got >> one.place & 1],
                    most,
                    units_milli,
                )
            case FreeProduct():
                return take_free(reward, opens, self._paid(contender), most or 0, units_milli)
            case PercentOff(on=On.CHEAPEST) | AmountOff(on=On.CHEAPEST):
                return take_cheapest(reward, opens, most or 0, each_capped=contender.claimed)
            case PercentOff() | AmountOff() | FixedPrice():
                return take_together(reward, opens, units_milli, most or 0, each_capped=contender.claimed)
            case _:
                return NOTHING

    def _paid(self, contender: Contender) -> Paid:
        when = contender.promotion.when
        includes_tax = self._shop_includes_tax if when.amount_includes_tax is None else when.amount_includes_tax
        return Paid(
            lines=contender.matching,
            min_qty_milli=when.min_qty_milli or 0,
            have_qty_milli=contender.qty_milli,
            min_amount=0 if when.min_amount is None else when.min_amount.minor,
            have_amount=amount_of(contender, self._amounts, self._shop_includes_tax) if when.min_amount else 0,
            includes_tax=includes_tax,
            repeats=not contender.claimed,
        )


def targets(contender: Contender, index: LineIndex) -> int:
    """The lines whose units a reward may take: of these it becomes cheaper, or it counts them off."""
    reward = contender.promotion.reward
    match reward:
        case PercentOff(on=On.ORDER) | AmountOff(on=On.ORDER):
            return index.takers
        case PercentOff(on=On.PRODUCTS, goods=goods) | AmountOff(on=On.PRODUCTS, goods=goods) if goods is not None:
            return index.find(goods) & index.takers
        case BundlePrice(qty=None, sets=sets):
            return index.find_products([code for each in sets for code in each.products]) & index.takers
        case BuyGet(products=products) if products is not None:
            return contender.matching | (index.find_products(products) & index.takers)
        case FreeProduct(products=products):
            return index.find_products(products) & index.takers
        case _:
            return contender.matching
