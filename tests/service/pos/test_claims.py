"""Promotions that customers take for points: claimed, paid, taken back with the goods, on each database."""

import pytest

from app.core.errors import Conflict
from app.core.ids import new_uid
from loyalty.points.ledger import entries_of
from loyalty.points.words import entry_text
from pos.cart import service as cart
from pos.cart.claims import add_claim, remove_claim
from pos.cart.points import set_points
from pos.cart.views import CartView, ClaimView
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.void import ring_again, void_sale
from pos.offers.making import OfferWish, make_offer
from tests.factories.amounts import money
from tests.factories.loyalty import POINT, gets_points, points, points_program, runs
from tests.factories.promotions import promote, promotion
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk, tenders


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    runs(shop, points_program())
    return shop.till()


@pytest.fixture
def anna(till: TillDesk) -> int:
    customer_id = till.shop.customer("Anna")
    gets_points(till.shop, customer_id, 150)
    return customer_id


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    return till.shop.product("Saw", "100.00")


def tenth_for_points(till: TillDesk, cost: str = "60") -> str:
    """Ten per cent off everything."""
    reward = {"type": "percent", "value": "10"}
    return promote(till.shop, reward, name="A tenth", trigger="points", cost_points=cost)


def claims(shown: CartView) -> list[ClaimView]:
    assert shown.loyal is not None
    return list(shown.loyal.claims)


def has(till: TillDesk, customer_id: int) -> float:
    assert till.shop.faults() == ([], [])
    return points(till.shop.database, customer_id)


def told(till: TillDesk, customer_id: int) -> list[tuple[float, str]]:
    with till.shop.database.read_unit() as tx:
        found = reversed(entries_of(tx, customer_id))
        return [(one.points_micro / POINT, entry_text(one, str).partition(",")[0]) for one in found]


def buys_with_claim(till: TillDesk, goods: Goods, customer_id: int, uid: str, pieces: str = "1") -> CompletedSale:
    till.adds(goods, pieces)
    till.is_of(customer_id)
    till.act(add_claim, uid)
    return till.pays(cash="rest")


def test_what_the_points_are_enough_for_is_offered_taken_and_paid(till: TillDesk, saw: Goods, anna: int) -> None:
    uid = tenth_for_points(till)
    dear = tenth_for_points(till, "151")
    till.adds(saw)
    offered = claims(till.is_of(anna).cart)
    assert [(one.promotion, one.may, one.times) for one in offered] == [(uid, True, 0)]

    shown = till.act(add_claim, uid).cart
    assert shown.gross == money("90.00")
    assert [(one.counts, one.amount, one.may) for one in claims(shown)] == [(1, money("10.00"), True)]
    till.act(add_claim, uid)
    assert [(one.times, one.counts, one.may) for one in claims(till.rung_up)] == [(2, 2, False)]
    assert claims(till.act(remove_claim, uid).cart)[0].times == 1
    assert till.act(cart.undo).cart.gross == money("81.00")
    till.act(remove_claim, uid)
    with pytest.raises(Conflict, match="claim_off"):
        till.act(add_claim, new_uid())

    shown = till.act(set_points, 90 * POINT).cart
    with pytest.raises(Conflict, match="offer_with_points"):
        till.act(make_offer, new_uid(), None, OfferWish())
    assert shown.gross == money("81.00")
    assert shown.points is not None
    assert (shown.points.spent_micro, shown.points.most_micro, shown.points.after_micro) == (90 * POINT,) * 2 + (
        8 * POINT,
    )
    till.pays(cash="rest")
    assert [change for change, _ in told(till, anna)] == [150, -60, -90, 8]
    assert told(till, anna)[1][1] == "For A tenth"
    assert has(till, anna) == 8
    assert (promotion(till.shop, uid).used, promotion(till.shop, dear).used) == (1, 0)


def test_goods_that_come_back_bring_their_points_back_in_proportion(till: TillDesk, saw: Goods, anna: int) -> None:
    uid = tenth_for_points(till)
    sold = buys_with_claim(till, saw, anna, uid, "3")
    assert has(till, anna) == 150 - 60 + 27
    till.takes_back(sold, "1")
    till.pays_out()
    assert has(till, anna) == 150 - 40 + 18
    assert promotion(till.shop, uid).used == 1
    till.takes_back(sold, "2")
    till.pays_out()
    assert has(till, anna) == 150
    assert promotion(till.shop, uid).used == 0


def test_a_void_gives_everything_back_and_it_can_be_rung_up_again(till: TillDesk, saw: Goods, anna: int) -> None:
    free = promote(
        till.shop, {"type": "points", "bonus": "7"}, name="Seven", trigger="points", cost_points="5", priority=1
    )
    uid = tenth_for_points(till)
    till.adds(saw)
    till.is_of(anna)
    for one in (uid, free, free):
        till.act(add_claim, one)
    till.act(set_points, 30 * POINT)
    done = till.pays(cash="rest")
    assert has(till, anna) == 150 - 60 - 10 - 30 + 8 + 14
    till.does(void_sale, done.uid, new_uid(), "mistake")
    assert has(till, anna) == 150
    till.cart_uid = new_uid()
    till.does(ring_again, till.cart_uid, done.uid)
    again = till.rung_up
    assert {one.promotion: one.times for one in claims(again)} == {uid: 1, free: 2}
    assert again.points is not None
    assert (again.points.spent_micro, again.gross) == (30 * POINT, money("87.00"))


def test_points_that_are_gone_meanwhile_buy_nothing(till: TillDesk, saw: Goods, anna: int) -> None:
    uid = tenth_for_points(till, "100")
    other = till.shop.till()
    for one in (till, other):
        one.adds(saw)
        with pytest.raises(Conflict, match="points_need_customer"):
            one.act(add_claim, uid)
        one.is_of(anna)
        one.act(add_claim, uid)
    seen = other.rung_up.gross
    till.pays(cash="rest")
    with pytest.raises(Conflict, match="not_enough_points"):
        other.act(checkout, None, tenders(cash="rest"), seen)
    refused = claims(other.rung_up)[0].refused
    assert refused is not None
    assert (refused.code, other.rung_up.gross) == ("not_enough_points", money("100.00"))
    other.act(cart.set_customer, new_uid(), till.shop.customer("Boris"), instead=True)
    assert claims(other.rung_up) == []
    other.pays(cash="rest")
    assert has(till, anna) == 150 - 100 + 9
