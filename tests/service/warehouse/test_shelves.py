"""What the till and the office show of goods: favourites, tiles, lists, pictures."""

import io
from typing import Any

import pytest
from PIL import Image

from app.core.actor import Actor
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.pictures import LONGEST_SIDE, Picture, prepare_picture
from tests.service.warehouse.conftest import Shop
from warehouse.catalogue.categories import create_category
from warehouse.catalogue.pictures import picture_digest, picture_of, remove_picture, save_picture
from warehouse.catalogue.products import set_active
from warehouse.shelf.favourites import (
    MOST_FAVOURITES,
    add_favourite,
    favourites,
    is_favourite,
    move_favourite,
    remove_favourite,
)
from warehouse.shelf.levels import levels_page
from warehouse.shelf.listing import PAGE_ROWS, Wanted, list_products
from warehouse.shelf.tiles import MOST_TILES, Tiles, tiles


def chosen(shop: Shop) -> list[str]:
    return [card.name for card in shop.read(favourites, shop.shop_id)]


def listed(shop: Shop, **wanted: Any) -> list[str]:
    return [card.name for card in shop.read(list_products, shop.shop_id, Wanted(**wanted)).products]


def opened(shop: Shop, category_id: int | None = None) -> Tiles:
    return shop.read(tiles, shop.shop_id, category_id)  # type: ignore[no-any-return]  # what the question answers


def test_favourites_keep_their_order(shop: Shop) -> None:
    saw, oil, tape = (shop.goods(name) for name in ("Saw", "Oil", "Tape"))
    for product_id in (saw, oil, tape, oil):
        shop.write(add_favourite, shop.shop_id, product_id)
    assert chosen(shop) == ["Saw", "Oil", "Tape"]
    shop.write(move_favourite, shop.shop_id, tape, 0)
    shop.write(move_favourite, shop.shop_id, saw, 99)
    assert chosen(shop) == ["Tape", "Oil", "Saw"]
    shop.write(remove_favourite, shop.shop_id, oil)
    shop.write(remove_favourite, shop.shop_id, oil)
    shop.write(set_active, saw, active=False)
    assert chosen(shop) == ["Tape"]
    assert (shop.read(is_favourite, shop.shop_id, saw), shop.read(is_favourite, shop.shop_id, oil)) == (True, False)


def test_what_cannot_be_a_favourite(shop: Shop) -> None:
    with pytest.raises(NotFound, match="no_product"):
        shop.write(add_favourite, shop.shop_id, 999)
    with pytest.raises(NotFound, match="no_favourite"):
        shop.write(move_favourite, shop.shop_id, shop.goods("Saw"), 0)
    clerk = Actor("Peter", rights=frozenset({"catalogue.view"}))
    with pytest.raises(Forbidden), shop.database.unit_of_work(clerk) as tx:
        add_favourite(tx, shop.shop_id, 1)


def test_favourites_have_an_end(shop: Shop) -> None:
    ids = [shop.goods(f"Goods {number}") for number in range(MOST_FAVOURITES + 1)]

    def choose_all(tx: Any) -> None:
        for product_id in ids[:-1]:
            add_favourite(tx, shop.shop_id, product_id)

    shop.write(choose_all)
    with pytest.raises(Conflict, match="too_many_favourites"):
        shop.write(add_favourite, shop.shop_id, ids[-1])


def test_tiles_lead_from_favourites_into_the_tree(shop: Shop) -> None:
    tools = shop.write(create_category, "Tools")
    saws = shop.write(create_category, "Saws", tools)
    shop.write(create_category, "Empty")
    saw = shop.goods("Saw", category_id=saws, stock_milli=2000)
    shop.goods("Pencil", category_id=tools)
    shop.goods("Chainsaw", category_id=saws)
    shop.write(add_favourite, shop.shop_id, saw)
    first = opened(shop)
    assert [(branch.name, branch.product_count) for branch in first.branches] == [("Tools", 3)]
    assert [(card.name, card.level_milli) for card in first.products] == [("Saw", 2000)]
    inside = opened(shop, tools)
    assert [step.name for step in inside.path] == ["Tools"]
    assert [branch.name for branch in inside.branches] == ["Saws"]
    assert [card.name for card in inside.products] == ["Pencil"]
    deeper = opened(shop, saws)
    assert [step.name for step in deeper.path] == ["Tools", "Saws"]
    assert [card.name for card in deeper.products] == ["Chainsaw", "Saw"]
    with pytest.raises(NotFound, match="no_category"):
        opened(shop, 999)


def test_a_page_of_tiles_has_an_end(shop: Shop) -> None:
    tools = shop.write(create_category, "Tools")
    for number in range(MOST_TILES + 1):
        shop.goods(f"Goods {number:03}", category_id=tools, price=None)
    page = opened(shop, tools)
    assert (len(page.products), page.more) == (MOST_TILES, True)


