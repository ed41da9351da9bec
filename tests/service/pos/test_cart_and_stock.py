"""What the shop decided about selling more than there is: allow, warn, refuse."""

import pytest

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO
from pos.cart import service as cart
from tests.factories.amounts import qty, unit_price
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.barcodes import Code
from warehouse.stock.settings import ALLOW, BELOW_ZERO, REFUSE, WARN


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    """A till of a shop whose settings the test may change."""
    return shop.till()


def test_a_sale_lowers_the_level_by_what_was_sold(till: TillDesk) -> None:
    oil = till.shop.product("Oil", stock="10")
    nails = till.shop.product("Nails", unit="kg", stock="5.5")
    haircut = till.shop.product("Haircut", kind="service")
    till.adds(oil, "3")
    till.adds(nails, "0.350")
    till.adds(nails, "0.150")
    till.adds(haircut)
    till.act(cart.add_one_off, new_uid(), "Sharpening", unit_price("3.00"), 1000, till.shop.tax("20"))
    till.pays(cash="rest")
    assert (till.shop.stock_of(oil), till.shop.stock_of(nails), till.shop.stock_of(haircut)) == (qty("7"), qty("5"), 0)
    assert till.shop.faults() == ([], [])


def test_an_open_cart_a_removed_line_and_a_dropped_cart_move_nothing(till: TillDesk) -> None:
    oil = till.shop.product("Oil", stock="10")
    line_uid = till.adds(oil, "3").line_uid or ""
    assert till.shop.stock_of(oil) == qty("10")
    till.act(cart.remove_line, line_uid)
    till.adds(till.shop.product("Rope"))
    till.pays(cash="rest")
    till.adds(oil)
    till.act(cart.drop_cart, "")
    assert till.shop.stock_of(oil) == qty("10")


@pytest.mark.parametrize(("mode", "warning"), [(ALLOW, None), (WARN, "stock_below_zero"), (REFUSE, "stock_below_zero")])
def test_a_scan_says_what_the_shop_wants_to_hear(till: TillDesk, mode: str, warning: str | None) -> None:
    till.shop.sets(BELOW_ZERO, mode)
    oil = till.shop.product("Oil", stock="2")
    assert till.adds(oil).warning is None
    assert till.adds(oil).warning is None
    assert till.adds(oil).warning == warning


@pytest.mark.parametrize("mode", [ALLOW, WARN])
def test_a_shop_that_allows_it_sells_below_zero_and_marks_it(till: TillDesk, mode: str) -> None:
    till.shop.sets(BELOW_ZERO, mode)
    oil = till.shop.product("Oil", stock="1")
    done = till.sells(oil, "3")
    assert till.shop.stock_of(oil) == qty("-2")
    assert done.below_zero == (("Oil",) if mode == WARN else ())
    assert till.shop.faults() == ([], [])


def test_a_shop_that_refuses_sells_to_the_last_and_no_further(till: TillDesk) -> None:
    till.shop.sets(BELOW_ZERO, REFUSE)
    oil, rope = till.shop.product("Oil", stock="2"), till.shop.product("Rope", stock="1")
    till.adds(oil, "2")
    till.adds(rope, "2")
    till.adds(oil)
    with pytest.raises(Conflict) as refused:
        till.pays(cash="rest")
    assert (refused.value.code, refused.value.facts["names"]) == ("stock_refused", ["Oil", "Rope"])
    assert (till.shop.stock_of(oil), till.shop.stock_of(rope)) == (qty("2"), qty("1"))
    assert len(till.rung_up.lines) == 3
    till.act(cart.remove_line, till.rung_up.lines[2].uid)
    till.act(cart.set_qty, till.rung_up.lines[1].uid, 1000)
    assert till.pays(cash="rest").number == 1
    assert (till.shop.stock_of(oil), till.shop.stock_of(rope)) == (ZERO.minor, 0)


def test_a_box_is_refused_by_what_it_holds(till: TillDesk) -> None:
    till.shop.sets(BELOW_ZERO, REFUSE)
    till.shop.product("Screw", "0.05", packs=[Code("BOX12", "box", qty("12"), unit_price("0.50"))], stock="11")
    assert till.scans("BOX12").warning == "stock_below_zero"
    with pytest.raises(Conflict, match="stock_refused"):
        till.pays(cash="rest")


def test_goods_that_never_came_in_are_not_there(till: TillDesk) -> None:
    till.shop.sets(BELOW_ZERO, REFUSE)
    with pytest.raises(Conflict, match="stock_refused"):
        till.sells(till.shop.product("Oil"))


def test_what_is_not_stocked_never_runs_out(till: TillDesk) -> None:
    till.shop.sets(BELOW_ZERO, REFUSE)
    assert till.sells(till.shop.product("Bag", stocked=False), "99").number == 1


@pytest.mark.parametrize("mode", [WARN, REFUSE])
def test_all_lines_of_a_product_count_together(till: TillDesk, mode: str) -> None:
    till.shop.sets(BELOW_ZERO, mode)
    oil = till.shop.product("Oil", stock="3")
    till.adds(oil, "2")
    assert till.act(cart.add_product, new_uid(), oil.id, 2000, apart=True).warning == "stock_below_zero"


@pytest.mark.parametrize(("pieces", "warning"), [("3", None), ("4", "stock_below_zero")])
def test_a_typed_quantity_warns_like_a_scan(till: TillDesk, pieces: str, warning: str | None) -> None:
    till.shop.sets(BELOW_ZERO, WARN)
    oil = till.shop.product("Oil", stock="3")
    line_uid = till.adds(oil).line_uid or ""
    assert till.act(cart.set_qty, line_uid, qty(pieces)).warning == warning
