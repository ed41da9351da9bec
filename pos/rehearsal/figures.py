"""The figures of a run: sums over receipts, kept as JSON, and what follows from them. Pure."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, Final

from app.core.money import ZERO, Money
from app.core.rounding import round_half_up
from pos.rehearsal.comparison import Groups

WHOLE_BP: Final = 10_000


@dataclass(slots=True)
class Goods:
    """What goods whose cost is known sold for without tax, and what they cost."""

    net: Money = ZERO
    cost: Money = ZERO

    @property
    def margin(self) -> Money:
        """What was left."""
        return self.net - self.cost


@dataclass(slots=True)
class Figures:
    """Sums over the receipts of a run, less what came back of their goods.

    ``turnover`` is with tax, ``net`` without, as it happened. ``touched`` receipts are those on which the promotion
    does something; there ``taken_off`` is what it takes off in the basis of the prices, ``less`` what the customers
    pay less on balance, because it may take the place of another discount. ``less_margin`` is that without tax, of
    goods whose cost is known. ``named`` of them are of known customers, who gain ``gained``. ``rough`` could not be
    made again to the cent; ``older_currency`` were left out.
    """

    receipts: int = 0
    turnover: Money = ZERO
    net: Money = ZERO
    goods: Goods = field(default_factory=Goods)
    touched: int = 0
    touched_turnover: Money = ZERO
    touched_net: Money = ZERO
    touched_goods: Goods = field(default_factory=Goods)
    taken_off: Money = ZERO
    less: Money = ZERO
    less_margin: Money = ZERO
    times: int = 0
    points_micro: int = 0
    coupons: int = 0
    named: int = 0
    gained: Money = ZERO
    rough: int = 0
    older_currency: int = 0
    groups: Groups = field(default_factory=Groups)

    @property
    def turnover_after(self) -> Money:
        """The turnover, had everybody bought the same."""
        return self.turnover - self.less

    @property
    def in_place_of_others(self) -> Money:
        """What other discounts of the same receipts give less; roughly, where prices are without tax."""
        return self.taken_off - self.less if self.taken_off > self.less else ZERO

    @property
    def known_bp(self) -> int:
        """The share of the turnover without tax whose cost is known, in basis points."""
        return _share_bp(self.goods.net, self.net)

    @property
    def touched_bp(self) -> int:
        """On which share of the receipts it does something, in basis points."""
        return round_half_up(self.touched * WHOLE_BP, self.receipts) if self.receipts else 0

    @property
    def less_bp(self) -> int:
        """Which share of the turnover goes, in basis points."""
        return _share_bp(self.less, self.turnover)

    @property
    def margin_bp(self) -> int:
        """The margin as it happened, of what the goods sold for without tax."""
        return _share_bp(self.goods.margin, self.goods.net)

    @property
    def margin_after(self) -> Money:
        """The margin, had everybody bought the same."""
        return self.goods.margin - self.less_margin

    @property
    def margin_after_bp(self) -> int:
        """That margin, of what the goods would have sold for without tax."""
        return _share_bp(self.margin_after, self.goods.net - self.less_margin)

    @property
    def more_needed_bp(self) -> int | None:
        """By how much receipts with the promotion must grow to earn as much as before; None where they never would.

        What is earned on such receipts, before and with the promotion, of goods whose cost is known.
        """
        before = self.touched_goods.margin
        after = before - self.less_margin
        if not self.touched_goods.net or after <= ZERO:
            return None
        return max(0, round_half_up((before - after).minor * WHOLE_BP, after.minor))

    def to_json(self) -> str:
        """The stored form."""
        return json.dumps(_plain(self), separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> "Figures":
        """The figures behind the stored form."""
        values = json.loads(text)
        return cls(**{one.name: _READERS.get(one.name, _same)(values[one.name]) for one in fields(cls)})


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, Groups):
        return value.as_json()
    if isinstance(value, Figures | Goods):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value


def _goods(value: dict[str, int]) -> Goods:
    return Goods(Money(value["net"]), Money(value["cost"]))


def _same(value: Any) -> Any:
    return value


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    **{one.name: Money for one in fields(Figures) if one.type is Money},
    "goods": _goods,
    "touched_goods": _goods,
    "groups": Groups.from_json,
}


def _share_bp(part: Money, whole: Money) -> int:
    return round_half_up(part.minor * WHOLE_BP, whole.minor) if whole > ZERO else 0
