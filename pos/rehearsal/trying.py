"""What a proposed promotion would have done on a past receipt: the pricing engine, asked without it and with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import Enum, auto
from typing import Final, NamedTuple

from loyalty.program.values import Program
from loyalty.rules.promotion import Promotion, Trigger
from loyalty.rules.rewards import PointsReward
from loyalty.rules.selection import ALL_GOODS
from pos.pricing.engine import work_out
from pos.pricing.promotions.conditions import Situation, refusal
from pos.pricing.promotions.contenders import Contender
from pos.pricing.promotions.index import LineIndex
from pos.pricing.promotions.taking import targets
from pos.pricing.values import Customer, Scenario, Shop, TaxRounding
from pos.pricing.worksheet import WorkLine
from pos.rehearsal.carts import Applied, line_again, scenario_of
from pos.rehearsal.goods import KNOWN_AT_ONCE, GoodsBook
from pos.rehearsal.receipts import PastLine, PastReceipt


class LineEffect(NamedTuple):
    """Of one line: what the promotion takes off, and what the customer pays less on balance, with and without tax."""

    off: int
    less: int
    less_net: int


NO_EFFECT: Final = LineEffect(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a promotion does on a receipt, line by line in minor units.

    ``rough``: without the promotion the receipt could not be made again to the cent.
    """

    times: int
    lines: tuple[LineEffect, ...]
    points_micro: int = 0
    coupons: int = 0
    rough: bool = False


def as_proposed(promotion: Promotion) -> Promotion:
    """The promotion as if it had run on every day looked at: its first and last day are left aside, nothing is used."""
    return replace(
        promotion,
        when=replace(promotion.when, first_day=None, last_day=None),
        limits=replace(promotion.limits, used=0),
    )


class _Reach(Enum):
    """What a promotion has to do with goods: nothing, they may become cheaper by it, or they are those it asks for."""

    NONE = auto()
    CHEAPER = auto()
    ASKED = auto()


