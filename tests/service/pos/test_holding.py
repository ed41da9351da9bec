"""Carts put aside, taken up again, and taken over from another till."""

import pytest

from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from pos.cart import service as cart
from pos.cart.holding import held_count, hold_cart, take_up, waiting_carts
from tests.factories.amounts import money
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    """A till of a shop of its own: other tests hold no carts there."""
    return shop.till()


@pytest.fixture
def saw(shop: Shop) -> Goods:
    return shop.product("Saw", "12.50", stock="10")


def waiting(till: TillDesk) -> list[str]:
    with till.shop.database.read_unit() as tx:
        return [one.uid for one in waiting_carts(tx, till.id)]


def test_a_held_cart_makes_room_and_comes_back_whole(till: TillDesk, saw: Goods) -> None:
    ivan = till.shop.customer("Ivan")
    till.is_of(ivan)
    till.adds(saw, "2")
    held = till.cart_uid
    till.act(hold_cart, "forgot the wallet")
    till.act(hold_cart, "forgot the wallet")
    assert till.cart is None
    till.cart_uid = new_uid()
    till.sells(saw)
    with till.shop.database.read_unit() as tx:
        (one,) = waiting_carts(tx, till.id)
        assert held_count(tx, till.id) == 1
    assert (one.customer_name, one.note, one.gross, one.line_count) == (
        "Ivan",
        "forgot the wallet",
        money("25.00"),
        1,
    )
    till.does(take_up, held)
    till.does(take_up, held)
    assert (till.rung_up.uid, till.rung_up.gross, till.rung_up.customer_id) == (held, money("25.00"), ivan)
    till.cart_uid = held
    till.pays(cash="rest")
    with pytest.raises(Conflict, match="cart_paid"):
        till.does(take_up, held)


def test_another_till_of_the_shop_takes_it_up(till: TillDesk, saw: Goods) -> None:
    other = till.shop.till()
    till.adds(saw)
    till.act(hold_cart)
    assert waiting(other) == [till.cart_uid]
    other.does(take_up, till.cart_uid)
    assert other.rung_up.uid == till.cart_uid
    with pytest.raises(Conflict, match="cart_elsewhere"):
        till.adds(saw)
    with pytest.raises(Conflict, match="cart_elsewhere"):
        till.pays(cash="rest")


def test_an_open_cart_is_taken_over_by_a_right_only(till: TillDesk, saw: Goods) -> None:
    junior = till.shop.till(role="cashier")
    till.adds(saw)
    assert waiting(junior) == [till.cart_uid]
    with pytest.raises(Forbidden, match="right_needed"):
        junior.does(take_up, till.cart_uid)
    senior = till.shop.till()
    senior.does(take_up, till.cart_uid)
    assert senior.rung_up.uid == till.cart_uid
    assert till.cart is None


def test_a_till_with_lines_open_takes_up_nothing(till: TillDesk, saw: Goods) -> None:
    other = till.shop.till()
    till.adds(saw)
    till.act(hold_cart)
    other.adds(saw)
    with pytest.raises(Conflict, match="another_cart"):
        other.does(take_up, till.cart_uid)
    other.act(cart.remove_line, other.rung_up.lines[0].uid)
    other.does(take_up, till.cart_uid)
    assert other.rung_up.uid == till.cart_uid


def test_an_empty_or_unknown_cart_is_not_held(till: TillDesk, saw: Goods) -> None:
    with pytest.raises(NotFound, match="no_cart"):
        till.act(hold_cart)
    till.is_of(till.shop.customer("Ivan"))
    with pytest.raises(Conflict, match="cart_empty"):
        till.act(hold_cart)
    with pytest.raises(NotFound, match="no_cart"):
        till.does(take_up, new_uid())


def test_a_held_cart_does_not_keep_the_shift_open(till: TillDesk, saw: Goods) -> None:
    till.adds(saw)
    till.act(hold_cart)
    till.closes()
    till.opens()
    till.does(take_up, till.cart_uid)
    assert till.pays(cash="rest").to_pay == money("12.50")
