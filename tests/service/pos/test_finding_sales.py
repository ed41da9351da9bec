"""A sale found without its receipt."""

from datetime import timedelta

from app.places.service import place_of
from pos.finding import Sought, find_sales
from pos.sale.receipt_code import receipt_barcode
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.attributes import Attribute
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.families import FamilyData, create_family
from warehouse.catalogue.products import set_active
from warehouse.catalogue.variants import add_variant


def found(till: TillDesk, sought: Sought) -> list[str]:
    with till.shop.database.read_unit() as tx:
        return [head.uid for head in find_sales(tx, till.id, sought)]


def test_by_number_goods_and_code_across_tills_newest_first(shop: Shop) -> None:
    one, other = shop.till(), shop.till()
    hammer, saw = shop.product("Claw hammer", "4.00"), shop.product("Hand saw", "12.50")
    first, second, third = one.sells(hammer), one.sells(saw), other.sells(hammer)
    assert found(one, Sought("hamm claw")) == [third.uid, first.uid]
    assert found(one, Sought(saw.code)) == [second.uid]
    assert found(one, Sought(str(second.number))) == [second.uid]
    assert found(one, Sought("hammer", till_id=other.id)) == [third.uid]
    assert found(one, Sought("chisel")) == []
    assert found(one, Sought()) == [third.uid, second.uid, first.uid]


def test_by_goods_that_are_no_longer_sold(shop: Shop) -> None:
    till = shop.till()
    hammer, saw = shop.product("Claw hammer", "4.00"), shop.product("Claw bar", "12.50")
    first, second = till.sells(hammer), till.sells(saw)
    with shop.database.unit_of_work(FITTER) as tx:
        set_active(tx, hammer.id, active=False)
    assert found(till, Sought("claw")) == [second.uid, first.uid]
    assert found(till, Sought("рфььук")) == [first.uid]
    assert found(till, Sought(hammer.code)) == [first.uid]


def test_a_receipts_own_code_finds_it_alone(shop: Shop) -> None:
    till = shop.till()
    hammer = shop.product("Hammer", "4.00")
    sold = till.sells(hammer)
    till.sells(hammer)
    with shop.database.read_unit() as tx:
        code = receipt_barcode(place_of(tx, till.id).till_number, sold.number)
    assert found(till, Sought(code)) == [sold.uid]


def test_by_customer_and_card_and_by_day(shop: Shop) -> None:
    till = shop.till()
    ivan = shop.customer("Ivan Petrov", card="2900000000018")
    hammer = shop.product("Hammer", "4.00")
    till.is_of(ivan)
    his = till.sells(hammer)
    till.closes()
    shop.clock.advance(timedelta(days=1))
    till.opens()
    later = till.sells(hammer)
    assert found(till, Sought("petrov")) == [his.uid]
    assert found(till, Sought("2900000000018")) == [his.uid]
    with shop.database.read_unit() as tx:
        day = find_sales(tx, till.id, Sought(till_id=till.id))[0].business_date
    assert found(till, Sought("hammer", day=day)) == [later.uid]
    assert found(till, Sought("hammer", day=day - timedelta(days=1))) == [his.uid]


def test_by_goods_every_variant_of_a_family_however_many_there_are(shop: Shop) -> None:
    till, sizes = shop.till(), [str(size) for size in range(20, 45)]
    boots = FamilyData("Boots", shop.tax("20"), price=unit_price("60.00"))
    with shop.database.unit_of_work(FITTER) as tx:
        family_id = create_family(tx, boots, [Attribute("Size", tuple(sizes))])
        made = {size: add_variant(tx, family_id, (size,), codes=[Code(f"B{size}")]) for size in sizes}
    small, large = (till.sells(Goods(made[size], f"Boots, {size}", f"B{size}")) for size in ("20", "44"))
    assert found(till, Sought("boots")) == [large.uid, small.uid]
    assert found(till, Sought("boots 44")) == [large.uid]
