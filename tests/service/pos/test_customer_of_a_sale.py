"""Whose cart it is, whose sale it was, and what a customer bought."""

from datetime import timedelta

import pytest

from app.core.errors import Conflict, Forbidden
from app.core.ids import new_uid
from app.crm.cards import cards_of
from app.crm.personal_data import erase_customer, export_customer
from app.wiring import personal_data
from pos.cart import service as cart
from pos.checkout.void import void_sale
from pos.sale.customers import purchase_summary, purchases
from pos.sale.naming import name_customer
from pos.scan import ScannedCard, what_is
from tests.factories.amounts import money
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    return till.shop.product("Saw", "12.50")


def test_a_customer_stands_on_the_cart_and_then_on_the_sale(till: TillDesk, saw: Goods) -> None:
    ivan = till.shop.customer("Ivan")
    till.is_of(ivan)
    assert till.rung_up.lines == ()
    till.adds(saw)
    assert till.rung_up.customer_id == ivan
    assert till.sale(till.pays(cash="rest")).head.customer_id == ivan
    assert till.cart is None


def test_two_customers_in_one_cart_are_asked_about(till: TillDesk, saw: Goods) -> None:
    ivan, olga = till.shop.customer("Ivan"), till.shop.customer("Olga")
    till.adds(saw)
    till.is_of(ivan)
    with pytest.raises(Conflict) as refused:
        till.is_of(olga)
    assert (refused.value.code, refused.value.facts) == ("other_customer", {"present": ivan, "asked": olga})
    till.act(cart.set_customer, new_uid(), olga, instead=True)
    assert till.rung_up.customer_id == olga
    till.act(cart.undo)
    assert till.rung_up.customer_id == ivan
    till.act(cart.set_customer, new_uid(), None)
    assert till.rung_up.customer_id is None


def test_a_scanned_card_is_a_customer(till: TillDesk) -> None:
    ivan = till.shop.customer("Ivan", card="VIP-000777")
    with till.shop.database.read_unit() as tx:
        found = what_is(tx, "vip-000777")
        (card,) = cards_of(tx, ivan)
    assert found == ScannedCard(ivan, "active")
    assert card.customer_id == ivan


def test_the_customer_is_named_some_minutes_after_payment(shop: Shop) -> None:
    till, junior = shop.till(), shop.till(role="cashier")
    saw, ivan, olga = shop.product("Saw", "12.50"), shop.customer("Ivan"), shop.customer("Olga")
    sold = till.sells(saw)
    with pytest.raises(Forbidden, match="right_needed"):
        shop.database.transact(junior.cashier, lambda tx: name_customer(tx, sold.uid, ivan))
    for _ in range(2):
        shop.database.transact(till.cashier, lambda tx: name_customer(tx, sold.uid, ivan))
    assert till.sale(sold).head.customer_id == ivan
    with pytest.raises(Conflict, match="sale_has_customer"):
        shop.database.transact(till.cashier, lambda tx: name_customer(tx, sold.uid, olga))
    later = till.sells(saw)
    shop.clock.advance(timedelta(minutes=31))
    with pytest.raises(Conflict, match="too_late_for_customer"):
        shop.database.transact(till.cashier, lambda tx: name_customer(tx, later.uid, ivan))


def test_what_a_customer_bought_is_told_and_counted(till: TillDesk, saw: Goods) -> None:
    ivan, oil = till.shop.customer("Ivan"), till.shop.product("Oil", "3.00")
    done = []
    for goods in (saw, oil, oil):
        till.is_of(ivan)
        till.adds(goods)
        done.append(till.pays(cash="rest"))
    named = till.sells(oil)
    till.shop.database.transact(till.cashier, lambda tx: name_customer(tx, named.uid, ivan))
    till.does(void_sale, done[2].uid, new_uid(), "mistake")
    till.takes_back(done[0])
    till.pays_out()
    with till.shop.database.read_unit() as tx:
        summary = purchase_summary(tx, ivan)
        listed = purchases(tx, ivan)
    assert (summary.visits, summary.spent) == (3, money("6.00"))
    assert [head.kind for head in listed] == ["return", "void", "sale", "sale", "sale", "sale"]


def test_an_erased_customer_leaves_the_figures_as_they_were(till: TillDesk, saw: Goods) -> None:
    ivan = till.shop.customer("Ivan")
    till.is_of(ivan)
    till.adds(saw)
    sold = till.pays(cash="rest")
    till.is_of(ivan)
    told = till.shop.changes(lambda tx: export_customer(tx, personal_data(), ivan))
    assert [one["uid"] for one in told["till"]["purchases"]] == [sold.uid]
    till.shop.changes(lambda tx: erase_customer(tx, personal_data(), ivan))
    assert till.rung_up.customer_id is None
    assert till.sale(sold).head.gross == money("12.50")
    with pytest.raises(Conflict, match="customer_erased"):
        till.is_of(ivan)
    assert till.shop.faults() == ([], [])
