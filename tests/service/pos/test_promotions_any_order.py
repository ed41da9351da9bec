"""Whatever is sold with promotions: no total is below zero, and all goods back leave no use and a good coupon."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.ids import new_uid
from app.core.money import ZERO, total
from loyalty.promotions.coupons import coupons_by_code
from loyalty.promotions.stored import promotions
from loyalty.promotions.uses import check_tallies, results
from pos.cart.coupons import add_coupon
from pos.returns.service import returnable
from tests.factories.promotions import promote, series
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk

PIECES = st.lists(st.integers(1, 7), min_size=3, max_size=3)


@pytest.fixture(scope="module")
def till(shared_shop: Shop) -> TillDesk:
    promote(shared_shop, {"type": "buy_get", "buy": "2", "get": "1"}, name="Three for two")
    promote(shared_shop, {"type": "percent", "value": "15"}, name="Fifteen", when={"min_qty": "4"})
    promote(shared_shop, {"type": "amount", "value": "90.00", "on": "order"}, when={"min_amount": "30.00"})
    promote(shared_shop, {"type": "percent", "value": "7"}, name="On top", combine="always")
    return shared_shop.till()


@pytest.fixture(scope="module")
def goods(shared_shop: Shop) -> list[Goods]:
    return [shared_shop.product(price=price) for price in ("33.45", "7.10", "0.35")]


@pytest.fixture(scope="module")
def code(shared_shop: Shop) -> str:
    coupons = promote(shared_shop, {"type": "amount", "value": "5.00", "on": "order"}, trigger="code", combine="always")
    return series(shared_shop, coupons)[0]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES, st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_everything_back_leaves_nothing(
    till: TillDesk, goods: list[Goods], code: str, pieces: list[int], parts: list[int]
) -> None:
    till.act(add_coupon, new_uid(), code)
    for one, count in zip(goods, pieces, strict=True):
        till.adds(one, str(count))
    view = till.rung_up
    assert view.gross >= ZERO
    assert all(line.gross >= ZERO for line in view.lines)
    assert view.subtotal - view.discount == view.gross
    done = till.pays(cash="rest")
    back = []
    for take in [*parts, None]:
        with till.shop.database.read_unit() as tx:
            lines = returnable(tx, done.uid).lines
        for place, line in enumerate(lines):
            if line.left_milli:
                till.takes_back(done, None if take is None else str(min(take, line.left_milli // 1000)), line=place)
        if till.cart is not None and till.rung_up.lines:
            back.append(till.pays_out().to_pay)
    assert total(back) == -done.to_pay
    with till.shop.database.read_unit() as tx:
        assert [one.used for one in promotions(tx)] == [0] * len(promotions(tx))
        assert {one.amount for one in results(tx).values()} <= {ZERO}
        assert check_tallies(tx) == []
        assert coupons_by_code(tx, [code])[code].state == "free"
