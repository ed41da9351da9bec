"""Promotions of a test shop: made and switched on as the owner does it."""

from typing import Any

from app.core.ids import new_uid
from loyalty.promotions.coupons import SeriesView, coupons_of, make_series
from loyalty.promotions.editing import make_promotion, switch
from loyalty.promotions.stored import StoredPromotion, promotion_by_uid
from tests.factories.shop import Shop

TENTH: dict[str, Any] = {"type": "percent", "value": "10"}
"""A tenth off the matching goods."""


def promote(shop: Shop, reward: dict[str, Any] = TENTH, *, name: str = "Spring", on: bool = True, **rule: Any) -> str:
    """A promotion that runs; ``rule`` is the rest of the contract's JSON. Answers its uid."""
    uid = new_uid()
    shop.changes(lambda tx: make_promotion(tx, uid, name, {"reward": reward, **rule}))
    if on:
        shop.changes(lambda tx: switch(tx, uid, on=True))
    return uid


def series(shop: Shop, promotion_uid: str, count: int = 1) -> list[str]:
    """Coupons of a promotion that are good once; answers their codes."""

    def make(tx: Any) -> list[str]:
        made: SeriesView = make_series(tx, new_uid(), promotion_uid, "Leaflet", count, None)
        return [coupon.code for coupon in coupons_of(tx, made.id)]

    return shop.changes(make)


def promotion(shop: Shop, uid: str) -> StoredPromotion:
    """The promotion as it is kept now."""
    with shop.database.read_unit() as tx:
        return promotion_by_uid(tx, uid)
