"""Rewards from their JSON: each type has its own keys."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from app.core.errors import BadInput
from app.core.json_fields import (
    MAX_COUNT,
    Fields,
    choice,
    integer,
    json_object,
    list_of,
    money,
    not_negative,
    percent,
    positive,
    text,
    unit_price,
)
from app.core.percent import WHOLE
from loyalty.rules.points import POINTS_DECIMALS
from loyalty.rules.reading_selection import SELECTION_KEYS, read_selection, texts
from loyalty.rules.rewards import (
    FACTOR_DECIMALS,
    ONE_FACTOR_MICRO,
    AmountOff,
    BundlePrice,
    BundleSet,
    BuyGet,
    CouponReward,
    FixedPrice,
    FreeProduct,
    On,
    Per,
    PercentOff,
    PointsReward,
    Reward,
)
from loyalty.rules.selection import Selection

MAX_SETS: Final = 100


class RewardType(StrEnum):
    """The types of rewards, as the JSON names them."""

    PERCENT = "percent"
    AMOUNT = "amount"
    FIXED_PRICE = "fixed_price"
    BUNDLE_PRICE = "bundle_price"
    BUY_GET = "buy_get"
    FREE_PRODUCT = "free_product"
    POINTS = "points"
    COUPON = "coupon"


_units: Final = positive(0)
_points: Final = not_negative(POINTS_DECIMALS)
_factor: Final = not_negative(FACTOR_DECIMALS)
_days: Final = integer(0, MAX_COUNT)
_on: Final = choice(On)
_per: Final = choice(Per)
_type: Final = choice(RewardType)


class RewardReader:
    """Reads rewards with amounts of one currency."""

    def __init__(self, decimals: int) -> None:
        self._money: Final = money(decimals)
        self._unit_price: Final = unit_price(decimals)
        self._readers: Final[dict[RewardType, tuple[frozenset[str], Callable[[Fields], Reward]]]] = {
            RewardType.PERCENT: (SELECTION_KEYS | {"value", "on", "max_discount"}, self._percent),
            RewardType.AMOUNT: (SELECTION_KEYS | {"value", "on", "per", "max_discount"}, self._amount),
            RewardType.FIXED_PRICE: (frozenset({"value", "max_discount"}), self._fixed_price),
            RewardType.BUNDLE_PRICE: (frozenset({"value", "qty", "sets", "max_discount"}), self._bundle),
            RewardType.BUY_GET: (frozenset({"buy", "get", "percent", "products", "max_discount"}), self._buy_get),
            RewardType.FREE_PRODUCT: (frozenset({"product", "products", "qty", "max_discount"}), self._free_product),
            RewardType.POINTS: (frozenset({"bonus", "factor"}), _points_reward),
            RewardType.COUPON: (frozenset({"promotion", "valid_days"}), _coupon),
        }

    def read(self, value: object, path: str) -> Reward:
        """The reward of a promotion."""
        found = json_object(value, path)
        if "type" not in found:
            raise BadInput("missing", f"{path}.type")
        keys, read = self._readers[_type(found["type"], f"{path}.type")]
        return read(Fields(value, path, keys | {"type"}))

    def _percent(self, fields: Fields) -> PercentOff:
        on = fields.get("on", _on, On.MATCHING)
        return PercentOff(
            value=fields.need("value", percent),
            on=on,
            goods=_goods(fields, on),
            max_discount=fields.get("max_discount", self._money, None),
        )

    def _amount(self, fields: Fields) -> AmountOff:
        on = fields.get("on", _on, On.MATCHING)
        return AmountOff(
            value=fields.need("value", self._money),
            on=on,
            goods=_goods(fields, on),
            per=fields.get("per", _per, Per.CART),
            max_discount=fields.get("max_discount", self._money, None),
        )

    def _fixed_price(self, fields: Fields) -> FixedPrice:
        return FixedPrice(fields.need("value", self._unit_price), fields.get("max_discount", self._money, None))

    def _bundle(self, fields: Fields) -> BundlePrice:
        if not fields.has_one_of("qty", "sets"):
            raise BadInput("qty_or_sets", fields.here)
        sets = fields.get("sets", list_of(_set, MAX_SETS), [])
        if fields.has("sets") and not sets:
            raise BadInput("empty_list", fields.path("sets"))
        return BundlePrice(
            value=fields.need("value", self._money),
            qty=fields.get("qty", _units, None),
            sets=tuple(sets),
            max_discount=fields.get("max_discount", self._money, None),
        )

    def _buy_get(self, fields: Fields) -> BuyGet:
        products = fields.get("products", texts, None)
        return BuyGet(
            buy=fields.need("buy", _units),
            get=fields.need("get", _units),
            percent=fields.get("percent", percent, WHOLE),
            products=None if products is None else tuple(products),
            max_discount=fields.get("max_discount", self._money, None),
        )

    def _free_product(self, fields: Fields) -> FreeProduct:
        if not fields.has_one_of("product", "products"):
            raise BadInput("product_or_products", fields.here)
        products = [fields.need("product", text)] if fields.has("product") else fields.need("products", texts)
        return FreeProduct(
            products=tuple(products),
            qty=fields.get("qty", _units, 1),
            max_discount=fields.get("max_discount", self._money, None),
        )


def _goods(fields: Fields, on: On) -> Selection | None:
    """The lines of ``on: products``; only there a reward has lists of its own."""
    given = [key for key in ("products", "categories", "tags") if fields.has(key)]
    if on is On.PRODUCTS:
        if not given:
            raise BadInput("missing", fields.path("products"))
        return read_selection(fields)
    if given:
        raise BadInput("only_on_products", fields.path(given[0]))
    return None


def _set(value: object, path: str) -> BundleSet:
    fields = Fields(value, path, frozenset({"products", "qty"}))
    return BundleSet(tuple(fields.need("products", texts)), fields.need("qty", _units))


def _points_reward(fields: Fields) -> PointsReward:
    if not (fields.has("bonus") or fields.has("factor")):
        raise BadInput("missing", fields.path("bonus"))
    return PointsReward(fields.get("bonus", _points, 0), fields.get("factor", _factor, ONE_FACTOR_MICRO))


def _coupon(fields: Fields) -> CouponReward:
    return CouponReward(fields.need("promotion", text), fields.get("valid_days", _days, None))
