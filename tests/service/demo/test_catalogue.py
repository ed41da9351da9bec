"""The demo's goods as they stand on the shelves, on both databases."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select
from stdnum import ean

from app.core.actor import program
from app.demo.catalogue import fill_catalogue
from app.demo.deliveries import fill_up
from app.demo.goods import demo_goods
from tests.factories.shop import Shop
from warehouse.catalogue.categories import category_tree
from warehouse.catalogue.models import Barcode, Product, ProductPicture, ProductPrice
from warehouse.catalogue.sold_as import product_by_code, sold_as
from warehouse.catalogue.taxes import tax_categories
from warehouse.shelf.families import variant_cards
from warehouse.shelf.favourites import favourites
from warehouse.shelf.search import search_hits, search_products
from warehouse.stock.levels import check_levels, levels
from warehouse.stock.receiving import last_moves, write_off

DEMO = program("demo")
GOODS = list(demo_goods())


@pytest.fixture(scope="module")
def filled(shared_shop: Shop) -> Shop:
    """A shop with the demo's goods."""
    assert fill_catalogue(shared_shop.database, DEMO, shared_shop.id) == len(GOODS)
    return shared_shop


def ids(shop: Shop) -> dict[str, int]:
    with shop.database.read_unit() as tx:
        return dict(tx.execute(select(Product.name, Product.id)).all())


def found(shop: Shop, query: str) -> list[str]:
    with shop.database.read_unit() as tx:
        return [card.name for card in search_products(tx, query, 10, shop.id)]


def test_every_code_has_the_right_check_digit(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        codes = list(tx.execute(select(Barcode.code)).scalars())
    assert len(codes) > len(GOODS)
    assert [code for code in codes if not ean.is_valid(code)] == []
    assert {len(code) for code in codes} == {13, 14}


def test_every_product_has_a_price_and_a_tax_from_the_first_day(filled: Shop) -> None:
    names = ids(filled)
    with filled.database.read_unit() as tx:
        sold = {name: sold_as(tx, product_id) for name, product_id in names.items()}
    assert [name for name, one in sold.items() if one is None or one.unit_price is None] == []
    assert {one.tax_rate_bp for one in sold.values() if one is not None} == {2000, 900, None}


def test_no_vat_is_not_zero_vat(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        by_code = {one.code: one for one in tax_categories(tx)}
    assert by_code["exempt"].exempt
    assert by_code["exempt"].rate_bp is None


def test_a_box_is_sold_by_its_own_code_and_price(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        box = tx.execute(
            select(Barcode.code)
            .join(Product, Product.id == Barcode.product_id)
            .where(Product.name == "Carpenter's pencil", Barcode.pack_qty_milli == 12_000)
        ).scalar_one()
        sold = product_by_code(tx, box)
    assert sold is not None
    assert (sold.pack_name, sold.pack_qty_milli, sold.price_source) == ("Box of 12", 12_000, "pack")


def test_services_take_time_and_keep_no_stock(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        rows = tx.execute(select(Product.kind, Product.stocked, Product.duration_minutes)).all()
    assert {stocked for kind, stocked, _ in rows if kind == "service"} == {False}
    assert all((minutes is not None) == (kind == "service") for kind, _, minutes in rows)


def test_every_product_has_a_picture_that_opens(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        pictures = list(tx.execute(select(ProductPicture.data)).scalars())
    assert len(pictures) == len(GOODS)
    for data in set(pictures):
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert image.format == "WEBP"


def test_the_first_page_is_in_the_order_of_the_list(filled: Shop) -> None:
    wanted = sorted((one for one in GOODS if one.favourite is not None), key=lambda one: one.favourite or 0)
    with filled.database.read_unit() as tx:
        assert [card.name for card in favourites(tx, filled.id)] == [one.name for one in wanted]


def test_the_tree_has_two_levels_and_no_empty_leaf(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        tree = category_tree(tx)
    assert {branch.depth for branch in tree} == {0, 1}
    assert all(branch.product_count for branch in tree if branch.depth == 1)


def test_shelves_are_mostly_full_some_low_and_a_few_empty(filled: Shop) -> None:
    names = ids(filled)
    with filled.database.read_unit() as tx:
        held = levels(tx, list(names.values()), filled.id)
        assert check_levels(tx) == []
    stocked = [held[names[one.name]] for one in GOODS if one.stock]
    assert min(stocked) == 0
    assert 3 <= stocked.count(0) <= 15
    assert sum(1 for level in stocked if level >= 4000) > len(stocked) * 0.85


def test_some_prices_rise_later(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        first: int = tx.execute(select(func.count()).where(ProductPrice.valid_from <= tx.now)).scalar_one()
        month = tx.now + timedelta(days=40)
        second: int = tx.execute(select(func.count()).where(ProductPrice.valid_from <= month)).scalar_one()
        every: int = tx.execute(select(func.count()).select_from(ProductPrice)).scalar_one()
    assert first == len(GOODS) < second < every


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("дрель", "Дрель-шуруповёрт «Мастер» 12 В"),
        ("lhtkm", "Дрель-шуруповёрт «Мастер» 12 В"),
        ("елочка", "Семена «Ёлочка голубая»"),
        ("роза шампоан", "Шампоан „Българска роза“ 250 мл"),
        ("18 дрель", ""),
        ("brenn 18 drill", "Cordless drill driver Brenn 18 V"),
        ("3.5x40", "Wood screw 3.5 × 40 mm"),
    ],
)
def test_goods_are_found_as_people_type(filled: Shop, query: str, name: str) -> None:
    assert found(filled, query)[:1] == ([name] if name else [])


def test_the_supplier_fills_up_what_ran_low_and_nothing_else(filled: Shop) -> None:
    names = ids(filled)
    low, enough = names["Claw hammer Orlo 450 g"], names["Claw hammer Orlo 600 g"]
    with filled.database.unit_of_work(DEMO) as tx:
        before = levels(tx, [low, enough], filled.id)
        write_off(tx, filled.id, low, before[low] // 2000 * 1000 + 1000, "broken")
        write_off(tx, filled.id, enough, 1000, "broken")
        assert fill_up(tx, filled.id) == 1
        assert levels(tx, [low, enough], filled.id) == {low: before[low], enough: before[enough] - 1000}
        assert last_moves(tx, low, filled.id, 1)[0].reason == "Weekly delivery"


def test_gloves_are_a_family_of_sizes(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        (hit,) = [one for one in search_hits(tx, "gloves leather", 10, filled.id) if one.family_id is not None]
        assert hit.family_id is not None
        cards = variant_cards(tx, filled.id, hit.family_id)
    assert [(one.words, one.card.name) for one in cards] == [
        (size, f"Work gloves leather, {size}") for size in ("8", "9", "10", "11")
    ]


def test_trousers_are_a_family_of_colours_and_sizes(filled: Shop) -> None:
    with filled.database.read_unit() as tx:
        (hit,) = search_hits(tx, "work trousers", 10, filled.id)
        assert hit.family_id is not None
        cards = variant_cards(tx, filled.id, hit.family_id)
    assert [one.words for one in cards] == [
        f"{colour}, {size}" for colour in ("navy", "grey") for size in ("48", "50", "52", "54")
    ]
    assert {one.card.name for one in cards} >= {"Work trousers Falk, navy, 48", "Work trousers Falk, grey, 54"}
    assert len({one.card.picture for one in cards}) == 2
    assert sum(one.card.level_milli or 0 for one in cards) > 8 * 4000
