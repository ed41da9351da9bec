"""The loyalty rules of a shop from their JSON: how points are earned and spent, and the tiers."""

from typing import Final

from app.core.errors import BadInput
from app.core.json_fields import (
    Fields,
    boolean,
    choice,
    integer,
    list_of,
    money,
    named_list,
    not_negative,
    percent,
    positive,
    text,
)
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, UnitPrice
from app.core.numbers import QTY_DECIMALS
from app.core.percent import NO_PERCENT, WHOLE
from loyalty.rules.points import POINTS_DECIMALS, EarnRule, Loyalty, PointsRounding, Redeem, Tier
from loyalty.rules.reading_selection import SELECTION_KEYS, read_selection
from loyalty.rules.rewards import FACTOR_DECIMALS, ONE_FACTOR_MICRO

MAX_RULES: Final = 1_000

_LOYALTY_KEYS: Final = frozenset({"earn", "earn_rounding", "points_decimals", "redeem", "tiers"})
_EARN_KEYS: Final = SELECTION_KEYS | {"points", "per_amount", "per_unit", "steps"}
_REDEEM_KEYS: Final = frozenset({"point_value", "max_share"})
_TIER_KEYS: Final = frozenset({"name", "from", "discount", "earn_factor"})

_points: Final = not_negative(POINTS_DECIMALS)
_points_decimals: Final = integer(0, POINTS_DECIMALS)
_qty_milli: Final = positive(QTY_DECIMALS)
_factor: Final = not_negative(FACTOR_DECIMALS)


def read_loyalty(value: object, path: str, decimals: int) -> Loyalty:
    """The rules of a shop whose currency has so many decimals."""
    fields = Fields(value, path, _LOYALTY_KEYS)
    reader = _Rules(decimals)
    read_tiers = named_list(reader.tier, "name", lambda tier: tier.name, MAX_RULES)
    return Loyalty(
        earn=tuple(fields.get("earn", list_of(reader.earn_rule, MAX_RULES), ())),
        earn_rounding=fields.get("earn_rounding", choice(PointsRounding), PointsRounding.DOWN),
        points_decimals=fields.get("points_decimals", _points_decimals, 0),
        redeem=fields.get("redeem", reader.redeem, None),
        tiers=tuple(fields.get("tiers", read_tiers, ())),
    )


class _Rules:
    """Reads rules with amounts of one currency."""

    def __init__(self, decimals: int) -> None:
        self._money: Final = money(decimals)
        self._amount: Final = positive(decimals)
        self._point_value: Final = positive(decimals + UNIT_PRICE_EXTRA_DECIMALS)

    def earn_rule(self, value: object, path: str) -> EarnRule:
        fields = Fields(value, path, _EARN_KEYS)
        if not fields.has_one_of("per_amount", "per_unit"):
            raise BadInput("per_amount_or_per_unit", path)
        amount = fields.get("per_amount", self._amount, None)
        return EarnRule(
            points_micro=fields.need("points", _points),
            per_amount=None if amount is None else Money(amount),
            per_unit_milli=fields.get("per_unit", _qty_milli, None),
            goods=read_selection(fields),
            steps=fields.get("steps", boolean, False),
        )

    def redeem(self, value: object, path: str) -> Redeem:
        fields = Fields(value, path, _REDEEM_KEYS)
        return Redeem(
            point_value=UnitPrice(fields.need("point_value", self._point_value)),
            max_share=fields.get("max_share", percent, WHOLE),
        )

    def tier(self, value: object, path: str) -> Tier:
        fields = Fields(value, path, _TIER_KEYS)
        return Tier(
            name=fields.need("name", text),
            from_spent=fields.need("from", self._money),
            discount=fields.get("discount", percent, NO_PERCENT),
            earn_factor_micro=fields.get("earn_factor", _factor, ONE_FACTOR_MICRO),
        )
