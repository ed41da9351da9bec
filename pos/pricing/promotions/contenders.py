"""A promotion that takes part in a cart: what it may do, what it did, or why it did nothing."""

from dataclasses import dataclass
from typing import Final

from loyalty.rules.promotion import Promotion, Trigger
from pos.pricing.priced import Exact, RefusalCode

_TRIGGERS: Final = list(Trigger)


ORDER: Final = {code: place for place, code in enumerate(RefusalCode)}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why something has no effect; ``need`` and ``have`` in the measure of ``pos.pricing.priced.Refusal``."""

    code: RefusalCode
    need: Exact | None = None
    have: Exact | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a claim: admitted before the lanes, or why not."""

    place: int
    refused: Shortfall | None = None


class Contender:
    """One promotion in one cart.

    ``matching`` and ``targets`` are sets of lines (``pos.pricing.promotions.index``); ``qty_milli`` counts the
    matching units times their pieces. ``most_times`` is how often it may apply, None without limit; ``uses_left``
    what the limits per customer and in total leave. ``could`` says that alone it would have had an effect,
    ``missing`` how many units its reward would still give.
    """

    __slots__ = (
        "amount",
        "could",
        "matching",
        "mentions",
        "missing",
        "most_times",
        "off",
        "over_maximum",
        "points_micro",
        "promotion",
        "qty_milli",
        "rank",
        "targets",
        "times",
        "uses_left",
    )

    def __init__(self, promotion: Promotion, place: int) -> None:
        self.promotion: Final = promotion
        self.rank: Final = (promotion.priority, _TRIGGERS.index(promotion.trigger), place)
        self.mentions: list[Mention] = []
        self.off: Shortfall | None = None
        self.over_maximum = False
        self.matching = 0
        self.targets = 0
        self.qty_milli = 0
        self.uses_left: int | None = None
        self.most_times: int | None = 0
        self.times = 0
        self.amount = 0
        self.points_micro = 0
        self.could = False
        self.missing = 0

    @property
    def claimed(self) -> bool:
        """Whether it is bought with points: then each mention is an application, and minimums repeat nothing."""
        return self.promotion.trigger is Trigger.POINTS

    @property
    def admitted(self) -> int:
        """How many mentions of a claim the points and limits allow."""
        return sum(1 for mention in self.mentions if mention.refused is None)
