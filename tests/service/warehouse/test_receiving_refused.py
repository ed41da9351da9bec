"""What cannot be written down of the stock."""

from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import Forbidden, ShopError
from app.core.money import Money
from tests.service.warehouse.conftest import Shop
from warehouse.stock.receiving import Received, receive, set_level, write_off


@pytest.mark.parametrize(
    ("change", "reason", "why"),
    [
        ({"qty_milli": 0}, "x", "qty_out_of_range"),
        ({"qty_milli": -1000}, "x", "qty_out_of_range"),
        ({"qty_milli": 2_000_000_000}, "x", "qty_out_of_range"),
        ({"qty_milli": 256_760}, "x", "qty_decimals"),
        ({}, " ", "reason_needed"),
        ({}, "x" * 201, "reason_too_long"),
        ({"cost": Money(-1)}, "x", "cost_negative"),
        ({"product_id": 999}, "x", "no_product"),
    ],
)
def test_goods_that_cannot_come_in(shop: Shop, change: dict[str, Any], reason: str, why: str) -> None:
    saw = shop.goods("Saw")
    with pytest.raises(ShopError, match=why):
        shop.write(receive, shop.shop_id, Received(**{"product_id": saw, "qty_milli": 1000, **change}), reason)
    assert shop.move_count() == 0


def test_a_service_has_no_stock(shop: Shop) -> None:
    cut = shop.goods("Haircut", kind="service")
    with pytest.raises(ShopError, match="not_stocked"):
        shop.write(receive, shop.shop_id, Received(cut, 1000), "x")


def test_a_count_below_nothing_is_refused(shop: Shop) -> None:
    saw = shop.goods("Saw", stock_milli=1000)
    with pytest.raises(ShopError, match="qty_out_of_range"):
        shop.write(set_level, shop.shop_id, saw, -1000, "x")
    with pytest.raises(ShopError, match="no_locations"):
        shop.write(write_off, 999, saw, 1000, "x")


def test_stock_is_a_right(shop: Shop) -> None:
    saw = shop.goods("Saw")
    clerk = Actor("Peter", rights=frozenset({"stock.view"}))
    with pytest.raises(Forbidden), shop.database.unit_of_work(clerk) as tx:
        receive(tx, shop.shop_id, Received(saw, 1000), "x")
