"""Step 3: promotions on goods. Each line has its best reward; those that take units jointly must be worth more."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.core.money import Money
from loyalty.rules.promotion import Combine
from loyalty.rules.rewards import AmountOff, CouponReward, On, PercentOff, PointsReward
from pos.pricing.priced import DiscountCode
from pos.pricing.promotions.competition import Competition, apply
from pos.pricing.promotions.contenders import Contender
from pos.pricing.promotions.line_rewards import LineReward, line_off, line_reward
from pos.pricing.promotions.parts import Open, Taking
from pos.pricing.promotions.taking import Taker


def item_lane(competition: Competition) -> None:
    """Give the goods their discounts: the best ones first, then those that combine always, by priority."""
    rivals, amounts = competition.start([each for each in competition.contenders if _on_items(each)])
    if not rivals:
        return
    taker = Taker(competition.index, amounts, competition.sheet.scenario.shop.prices_include_tax)
    _Contest(competition, taker, [each for each in rivals if each.promotion.combine is Combine.BEST]).settle()
    for contender in rivals:
        if contender.promotion.combine is Combine.ALWAYS:
            _add(competition, taker, contender)


def _on_items(contender: Contender) -> bool:
    match contender.promotion.reward:
        case PointsReward() | CouponReward() | PercentOff(on=On.ORDER) | AmountOff(on=On.ORDER):
            return False
        case _:
            return True


def _add(competition: Competition, taker: Taker, contender: Contender) -> None:
    """Apply a reward to what is left, without competing."""
    reward = line_reward(contender.promotion)
    opens = competition.opens(contender.targets)
    if reward is None:
        apply(contender, taker.take(contender, opens))
        return
    for one in opens:
        _take_line(contender, one, *line_off(reward, one.left, one.qty_milli, contender.most_times or 0))


def _take_line(contender: Contender, one: Open, off: int, times: int) -> None:
    promotion = contender.promotion
    one.work.take(off, promotion.id, DiscountCode.PROMOTION, Money(off), promotion.name)
    contender.amount += off
    contender.times = max(contender.times, times)


class _Winner(NamedTuple):
    """The reward that is worth most to what is open of a line: what it takes off, and how often it applies."""

    contender: Contender
    reward: LineReward
    off: int
    times: int


class _Contest:
    """The competition for the units of a cart; ``settle`` decides it."""

    def __init__(self, competition: Competition, taker: Taker, rivals: Sequence[Contender]) -> None:
        self._taker: Final = taker
        self._index: Final = competition.index
        self._opens: Final = {one.place: one for one in competition.opens(competition.index.takers)}
        self._of_line: Final[dict[int, list[tuple[Contender, LineReward]]]] = {place: [] for place in self._opens}
        self._winners: Final[dict[int, _Winner | None]] = {}
        self._joint: Final[list[Contender]] = []
        for contender in rivals:
            reward = line_reward(contender.promotion)
            if reward is None:
                self._joint.append(contender)
                continue
            for place in self._index.indexes(contender.targets):
                self._of_line[place].append((contender, reward))

    def settle(self) -> None:
        """While a joint reward is worth more than what it displaces, the one with the largest gain takes its units."""
        takings: dict[Contender, tuple[int, Taking]] = {}
        changed = self._index.takers
        while self._joint:
            for contender in self._joint:
                if contender.targets & changed or contender not in takings:
                    takings[contender] = self._weighed(contender)
            best = max(self._joint, key=lambda each: takings[each][0])
            gain, taking = takings[best]
            if gain <= 0:
                break
            apply(best, taking)
            self._joint.remove(best)
            changed = self._close(taking)
        for contender in self._joint:
            taking = takings[contender][1]
            contender.missing = 0 if taking.total else taking.missing
        for place, one in self._opens.items():
            winner = self._winner(place)
            if winner is not None:
                _take_line(winner.contender, one, winner.off, winner.times)

    def _weighed(self, contender: Contender) -> tuple[int, Taking]:
        """What the reward gains over the line by line winners on the units it takes, and the taking."""
        opens = [self._opens[place] for place in self._index.indexes(contender.targets)]
        taking = self._taker.take(contender, opens)
        contender.could = contender.could or taking.total > 0
        gain = taking.total
        for part in taking.parts:
            winner = self._winner(part.open.place)
            if winner is not None:
                most = winner.contender.most_times or 0
                gain -= line_off(winner.reward, part.worth, part.qty_milli, most)[0]
        return gain, taking

    def _winner(self, place: int) -> _Winner | None:
        """The reward worth most to what is open of a line; among equals the preferred one."""
        if place not in self._winners:
            one, most = self._opens[place], 0
            found = None
            for contender, reward in self._of_line[place]:
                off, times = line_off(reward, one.left, one.qty_milli, contender.most_times or 0)
                if off:
                    contender.could = True
                    if off > most:
                        most, found = off, _Winner(contender, reward, off, times)
            self._winners[place] = found
        return self._winners[place]

    def _close(self, taking: Taking) -> int:
        """Take the units out of the competition; returns the lines that changed."""
        changed = 0
        for part in taking.parts:
            one = part.open
            one.close(part.qty_milli, part.worth)
            self._winners.pop(one.place, None)
            changed |= 1 << one.place
        return changed
