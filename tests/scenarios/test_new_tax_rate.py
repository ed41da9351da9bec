"""The night a tax rate changes, with the shift open: carts, sales and returns around midnight."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO
from pos.cart import service as cart
from pos.cart.holding import hold_cart, take_up
from pos.checkout.service import checkout
from pos.settings import PRICES_INCLUDE_TAX
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.factories.till import TillDesk, tenders
from warehouse.catalogue.taxes import set_rate

EVENING = datetime(2026, 3, 31, 20, 30, tzinfo=UTC)
"""Half past eleven at night in Sofia."""
AFTER_MIDNIGHT = datetime(2026, 3, 31, 21, 10, tzinfo=UTC)


@pytest.fixture
def night(shop: Shop) -> TillDesk:
    """A till late in the evening before 20 % become 25 %."""
    shop.clock.set(EVENING)
    standard = shop.tax("20")
    shop.changes(lambda tx: set_rate(tx, standard, 2500, date(2026, 4, 1)))
    return shop.till()


@pytest.fixture
def midnight(shop: Shop) -> Callable[[], None]:
    """Lets midnight pass."""
    return lambda: shop.clock.set(AFTER_MIDNIGHT)


def test_each_side_of_midnight_has_its_rate_in_one_shift(night: TillDesk, midnight: Callable[[], None]) -> None:
    saw = night.shop.product("Saw", "120.00", tax="20", stock="9")
    before = night.sells(saw)
    midnight()
    after = night.sells(saw)
    assert (before.to_pay, after.to_pay) == (money("120.00"), money("120.00"))
    assert (night.sale(before).head.tax, night.sale(after).head.tax) == (money("20.00"), money("24.00"))
    figures = night.closes().figures
    assert [(row.rate_bp, row.tax) for row in figures.rates] == [(2000, money("20.00")), (2500, money("24.00"))]


def test_a_cart_open_over_midnight_is_sold_at_the_rate_of_its_payment(
    night: TillDesk, midnight: Callable[[], None]
) -> None:
    saw = night.shop.product("Saw", "120.00", tax="20")
    night.adds(saw)
    assert [row.rate for row in night.rung_up.tax] == ["20"]
    midnight()
    assert [(row.rate, row.amount) for row in night.rung_up.tax] == [("25", money("24.00"))]
    sold = night.pays(cash="rest")
    assert night.sale(sold).lines[0].tax_rate_bp == 2500


def test_where_tax_comes_on_top_the_cashier_sees_the_new_sum_before_it_is_paid(
    night: TillDesk, midnight: Callable[[], None]
) -> None:
    night.shop.sets(PRICES_INCLUDE_TAX, False)
    night.adds(night.shop.product("Saw", "100.00", tax="20"))
    seen = night.rung_up
    midnight()
    with pytest.raises(Conflict, match="cart_changed"):
        night.act(checkout, seen.version, tenders(cash="rest"), seen.gross)
    seen = night.rung_up
    assert seen.gross == money("125.00")
    assert night.act(checkout, seen.version, tenders(cash="rest"), seen.gross).to_pay == money("125.00")


def test_what_was_bought_before_midnight_comes_back_with_its_own_rate(
    night: TillDesk, midnight: Callable[[], None]
) -> None:
    saw = night.shop.product("Saw", "120.00", tax="20", stock="1")
    bought = night.sells(saw)
    midnight()
    night.takes_back(bought)
    night.adds(saw)
    swapped = night.pays()
    assert (swapped.to_pay, night.sale(swapped).head.tax) == (ZERO, money("4.00"))
    assert [line.tax_rate_bp for line in night.sale(swapped).lines] == [2000, 2500]


def test_a_cart_held_over_the_night_and_a_line_added_to_it_have_one_rate(
    night: TillDesk, midnight: Callable[[], None]
) -> None:
    saw, oil = night.shop.product("Saw", "120.00", tax="20"), night.shop.product("Oil", "12.50", tax="20")
    night.adds(saw)
    held = night.cart_uid
    night.act(hold_cart)
    midnight()
    night.does(take_up, held)
    night.act(cart.add_product, new_uid(), oil.id)
    assert [row.rate for row in night.rung_up.tax] == ["25"]
    assert {line.tax_rate_bp for line in night.sale(night.pays(cash="rest")).lines} == {2500}
