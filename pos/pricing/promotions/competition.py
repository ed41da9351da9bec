"""All that the lanes share: the lines, who competes for them, and in which situation."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.money import Money
from pos.pricing.priced import DiscountCode
from pos.pricing.promotions.conditions import Situation
from pos.pricing.promotions.contenders import Contender
from pos.pricing.promotions.index import LineIndex
from pos.pricing.promotions.minimums import Amounts, test_amounts
from pos.pricing.promotions.parts import Open, Part, Taking
from pos.pricing.worksheet import Worksheet


@dataclass(slots=True)
class Competition:
    """The promotions of one cart, the preferred one first.

    ``coupons`` are the codes given, as written, by their key; ``claims`` the claims in their order, each with its
    contender, None where no promotion of that name can be claimed.
    """

    sheet: Worksheet
    index: LineIndex
    situation: Situation
    contenders: list[Contender] = field(default_factory=list)
    coupons: dict[str, str] = field(default_factory=dict)
    claims: list[tuple[str, Contender | None]] = field(default_factory=list)

    def start(self, contenders: Iterable[Contender]) -> tuple[list[Contender], Amounts]:
        """Test the amounts at the start of a lane; returns who takes part in it, and the amounts."""
        amounts = Amounts(self.sheet.lines, self.index)
        includes_tax = self.sheet.scenario.shop.prices_include_tax
        for contender in contenders:
            test_amounts(contender, amounts, includes_tax)
        return [each for each in contenders if each.off is None and each.most_times != 0], amounts

    def opens(self, lines: int) -> list[Open]:
        """The lines of a set with all their units, as they are now."""
        return [Open(self.sheet.lines[place], place) for place in self.index.indexes(lines)]


def apply(contender: Contender, taking: Taking) -> None:
    """Write what a reward takes off onto the lines; one that takes nothing off was not applied and costs nothing."""
    taking.share()
    value = Money(taking.total)
    promotion = contender.promotion
    for part in taking.parts:
        part.open.work.take(part.off, promotion.id, DiscountCode.PROMOTION, value, promotion.name)
        count_free(part)
    contender.times += taking.times if taking.total else 0
    contender.amount += taking.total
    contender.missing = taking.missing


def count_free(part: Part) -> None:
    """Units that cost nothing any more are remembered: they earn nothing."""
    if part.off and part.off == part.cheaper:
        work = part.open.work
        work.free_milli = min(work.free_milli + part.cheaper_milli, work.line.qty_milli)