def test_a_list_is_searched_narrowed_and_sorted(shop: Shop) -> None:
    tools = shop.write(create_category, "Tools")
    saws = shop.write(create_category, "Saws", tools)
    shop.goods("apple saw", sku="3", price="5", category_id=saws, stock_milli=3000)
    shop.goods("Berry saw", sku="1", price="1", category_id=tools, stock_milli=1000)
    gone = shop.goods("Cherry saw", sku="2", price=None)
    drill = shop.goods("Дрель", sku="4", price=None)
    shop.write(set_active, gone, active=False)
    shop.sells((drill, 1000))
    assert listed(shop) == ["apple saw", "Berry saw", "Дрель"]
    assert listed(shop, descending=True) == ["Дрель", "Berry saw", "apple saw"]
    assert listed(shop, show="all", sort="sku") == ["Berry saw", "Cherry saw", "apple saw", "Дрель"]
    assert listed(shop, sort="price") == ["Дрель", "Berry saw", "apple saw"]
    assert listed(shop, sort="stock", descending=True) == ["apple saw", "Berry saw", "Дрель"]
    assert listed(shop, sort="newest") == ["Дрель", "Berry saw", "apple saw"]
    assert listed(shop, category_id=tools) == ["apple saw", "Berry saw"]
    assert listed(shop, category_id=saws, query="saw") == ["apple saw"]
    assert listed(shop, category_id=999) == []
    assert listed(shop, query="saw berry") == ["Berry saw"]
    assert listed(shop, query="lhtkm") == ["Дрель"]
    assert listed(shop, query="aw", show="retired") == ["Cherry saw"]
    assert listed(shop, show="no_price") == ["Дрель"]
    assert listed(shop, show="below_zero") == ["Дрель"]
    shop.write(add_favourite, shop.shop_id, drill)
    assert listed(shop, show="favourites") == ["Дрель"]


def test_a_list_is_paged(shop: Shop) -> None:
    for number in range(PAGE_ROWS + 3):
        shop.goods(f"Goods {number:03}")
    first = shop.read(list_products, shop.shop_id, Wanted(page=1))
    assert (first.total, first.last_page, len(first.products)) == (PAGE_ROWS + 3, 2, PAGE_ROWS)
    last = shop.read(list_products, shop.shop_id, Wanted(page=99))
    assert (last.wanted.page, len(last.products)) == (2, 3)
    assert shop.read(list_products, shop.shop_id, Wanted(query="nothing")).last_page == 1


def test_levels_are_read_page_by_page(shop: Shop) -> None:
    saw, oil = shop.goods("Saw", stock_milli=2000), shop.goods("Oil", unit_code="l")
    shop.goods("Haircut", kind="service")
    page = shop.read(levels_page, shop.shop_id, after_id=0, limit=10)
    assert [(row.product_id, row.unit_code, row.level_milli) for row in page] == [(saw, "piece", 2000), (oil, "l", 0)]
    assert [row.name for row in shop.read(levels_page, shop.shop_id, after_id=saw, limit=10)] == ["Oil"]


def drawn(width: int, height: int, mode: str = "RGB", kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new(mode, (width, height)).save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "GIF"), ("L", "BMP"), ("LA", "PNG")]
)
def test_an_upload_becomes_a_small_picture(mode: str, kind: str) -> None:
    picture = prepare_picture(drawn(2000, 1000, mode, kind))
    assert picture.content_type == "image/webp"
    with Image.open(io.BytesIO(picture.data)) as kept:
        assert kept.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    "upload", [b"", b"not a picture", drawn(50, 50)[:60], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"]
)
def test_what_is_no_picture_is_refused(upload: bytes) -> None:
    with pytest.raises(BadInput, match="not_a_picture"):
        prepare_picture(upload)


def test_a_picture_may_be_too_large() -> None:
    with pytest.raises(BadInput, match="picture_too_large"):
        prepare_picture(b"\x00" * (15 * 1024 * 1024 + 1))
    with pytest.raises(BadInput, match="picture_too_large"):
        prepare_picture(drawn(10_000, 6_001, "1"))


def test_a_product_has_one_picture(shop: Shop) -> None:
    saw = shop.goods("Saw")
    assert shop.read(picture_digest, saw) is None
    shop.write(save_picture, saw, Picture("image/webp", b"one"))
    first = shop.read(picture_digest, saw)
    shop.write(save_picture, saw, Picture("image/webp", b"two"))
    assert shop.read(picture_of, saw) == Picture("image/webp", b"two")
    assert shop.read(picture_digest, saw) not in (None, first)
    shop.write(add_favourite, shop.shop_id, saw)
    assert shop.read(favourites, shop.shop_id)[0].picture == shop.read(picture_digest, saw)
    shop.write(remove_picture, saw)
    assert shop.read(picture_of, saw) is None
    with pytest.raises(NotFound, match="no_product"):
        shop.write(save_picture, 999, Picture("image/webp", b"one"))
