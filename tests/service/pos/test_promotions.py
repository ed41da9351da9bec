"""Promotions of a shop at its tills: they price carts, count their uses, give coupons out and take them back."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.errors import BadInput, Conflict, NotFound, ShopError
from app.core.ids import new_uid
from app.core.money import ZERO
from loyalty.promotions.coupons import coupons_of, issued_by, series_of, withdraw_series
from loyalty.promotions.editing import change_promotion, switch
from loyalty.promotions.stored import StoredPromotion, promotion_by_uid
from pos.cart import service as cart
from pos.cart.coupons import add_coupon, remove_coupon
from pos.cart.views import CartView
from pos.checkout.completed import CompletedSale
from pos.checkout.void import ring_again, void_sale
from pos.offers.making import OfferWish, make_offer
from pos.offers.taking_up import take_up_offer
from pos.papers.store import stored_paper
from tests.factories.amounts import money
from tests.factories.promotions import TENTH, promote, promotion, series
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.tags import read_tags, set_tags


@pytest.fixture
def desk(shop: Shop) -> TillDesk:
    return shop.till()


def coupon(till: TillDesk, code: str) -> CartView:
    return till.act(add_coupon, new_uid(), code).cart


def off(view: CartView) -> str:
    """What the whole cart became cheaper by."""
    return f"{view.discount.minor / 100:.2f}"


def used(shop: Shop, uid: str) -> int:
    return promotion(shop, uid).used


def codes_given(shop: Shop, done: CompletedSale) -> list[tuple[str, str]]:
    with shop.database.read_unit() as tx:
        return [(one.code, one.state) for one in issued_by(tx, done.sale_id)]


def test_a_promotion_prices_the_cart_and_is_kept_with_the_sale(shop: Shop, desk: TillDesk) -> None:
    saw, oil = shop.product("Saw", "50.00"), shop.product("Oil", "10.00")
    shop.changes(lambda tx: set_tags(tx, saw.id, read_tags("Garden, tools")))
    uid = promote(shop, when={"tags": ["garden"], "from": "2020-01-01"})
    desk.adds(saw)
    view = desk.adds(oil).cart
    assert off(view) == "5.00"
    assert view.loyal is not None
    assert [(one.name, one.amount, one.times) for one in view.loyal.applied] == [("Spring", money("5.00"), 1)]
    (discount,) = view.lines[0].discounts
    assert (discount.source, discount.code, discount.name) == (uid, "promotion", "Spring")
    done = desk.pays(cash="100.00")
    (kept,) = desk.sale(done).lines[0].discounts
    assert (kept.source, kept.why, kept.amount) == (uid, "Spring", money("5.00"))
    assert used(shop, uid) == 1
    assert shop.faults() == ([], [])


def test_a_promotion_that_is_switched_off_prices_nothing_from_then_on(shop: Shop, desk: TillDesk) -> None:
    uid = promote(shop)
    desk.adds(shop.product(price="10.00"))
    shop.changes(lambda tx: switch(tx, uid, on=False))
    assert (off(desk.rung_up), desk.rung_up.loyal) == ("0.00", None)
    shop.changes(lambda tx: switch(tx, uid, on=True))
    assert off(desk.rung_up) == "1.00"


def test_a_change_is_another_version_and_past_sales_keep_theirs(shop: Shop, desk: TillDesk) -> None:
    uid, saw = promote(shop), shop.product(price="10.00")
    first = desk.sells(saw)
    half = {"reward": {"type": "percent", "value": "50"}}

    def change(version: int) -> StoredPromotion:
        return shop.changes(lambda tx: change_promotion(tx, uid, version, "Summer", half))

    assert change(1).version == 2
    with pytest.raises(Conflict, match="promotion_changed"):
        change(1)
    second = desk.sells(saw)
    assert [desk.sale(one).lines[0].discounts[0].why for one in (first, second)] == ["Spring", "Summer"]
    assert second.to_pay == money("5.00")


def test_a_code_is_typed_by_hand_or_refused_with_a_reason(shop: Shop, desk: TillDesk) -> None:
    from_100 = {"min_amount": "100.00"}
    uid = promote(
        shop, {"type": "amount", "value": "20.00", "on": "order"}, trigger="code", code="SPRING26", when=from_100
    )
    saw = shop.product(price="60.00")
    view = coupon(desk, " spring26 ")
    assert view.coupons == ("SPRING26",)
    view = desk.adds(saw).cart
    assert view.loyal is not None
    assert [(one.code, one.coupon, one.missing) for one in view.loyal.refused] == [
        ("min_amount", "SPRING26", money("40.00"))
    ]
    assert off(desk.adds(saw).cart) == "20.00"
    assert off(desk.act(remove_coupon, "SPRING26").cart) == "0.00"
    assert off(desk.act(cart.undo).cart) == "20.00"
    desk.pays(cash="rest")
    assert used(shop, uid) == 1
    shop.changes(lambda tx: switch(tx, uid, on=False))
    with pytest.raises(NotFound, match="unknown_coupon"):
        coupon(desk, "SPRING26")


def test_a_coupon_of_a_series_is_good_once(shop: Shop, desk: TillDesk) -> None:
    uid, saw = promote(shop, trigger="code"), shop.product(price="10.00")
    first, second, third = series(shop, uid, 3)
    shown = f"{first[:4]}-{first[4:8]} {first[8:]}".lower()
    assert coupon(desk, shown).coupons == (first,)
    with pytest.raises(Conflict, match="coupon_of_same"):
        coupon(desk, second)
    desk.adds(saw)
    desk.pays(cash="rest")
    with pytest.raises(Conflict, match="coupon_used"):
        coupon(desk, first)
    wrong = first[:-1] + ("2" if first[-1] != "2" else "3")
    with pytest.raises(NotFound, match="coupon_mistyped"):
        coupon(desk, wrong)
    coupon(desk, second)
    desk.adds(saw)
    with shop.database.read_unit() as tx:
        (made,) = series_of(tx, uid)
    assert shop.changes(lambda tx: withdraw_series(tx, made.uid)) == 2
    assert off(desk.rung_up) == "0.00"
    with pytest.raises(Conflict, match="coupon_withdrawn"):
        coupon(desk, third)
    with shop.database.read_unit() as tx:
        assert sorted(one.state for one in coupons_of(tx, made.id)) == ["used", "withdrawn", "withdrawn"]


def test_an_offer_uses_up_no_coupon_that_is_good_once(shop: Shop, desk: TillDesk) -> None:
    uid, saw = promote(shop, trigger="code"), shop.product(price="10.00")
    (code,) = series(shop, uid)
    coupon(desk, code)
    desk.adds(saw)
    with pytest.raises(Conflict, match="offer_with_coupons"):
        desk.act(make_offer, new_uid(), None, OfferWish(printed=False))
    desk.act(remove_coupon, code)
    assert desk.act(make_offer, new_uid(), None, OfferWish(printed=False)).gross == money("10.00")
    desk.cart_uid = new_uid()
    assert coupon(desk, code).coupons == (code,)


def test_a_coupon_without_effect_is_not_used_up(shop: Shop, desk: TillDesk) -> None:
    uid = promote(shop, trigger="code", when={"min_amount": "100.00"})
    (code,) = series(shop, uid)
    coupon(desk, code)
    desk.adds(shop.product(price="10.00"))
    desk.pays(cash="rest")
    assert coupon(desk, code).coupons == (code,)


def test_a_sale_gives_out_a_coupon_for_the_next_one(shop: Shop, desk: TillDesk) -> None:
    thanks = promote(shop, name="Thank you: 10 % off", trigger="code")
    promote(shop, {"type": "coupon", "promotion": thanks, "valid_days": 30}, name="Come back")
    saw = shop.product("Saw", "10.00")
    done = desk.sells(saw)
    ((code, state),) = codes_given(shop, done)
    with shop.database.read_unit() as tx:
        paper = stored_paper(tx, f"receipt:{done.uid}").to_json()
    assert (state, code in paper, "Thank you: 10 % off" in paper) == ("free", True, True)
    coupon(desk, code)
    assert off(desk.adds(saw).cart) == "1.00"
    desk.act(cart.drop_cart, "no")
    desk.cart_uid = new_uid()
    shop.clock.advance(timedelta(days=31))
    with pytest.raises(ShopError, match="coupon_over"):
        coupon(desk, code)


def test_a_limit_for_a_customer_and_in_total(shop: Shop, desk: TillDesk) -> None:
    uid = promote(shop, limits={"total": 2})
    saw = shop.product(price="10.00")
    assert [desk.sells(saw).to_pay for _ in range(3)] == [money("9.00"), money("9.00"), money("10.00")]
    assert used(shop, uid) == 2
    once = promote(shop, {"type": "percent", "value": "50"}, name="Welcome", limits={"per_customer": 1})
    paid = []
    for customer in (first := shop.customer(), first, shop.customer()):
        desk.is_of(customer)
        desk.adds(saw)
        paid.append(desk.pays(cash="rest").to_pay)
    assert paid == [money("5.00"), money("10.00"), money("5.00")]
    assert used(shop, once) == 2
    assert shop.faults() == ([], [])


def test_goods_that_come_back_give_back_uses_money_and_coupons(shop: Shop, desk: TillDesk) -> None:
    thanks = promote(shop, name="Thanks", trigger="code", when={"min_qty": "5"})
    promote(shop, {"type": "coupon", "promotion": thanks}, name="Come back")
    uid = promote(shop, trigger="code", limits={"total": 1})
    (code,) = series(shop, uid)
    saw = shop.product(price="10.00")
    coupon(desk, code)
    desk.adds(saw, "3")
    bought = desk.pays(cash="rest")
    assert (bought.to_pay, used(shop, uid)) == (money("27.00"), 1)
    desk.takes_back(bought, "1")
    (line,) = desk.rung_up.lines
    assert (line.gross, line.discounts[0].name) == (money("-9.00"), "Spring")
    desk.pays_out()
    assert used(shop, uid) == 1
    with pytest.raises(Conflict, match="coupon_used"):
        coupon(desk, code)
    desk.takes_back(bought, "2")
    desk.pays_out()
    assert used(shop, uid) == 0
    assert [state for _, state in codes_given(shop, bought)] == ["withdrawn"]
    coupon(desk, code)
    assert off(desk.adds(saw).cart) == "1.00"
    assert shop.faults() == ([], [])


def test_a_void_gives_all_back_and_the_cart_rung_up_again_has_its_coupon(shop: Shop, desk: TillDesk) -> None:
    uid = promote(shop, trigger="code", limits={"total": 1})
    (code,) = series(shop, uid)
    coupon(desk, code)
    desk.adds(shop.product(price="10.00"))
    bought = desk.pays(cash="rest")
    desk.does(void_sale, bought.uid, new_uid(), "mistake")
    assert used(shop, uid) == 0
    desk.act(ring_again, bought.uid)
    assert (desk.rung_up.coupons, desk.rung_up.gross) == ((code,), bought.to_pay)
    assert desk.pays(cash="rest").to_pay == money("9.00")
    assert used(shop, uid) == 1
    assert shop.faults() == ([], [])


def test_what_one_more_would_bring_is_offered(shop: Shop, desk: TillDesk) -> None:
    promote(shop, {"type": "buy_get", "buy": "2", "get": "1"}, name="Three for two")
    oil = shop.product("Oil", "4.00")
    view = desk.adds(oil, "2").cart
    assert view.loyal is not None
    assert [(one.name, one.products, one.qty, one.percent) for one in view.loyal.offers] == [
        ("Three for two", ("Oil",), 1, "100")
    ]
    assert desk.adds(oil).cart.gross == money("8.00")


def test_an_offer_holds_whatever_promotions_begin_or_end(shop: Shop, desk: TillDesk) -> None:
    uid, saw = promote(shop), shop.product("Saw", "10.00")
    desk.adds(saw)
    desk.act(cart.set_cart_discount, 1000, ZERO, "")
    offered = desk.rung_up.gross
    offer = desk.act(make_offer, new_uid(), None, OfferWish(printed=False))
    desk.cart_uid = new_uid()
    assert offer.gross == offered == money("8.10")
    taken = desk.act(take_up_offer, new_uid(), offer.uid)
    assert (taken.changed.cart.gross, taken.offered) == (offered, None)
    shop.changes(lambda tx: switch(tx, uid, on=False))
    assert desk.pays(cash="rest").to_pay == offered


def test_only_who_may_makes_promotions(shop: Shop) -> None:
    cashier, uid = shop.cashier(), promote(shop, TENTH, on=False)
    with pytest.raises(ShopError, match="right_needed"):
        shop.database.transact(cashier, lambda tx: switch(tx, uid, on=True))
    with shop.database.read_unit() as tx:
        assert promotion_by_uid(tx, uid).state == "draft"


def test_what_no_till_could_give_out_is_refused_when_it_is_written(shop: Shop) -> None:
    thanks = promote(shop, name="Thanks", trigger="code")
    rewards: dict[str, dict[str, Any]] = {
        "valid_days": {"type": "coupon", "promotion": thanks, "valid_days": 3_651},
        "bonus": {"type": "points", "bonus": "1000000.01"},
        "factor": {"type": "points", "factor": "1000.1"},
    }
    for name, reward in rewards.items():
        with pytest.raises(BadInput, match="number_out_of_range") as refused:
            promote(shop, reward)
        assert refused.value.path == f"reward.{name}"