class Trial:
    """One promotion on its way through past receipts; counts its uses as its limits ask."""

    def __init__(self, shop: Shop, program: Program, zone: tzinfo, promotion: Promotion, book: GoodsBook) -> None:
        self._shop: Final = shop
        self._program: Final = program
        self._zone: Final = zone
        self._promotion = as_proposed(promotion)
        self._book: Final = book
        self._reach: Final[dict[int | None, _Reach]] = {}
        self._uses: Final[dict[str, int]] = {}
        self._reaches_all: Final = promotion.when.goods == ALL_GOODS
        self._lines_stand_alone: Final = shop.tax_rounding is TaxRounding.PER_LINE and not isinstance(
            promotion.reward, PointsReward
        )

    def begin_batch(self) -> None:
        """Forgets what customers used: what they used before a batch comes with them."""
        self._uses.clear()
        if len(self._reach) > KNOWN_AT_ONCE:
            self._reach.clear()

    def effect_on(self, receipt: PastReceipt, customer: Customer | None, then: Sequence[Applied]) -> Effect | None:
        """What it does; None where it does nothing. ``then`` are the promotions that took something off at the time."""
        promotion = self._promotion
        if receipt.is_offer:
            return None
        reach = [] if self._reaches_all else [self._reach_of(line) for line in receipt.lines]
        if not self._reaches_all and _Reach.ASKED not in reach:
            return None
        if customer is not None and customer.id in self._uses:
            customer = replace(customer, uses={promotion.id: self._uses[customer.id]})
        at = receipt.completed_at.astimezone(self._zone) if promotion.when.uses_time else None
        if refusal(promotion, Situation(at, customer, None if customer is None else customer.tier)) is not None:
            return None
        if self._lines_stand_alone and _Reach.NONE in reach and receipt.is_plain:
            return self._effect_on_some(receipt, [one is not _Reach.NONE for one in reach], customer, at)
        return self._effect(receipt, customer, then, at)

    def _effect_on_some(
        self, receipt: PastReceipt, reached: Sequence[bool], customer: Customer | None, at: datetime | None
    ) -> Effect | None:
        """Where nothing else was taken off, the lines that the promotion does not reach stay as they were."""
        lines = tuple([line for line, is_reached in zip(receipt.lines, reached, strict=True) if is_reached])
        effect = self._effect(replace(receipt, lines=lines), customer, (), at)
        if effect is None:
            return None
        found = iter(effect.lines)
        return replace(effect, lines=tuple([next(found) if one else NO_EFFECT for one in reached]))

    def _effect(
        self, receipt: PastReceipt, customer: Customer | None, then: Sequence[Applied], at: datetime | None
    ) -> Effect | None:
        promotion = self._promotion
        without = self._made_again(receipt, then, customer)
        # What an earlier version of it took off does not count twice.
        others = [one for one in then if one.promotion.id != promotion.id]
        rest = without if len(others) == len(then) else self._made_again(receipt, others, customer)
        sheet, loyal = work_out(self._with(rest, at))
        found = next((one for one in loyal.applied if one.promotion == promotion.id), None)
        if found is None:
            return None
        self._count(found.times, customer)
        lines, rough = _lines(receipt, _lines_of(receipt, without), sheet.lines, found.promotion)
        return Effect(found.times, lines, found.points_micro, len(loyal.issued), rough)

    def _made_again(self, receipt: PastReceipt, then: Sequence[Applied], customer: Customer | None) -> Scenario:
        return scenario_of(self._shop, self._program, self._book, receipt, then, customer)

    def _with(self, scenario: Scenario, at: datetime | None) -> Scenario:
        """The scenario with the promotion, and with its code: as if everybody had brought the coupon."""
        promotion, cart, loyalty = self._promotion, scenario.cart, scenario.loyalty
        if promotion.trigger is Trigger.CODE and promotion.code is not None:
            cart = replace(cart, coupons=(*cart.coupons, promotion.code))
        if isinstance(promotion.reward, PointsReward):
            rules = self._program.rules
            loyalty = replace(
                loyalty, earn=rules.earn, earn_rounding=rules.earn_rounding, points_decimals=rules.points_decimals
            )
        return replace(scenario, cart=cart, at=at, loyalty=loyalty, promotions=(*scenario.promotions, promotion))

    def _reach_of(self, line: PastLine) -> _Reach:
        """What the promotion has to do with a line; the same for all lines of its product."""
        reach = self._reach.get(line.product_id)
        if reach is None:
            index = LineIndex([WorkLine(line_again(line, self._book))])
            contender = Contender(self._promotion, 0)
            contender.matching = index.find(self._promotion.when.goods) & index.takers
            reach = _Reach.CHEAPER if targets(contender, index) else _Reach.NONE
            reach = self._reach[line.product_id] = _Reach.ASKED if contender.matching else reach
        return reach

    def _count(self, times: int, customer: Customer | None) -> None:
        limits = self._promotion.limits
        if limits.total is not None:
            self._promotion = replace(self._promotion, limits=replace(limits, used=limits.used + times))
        if limits.per_customer is not None and customer is not None and customer.id is not None:
            self._uses[customer.id] = customer.uses.get(self._promotion.id, 0) + times


def _lines(
    receipt: PastReceipt, before: Sequence[tuple[int, int]], with_it: Sequence[WorkLine], promotion: str
) -> tuple[tuple[LineEffect, ...], bool]:
    """What becomes of each line, and whether the receipt is rough. ``before`` are gross and net without the rule."""
    lines = []
    rough = False
    for line, (gross, net), after in zip(receipt.lines, before, with_it, strict=True):
        rough = rough or gross != line.gross
        if not after.discounts and not line.discounts:
            lines.append(NO_EFFECT)
            continue
        off = 0
        for one in after.discounts:
            if one.source == promotion:
                off += one.amount.minor
        less, less_net = gross - after.gross, net - after.net
        if line.back_milli:
            off, less, less_net = line.kept(off), line.kept(less), line.kept(less_net)
        lines.append(LineEffect(off, less, less_net))
    return tuple(lines), rough


def _lines_of(receipt: PastReceipt, without: Scenario) -> list[tuple[int, int]]:
    """Gross and net of each line without the promotion; where nothing was taken off they are those of the sale."""
    if receipt.is_plain:
        return [(line.gross, line.net) for line in receipt.lines]
    return [(line.gross, line.net) for line in work_out(without)[0].lines]
