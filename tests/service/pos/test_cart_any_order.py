"""Whatever a cashier does, in whatever order: the cart is whole, never below zero, and sold as it was seen."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import ShopError
from app.core.ids import new_uid
from app.core.money import UNIT_PRICE_SCALE, ZERO, Money, UnitPrice, total
from pos.cart import service as cart
from pos.cart.views import CartView, Changed
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk

WHICH, NUMBER = st.integers(0, 5), st.integers(0, 5000)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), WHICH, st.integers(1, 4)),
        st.tuples(st.just("one off"), WHICH, NUMBER),
        st.tuples(st.sampled_from(["qty", "price", "percent", "amount", "cart percent", "cart amount"]), WHICH, NUMBER),
        st.tuples(st.sampled_from(["note", "remove", "undo", "undo"]), WHICH, NUMBER),
    ),
    min_size=3,
    max_size=14,
)


def does(till: TillDesk, goods: list[Goods], act: tuple[str, int, int]) -> Changed | None:
    """Does one act; None where the shop's rules refuse it."""
    kind, which, number = act
    lines = till.cart.lines if till.cart is not None else ()
    line_uid = lines[which % len(lines)].uid if lines else new_uid()
    acts: dict[str, Any] = {
        "add": lambda: till.adds(goods[which % len(goods)], str(number)),
        "one off": lambda: till.act(cart.add_one_off, new_uid(), "Thing", price(number), 1000, till.shop.tax("20")),
        "qty": lambda: till.act(cart.set_qty, line_uid, number // 1000 * 1000),
        "price": lambda: till.act(cart.set_price, line_uid, price(number), "typed"),
        "percent": lambda: till.act(cart.set_line_discount, line_uid, number * 2, ZERO, ""),
        "amount": lambda: till.act(cart.set_line_discount, line_uid, 0, Money(number), ""),
        "cart percent": lambda: till.act(cart.set_cart_discount, number * 2, ZERO, ""),
        "cart amount": lambda: till.act(cart.set_cart_discount, 0, Money(number), ""),
        "note": lambda: till.act(cart.set_note, line_uid, str(number)),
        "remove": lambda: till.act(cart.remove_line, line_uid),
        "undo": lambda: till.act(cart.undo),
    }
    try:
        changed: Changed = acts[kind]()
    except ShopError:
        return None
    return changed


def price(minor: int) -> UnitPrice:
    return UnitPrice(minor * UNIT_PRICE_SCALE)


def is_whole(view: CartView) -> None:
    assert view.subtotal == total(line.amount for line in view.lines)
    assert view.gross == total(line.gross for line in view.lines) == view.subtotal - view.discount
    assert all(ZERO <= line.gross <= line.amount for line in view.lines)
    assert view.discount == total(one.amount for line in view.lines for one in line.discounts)
    assert all(line.qty_milli > 0 for line in view.lines)
    assert [line.position for line in view.lines] == sorted({line.position for line in view.lines})


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(ACTS)
def test_any_order_of_acts(shared_shop: Shop, acts: list[tuple[str, int, int]]) -> None:
    till = shared_shop.till()
    goods = [
        shared_shop.product(price="0.99", tax="20"),
        shared_shop.product(price="12.50", tax="9", discountable=False),
        shared_shop.product(price="3.33", tax="none"),
    ]
    seen: CartView | None = None
    for act in acts:
        changed = does(till, goods, act)
        assert till.cart == (changed.cart if changed is not None else seen), "a refused act left a trace"
        if changed is not None:
            assert changed.cart.version == changed.previous_version + 1
            is_whole(changed.cart)
            seen = changed.cart
    if seen is None or not seen.lines:
        return
    done = till.pays(card="rest", version=seen.version)
    sale = till.sale(done)
    assert (done.to_pay, sale.head.gross, sale.head.discount) == (seen.to_pay, seen.gross, seen.discount)
    assert [(line.name, line.qty_milli, line.unit_price, line.gross, line.note) for line in sale.lines] == [
        (line.name, line.qty_milli, line.unit_price, line.gross, line.note) for line in seen.lines
    ]
    assert till.closes().figures.gross == seen.gross
