"""What a cashier types, and what comes up first."""

import pytest

from tests.service.warehouse.conftest import Shop
from warehouse.catalogue.products import set_active
from warehouse.shelf.favourites import add_favourite
from warehouse.shelf.search import search_products


@pytest.fixture
def shelves(shop: Shop) -> Shop:
    """Goods that look alike."""
    shop.goods("Saw", sku="S-1", codes=["4006381333931"])
    shop.goods("Saw blade 160 mm", sku="S-2")
    shop.goods("Chainsaw Bosch AKE 35", sku="CH-35", codes=["0012345678905"])
    shop.goods("Hand saw, fine", sku="S-3")
    shop.goods("Screw 3,5 × 40 zinc", sku="SC-3540")
    shop.goods("Дрель Bosch ударная", sku="DR-1")
    shop.goods("Шампунь «Берёза» 400 мл", sku="SH-1")
    shop.goods("Crème brûlée 100%", sku="CR_1")
    return shop


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("saw", ["Saw", "Saw blade 160 mm", "Hand saw, fine", "Chainsaw Bosch AKE 35"]),
        ("SAW", ["Saw", "Saw blade 160 mm", "Hand saw, fine", "Chainsaw Bosch AKE 35"]),
        ("hains", ["Chainsaw Bosch AKE 35"]),
        ("bosch chain", ["Chainsaw Bosch AKE 35"]),
        ("35 osch", ["Chainsaw Bosch AKE 35"]),
        ("ударная дрель", ["Дрель Bosch ударная"]),
        ("4006381333931", ["Saw"]),
        ("333931", ["Saw"]),
        ("12345678905", ["Chainsaw Bosch AKE 35"]),
        ("012345678905", ["Chainsaw Bosch AKE 35"]),
        ("ch-35", ["Chainsaw Bosch AKE 35"]),
        ("s-2", ["Saw blade 160 mm"]),
        ("3.5x40", ["Screw 3,5 × 40 zinc"]),
        ("3,5*40", ["Screw 3,5 × 40 zinc"]),
        ("3,5х40", ["Screw 3,5 × 40 zinc"]),
        ("береза", ["Шампунь «Берёза» 400 мл"]),
        ("БЕРЁЗА", ["Шампунь «Берёза» 400 мл"]),
        ("creme brulee", ["Crème brûlée 100%"]),
        ("100%", ["Crème brûlée 100%"]),
        ("cr_1", ["Crème brûlée 100%"]),
        ("lhtkm", ["Дрель Bosch ударная"]),
        ("lhtkm bosch", ["Дрель Bosch ударная"]),
        ("дрель ищыср", ["Дрель Bosch ударная"]),
        ("ыфц ифыу", []),
        ("ыфц идфву", ["Saw blade 160 mm"]),
        (",thtpf", ["Шампунь «Берёза» 400 мл"]),
        ("sa", ["Saw", "Saw blade 160 mm", "Hand saw, fine", "Chainsaw Bosch AKE 35"]),
        ("aw", ["Saw", "Hand saw, fine", "Saw blade 160 mm", "Chainsaw Bosch AKE 35"]),
        ("w", ["Saw", "Hand saw, fine", "Saw blade 160 mm", "Screw 3,5 × 40 zinc", "Chainsaw Bosch AKE 35"]),
        ("", []),
        ("   ", []),
        ('"', []),
        ("'; DROP TABLE product", []),
        ("saw OR", []),
        ("nothing like it", []),
        ("saw\x00\n blade", ["Saw blade 160 mm"]),
        ("saw* NEAR(", []),
        ("/_%", []),
    ],
)
def test_a_query_finds_the_best_first(shelves: Shop, query: str, found: list[str]) -> None:
    assert shelves.finds(query) == found


def test_the_exact_code_comes_before_longer_ones(shop: Shop) -> None:
    shop.goods("Longer", codes=["12345"])
    shop.goods("Exact", codes=["1234"])
    assert shop.finds("1234") == ["Exact", "Longer"]


def test_the_exact_sku_comes_before_names(shop: Shop) -> None:
    shop.goods("Oil filter", sku="F-9")
    shop.goods("Lamp", sku="oil")
    assert shop.finds("OIL") == ["Lamp", "Oil filter"]


def test_a_favourite_comes_first_among_equals(shop: Shop) -> None:
    shop.goods("Nail 40 mm")
    longer = shop.goods("Nail 100 mm, galvanised")
    shop.write(add_favourite, shop.shop_id, longer)
    assert shop.finds("nail") == ["Nail 100 mm, galvanised", "Nail 40 mm"]


def test_goods_out_of_sale_are_not_offered(shop: Shop) -> None:
    gone = shop.goods("Saw of yesterday", codes=["123"])
    shop.write(set_active, gone, active=False)
    assert shop.finds("saw") == []
    assert shop.finds("123") == []


def test_a_hit_shows_code_price_and_stock(shop: Shop) -> None:
    shop.goods("Saw", sku="S-1", price="15.99", codes=["4006381333931", "111"], stock_milli=7000)
    shop.goods("Sawing, per cut", price=None, kind="service")
    saw, sawing = shop.read(search_products, "saw", 10, shop.shop_id)
    assert (saw.sku, saw.code, saw.level_milli, saw.unit_decimals) == ("S-1", "4006381333931", 7000, 0)
    assert saw.price.scaled == 15_990_000
    assert (sawing.kind, sawing.code, sawing.price, sawing.level_milli) == ("service", None, None, None)


def test_as_many_as_asked_for(shop: Shop) -> None:
    for number in range(12):
        shop.goods(f"Bolt M{number}")
    assert len(shop.finds("bolt", limit=5)) == 5
    assert len(shop.finds("olt", limit=5)) == 5


def test_where_postgresql_refuses_trigrams_the_same_is_found(shelves: Shop) -> None:
    if not shelves.database.is_sqlite:
        with shelves.database.writer.begin() as connection:
            connection.exec_driver_sql("DROP EXTENSION pg_trgm CASCADE")
    assert shelves.finds("bosch chain") == ["Chainsaw Bosch AKE 35"]
    assert shelves.finds("береза") == ["Шампунь «Берёза» 400 мл"]
