"""Kits: sold as one at their own price, while their parts leave the shelf and come back to it."""

from dataclasses import replace
from functools import partial

import pytest

from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import new_uid
from pos.checkout.void import void_sale
from tests.factories.amounts import money, qty
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.kits import kit_parts, set_kit_part
from warehouse.catalogue.products import product, update_product
from warehouse.stock.settings import BELOW_ZERO, REFUSE


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    """A till of a shop whose settings the test may change."""
    return shop.till()


@pytest.fixture
def saw(shop: Shop) -> Goods:
    return shop.product("Saw", "20.00", stock="10")


@pytest.fixture
def chain(shop: Shop) -> Goods:
    return shop.product("Chain", "3.00", unit="kg", stock="5")


@pytest.fixture
def kit(shop: Shop, saw: Goods, chain: Goods) -> Goods:
    """One saw and 0.250 kg of chain."""
    made = shop.product("Starter kit", "21.50", stocked=False)
    shop.changes(lambda tx: set_kit_part(tx, made.id, saw.id, qty("1")))
    shop.changes(lambda tx: set_kit_part(tx, made.id, chain.id, qty("0.250")))
    return made


def test_the_parts_of_a_kit_leave_the_shelf_and_come_back(till: TillDesk, kit: Goods, saw: Goods, chain: Goods) -> None:
    bought = till.sells(kit, "3")
    assert bought.to_pay == money("64.50")
    assert (till.shop.stock_of(saw), till.shop.stock_of(chain)) == (7_000, 4_250)
    till.takes_back(bought, "1")
    till.pays_out()
    assert (till.shop.stock_of(saw), till.shop.stock_of(chain)) == (8_000, 4_500)
    till.takes_back(bought, "2")
    till.pays_out()
    assert (till.shop.stock_of(saw), till.shop.stock_of(chain)) == (10_000, 5_000)
    assert till.shop.faults() == ([], [])


def test_a_kit_that_was_changed_comes_back_as_it_was_sold(till: TillDesk, kit: Goods, saw: Goods, chain: Goods) -> None:
    bought = till.sells(kit, "2")
    till.shop.changes(lambda tx: set_kit_part(tx, kit.id, chain.id, 0))
    till.takes_back(bought)
    till.pays_out()
    assert (till.shop.stock_of(saw), till.shop.stock_of(chain)) == (10_000, 5_000)


def test_a_voided_kit_goes_back_to_the_shelf(till: TillDesk, kit: Goods, saw: Goods, chain: Goods) -> None:
    bought = till.sells(kit)
    till.does(void_sale, bought.uid, new_uid(), "mistake")
    assert (till.shop.stock_of(saw), till.shop.stock_of(chain)) == (10_000, 5_000)


def test_where_stock_is_refused_a_kit_needs_its_parts(till: TillDesk, kit: Goods, saw: Goods) -> None:
    till.shop.sets(BELOW_ZERO, REFUSE)
    till.sells(saw, "9")
    till.adds(kit, "2")
    with pytest.raises(Conflict, match="stock_refused"):
        till.pays(cash="rest")


def test_what_a_kit_may_hold(shop: Shop, kit: Goods, saw: Goods) -> None:
    service = shop.product("Sharpening", kind="service")
    other = shop.product("Big kit", "99.00", stocked=False)
    acts = (
        (kit.id, kit.id, "1", Conflict, "not_a_part"),
        (kit.id, service.id, "1", Conflict, "not_a_part"),
        (other.id, kit.id, "1", Conflict, "not_a_part"),
        (saw.id, kit.id, "1", Conflict, "kit_is_stocked"),
        (kit.id, saw.id, "0.5", BadInput, "qty_decimals"),
        (kit.id, saw.id, "-1", BadInput, "qty_out_of_range"),
        (kit.id, 4711, "1", NotFound, "no_product"),
    )
    for kit_id, part_id, amount, error, code in acts:
        with pytest.raises(error, match=code):
            shop.changes(partial(set_kit_part, kit_id=kit_id, part_id=part_id, qty_milli=qty(amount)))
    with shop.database.read_unit() as tx:
        data = product(tx, kit.id).data
        assert [(part.name, part.qty_milli) for part in kit_parts(tx, kit.id)] == [("Chain", 250), ("Saw", 1000)]
    with pytest.raises(Conflict, match="kit_is_stocked"):
        shop.changes(lambda tx: update_product(tx, kit.id, replace(data, stocked=True)))


def test_goods_that_became_stocked_after_the_sale_add_nothing_when_they_come_back(till: TillDesk) -> None:
    made = till.shop.product("Firewood", "4.00", stocked=False)
    bought = till.sells(made)
    with till.shop.database.read_unit() as tx:
        data = product(tx, made.id).data
    till.shop.changes(lambda tx: update_product(tx, made.id, replace(data, stocked=True)))
    till.takes_back(bought)
    till.pays_out()
    assert till.shop.stock_of(made) == 0


def test_a_kit_without_a_code_holds_no_marked_goods(till: TillDesk) -> None:
    """A unit would be sold with nobody told of its code; one that bears a code itself may hold them."""
    shop = till.shop
    water, plain = shop.product("Water", stock="9", is_marked=True), shop.product("Glass", stock="9")
    crate = shop.product("Crate", stocked=False)

    def marks(goods: Goods, *, on: bool) -> None:
        with shop.database.read_unit() as books:
            data = product(books, goods.id).data
        shop.changes(lambda tx: update_product(tx, goods.id, replace(data, is_marked=on)))

    shop.changes(lambda tx: set_kit_part(tx, crate.id, plain.id, qty("1")))
    with pytest.raises(Conflict, match="marked_part"):
        shop.changes(lambda tx: set_kit_part(tx, crate.id, water.id, qty("6")))
    with pytest.raises(Conflict, match="marked_part"):
        marks(plain, on=True)
    marks(crate, on=True)
    shop.changes(lambda tx: set_kit_part(tx, crate.id, water.id, qty("6")))
    with pytest.raises(Conflict) as refused:
        marks(crate, on=False)
    assert refused.value.facts == {"name": "Water", "kit": "Crate"}
    shop.changes(lambda tx: set_kit_part(tx, crate.id, water.id, 0))
    marks(crate, on=False)
