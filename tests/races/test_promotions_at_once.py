"""Eight tills at once: a limit holds, a coupon is good once, and the count is the sum of its ledger."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from app.core.ids import new_uid
from app.core.money import Money
from loyalty.promotions.coupons import coupons_by_code
from pos.cart.claims import add_claim
from pos.cart.coupons import add_coupon
from pos.checkout.service import checkout
from tests.factories.loyalty import gets_points, points, points_program, runs
from tests.factories.promotions import promote, promotion, series
from tests.factories.shop import Shop
from tests.factories.till import TillDesk, tenders
from tests.factories.together import together
from tests.races.test_tills_at_once import codes


def pay_at_once(tills: Sequence[TillDesk], seen: Sequence[Money]) -> list[Any]:
    """Each till takes cash for the total its cashier saw."""
    pairs = zip(tills, seen, strict=True)
    return together([partial(till.act, checkout, None, tenders(cash="rest"), gross) for till, gross in pairs])


def test_eight_tills_share_a_limit_of_three(shop: Shop) -> None:
    uid = promote(shop, limits={"total": 3})
    saw, tills = shop.product("Saw", "10.00"), [shop.till() for _ in range(8)]
    seen = [till.adds(saw).cart.gross for till in tills]
    found = codes(pay_at_once(tills, seen))
    assert found["CompletedSale"] == 3
    assert found["cart_changed"] + found["promotion_used_up"] == 5, found
    assert promotion(shop, uid).used == 3
    assert shop.faults() == ([], [])


def test_eight_tills_claim_for_one_customer_the_last_of_a_limit(shop: Shop) -> None:
    runs(shop, points_program())
    claim = promote(shop, trigger="points", cost_points="40", limits={"per_customer": 2})
    anna, saw, tills = shop.customer(), shop.product("Saw", "10.00"), [shop.till() for _ in range(8)]
    gets_points(shop, anna, 100)
    seen = []
    for till in tills:
        till.adds(saw)
        till.is_of(anna)
        seen.append(till.act(add_claim, claim).cart.gross)
    found = codes(pay_at_once(tills, seen))
    assert found.pop("CompletedSale") == 2, found
    assert sum(found.values()) == 6
    assert set(found) <= {"cart_changed", "promotion_used_up", "not_enough_points"}, found
    assert (promotion(shop, claim).used, points(shop.database, anna)) == (2, 100 - 80)
    assert shop.faults() == ([], [])


def test_eight_tills_pay_with_one_coupon(shop: Shop) -> None:
    uid = promote(shop, trigger="code")
    (code,) = series(shop, uid)
    saw, tills = shop.product("Saw", "10.00"), [shop.till() for _ in range(8)]
    seen = []
    for till in tills:
        till.act(add_coupon, new_uid(), code)
        seen.append(till.adds(saw).cart.gross)
    found = codes(pay_at_once(tills, seen))
    assert found["CompletedSale"] == 1, found
    with shop.database.read_unit() as tx:
        assert coupons_by_code(tx, [code])[code].state == "used"
    assert promotion(shop, uid).used == 1
    assert shop.faults() == ([], [])
