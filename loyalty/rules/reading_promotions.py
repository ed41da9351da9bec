"""Promotions from their JSON: trigger, conditions, limits; their rewards are read beside."""

from dataclasses import replace
from typing import Final, TypeVar

from app.core.errors import BadInput
from app.core.json_fields import (
    MAX_COUNT,
    Fields,
    boolean,
    choice,
    day,
    integer,
    list_of,
    minute_of_day,
    money,
    named_list,
    not_negative,
    nullable,
    text,
)
from app.core.money import Money
from app.core.numbers import QTY_DECIMALS
from loyalty.rules.conditions import ALWAYS, Hours, When
from loyalty.rules.points import POINTS_DECIMALS
from loyalty.rules.promotion import (
    DEFAULT_PRIORITY,
    Combine,
    Limits,
    Promotion,
    Trigger,
    usual_limits,
)
from loyalty.rules.reading_rewards import RewardReader
from loyalty.rules.reading_selection import SELECTION_KEYS, read_selection, texts

T = TypeVar("T")

MAX_PROMOTIONS: Final = 2_000

_PROMOTION_KEYS: Final = frozenset(
    {"id", "name", "trigger", "code", "cost_points", "priority", "when", "reward", "limits", "combine"}
)
_WHEN_KEYS: Final = SELECTION_KEYS | {
    "min_qty",
    "max_qty",
    "min_amount",
    "max_amount",
    "amount_includes_tax",
    "from",
    "to",
    "weekdays",
    "hours",
    "tiers",
    "segments",
    "customer",
    "birthday_within_days",
    "first_purchase",
}
_LIMITS_KEYS: Final = frozenset({"per_cart", "units", "per_customer", "total", "used"})

_count: Final = integer(0, MAX_COUNT)
_count_or_null: Final = nullable(_count)
_priority: Final = integer(-MAX_COUNT, MAX_COUNT)
_weekdays: Final = list_of(integer(1, 7))
_minutes: Final = list_of(minute_of_day)
_qty_milli: Final = not_negative(QTY_DECIMALS)
_points: Final = not_negative(POINTS_DECIMALS)


def read_promotions(value: object, path: str, decimals: int) -> list[Promotion]:
    """The promotions of a scenario whose currency has so many decimals."""
    reader = _Promotions(decimals)
    return named_list(reader.read, "id", lambda each: each.id, MAX_PROMOTIONS)(value, path)


def read_promotion(value: object, path: str, decimals: int) -> Promotion:
    """One promotion, its amounts in a currency with so many decimals."""
    return _Promotions(decimals).read(value, path)


class _Promotions:
    """Reads promotions with amounts of one currency."""

    def __init__(self, decimals: int) -> None:
        self._money: Final = money(decimals)
        self._rewards: Final = RewardReader(decimals)

    def read(self, value: object, path: str) -> Promotion:
        fields = Fields(value, path, _PROMOTION_KEYS)
        name = fields.need("id", text)
        trigger = fields.get("trigger", choice(Trigger), Trigger.AUTO)
        reward = fields.need("reward", self._rewards.read)
        usual = usual_limits(trigger, reward)
        return Promotion(
            id=name,
            name=fields.get("name", text, name),
            reward=reward,
            trigger=trigger,
            code=fields.need("code", text) if trigger is Trigger.CODE else fields.get("code", text, None),
            cost_micro=fields.need("cost_points", _points)
            if trigger is Trigger.POINTS
            else fields.get("cost_points", _points, 0),
            priority=fields.get("priority", _priority, DEFAULT_PRIORITY),
            when=fields.get("when", self._when, ALWAYS),
            limits=fields.get("limits", lambda entry, at: _limits(entry, at, usual), usual),
            combine=fields.get("combine", choice(Combine), Combine.BEST),
        )

    def _when(self, value: object, path: str) -> When:
        fields = Fields(value, path, _WHEN_KEYS)
        customer = fields.get("customer", _customer, None)
        return When(
            goods=read_selection(fields),
            min_qty_milli=fields.get("min_qty", _qty_milli, None),
            max_qty_milli=fields.get("max_qty", _qty_milli, None),
            min_amount=self._amount(fields, "min_amount"),
            max_amount=self._amount(fields, "max_amount"),
            amount_includes_tax=fields.get("amount_includes_tax", boolean, None),
            first_day=fields.get("from", day, None),
            last_day=fields.get("to", day, None),
            weekdays=_set(fields.get("weekdays", _weekdays, None)),
            hours=fields.get("hours", _hours, None),
            any_customer=customer is True,
            customer_id=customer if isinstance(customer, str) else None,
            tiers=_set(fields.get("tiers", texts, None)),
            segments=_set(fields.get("segments", texts, None)),
            birthday_within_days=fields.get("birthday_within_days", _count, None),
            first_purchase=fields.get("first_purchase", boolean, None),
        )

    def _amount(self, fields: Fields, key: str) -> Money | None:
        return fields.get(key, self._money, None)


def _set(entries: list[T] | None) -> frozenset[T] | None:
    return None if entries is None else frozenset(entries)


def _customer(value: object, path: str) -> str | bool:
    """A customer's id, or ``true``: any customer."""
    return True if value is True else text(value, path)


def _hours(value: object, path: str) -> Hours:
    minutes = _minutes(value, path)
    if len(minutes) != 2:
        raise BadInput("not_a_window", path)
    return Hours(*minutes)


def _limits(value: object, path: str, usual: Limits) -> Limits:
    fields = Fields(value, path, _LIMITS_KEYS)
    return replace(
        usual,
        per_cart=fields.get("per_cart", _count_or_null, usual.per_cart),
        units_milli=fields.get("units", _qty_milli, None),
        per_customer=fields.get("per_customer", _count, None),
        total=fields.get("total", _count, None),
        used=fields.get("used", _count, 0),
    )
