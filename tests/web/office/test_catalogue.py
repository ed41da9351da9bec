"""The office's pages of goods: lists, one product with all that belongs to it, categories, taxes, units."""

import io
import re
from typing import Any

import pytest
from PIL import Image

from app.core.money import UnitPrice
from app.places.service import place_of
from tests.support.web import SETUP, Browser, WebShop
from warehouse.catalogue.barcodes import Code, codes_of
from warehouse.catalogue.categories import category_tree, create_category
from warehouse.catalogue.prices import price_history
from warehouse.catalogue.products import ProductData, create_product, product
from warehouse.catalogue.taxes import create_tax_category, tax_categories
from warehouse.catalogue.units import add_standard_units, units
from warehouse.shelf.favourites import add_favourite
from warehouse.stock.levels import level
from warehouse.stock.locations import ensure_locations


class Goods:
    """Olga at her desk, with one product on the shelf."""

    def __init__(self, shop: WebShop) -> None:
        self.shop = shop
        with shop.database.unit_of_work(SETUP) as tx:
            self.shop_id = place_of(tx, shop.till_id).shop_id
            ensure_locations(tx, self.shop_id)
            add_standard_units(tx)
            self.tax = create_tax_category(tx, "Standard", 2000)
            self.saw = create_product(
                tx, ProductData("Saw", self.tax, sku="S-1"), price=UnitPrice(15_990_000), codes=[Code("4006381333931")]
            )
        self.olga = shop.office()
        self.page = f"/office/products/{self.saw}"

    def read(self, question: Any, *args: Any) -> Any:
        """Asks the books."""
        with self.shop.database.read_unit() as tx:
            return question(tx, *args)

    def form(self, **change: str) -> dict[str, str]:
        """The form of a product as the page sends it."""
        return {
            "name": "Saw",
            "sku": "S-1",
            "kind": "goods",
            "unit_code": "piece",
            "tax_category_id": str(self.tax),
            "category_id": "",
            "stocked": "yes",
            "discountable": "yes",
            **change,
        }


@pytest.fixture
def goods(web: WebShop) -> Goods:
    """On each database in turn."""
    return Goods(web)


@pytest.fixture
def goods_here(web_on_sqlite: WebShop) -> Goods:
    """On SQLite alone: what is shown, not what is kept."""
    return Goods(web_on_sqlite)


def shown_ids(page: str) -> list[str]:
    return re.findall(r'href="/office/products/(\d+)"', page)


@pytest.mark.parametrize(
    "path",
    [
        "/office/products",
        "/office/products/new",
        "/office/products/categories",
        "/office/products/favourites",
        "/office/products/taxes",
        "/office/products/units",
    ],
)
def test_pages_open(goods_here: Goods, path: str) -> None:
    assert goods_here.olga.get(path).status_code == 200


def test_a_list_shows_code_price_and_stock(goods: Goods) -> None:
    page = goods.olga.get("/office/products?q=saw").text
    assert shown_ids(page) == [str(goods.saw)]
    for figure in ("S-1", "4006381333931", "15.99", "1 product<"):
        assert figure in page
    assert "Nothing like this" in goods.olga.get("/office/products?q=hammer").text


@pytest.mark.parametrize(
    "address",
    ["?sort=nonsense&order=sideways&show=?&page=-3&category=x", "?page=99999999999", "?q=%00%22'&category=-1"],
)
def test_a_list_takes_any_address(goods_here: Goods, address: str) -> None:
    assert goods_here.olga.get(f"/office/products{address}").status_code == 200


def test_a_list_is_sorted_by_its_headings(goods_here: Goods) -> None:
    with goods_here.shop.database.unit_of_work(SETUP) as tx:
        axe = create_product(tx, ProductData("Axe", goods_here.tax), price=UnitPrice(99_000_000))
    olga = goods_here.olga
    assert shown_ids(olga.get("/office/products").text) == [str(axe), str(goods_here.saw)]
    page = olga.get("/office/products?sort=price").text
    assert shown_ids(page) == [str(goods_here.saw), str(axe)]
    assert 'aria-sort="ascending"' in page
    assert shown_ids(olga.get("/office/products?sort=price&order=down").text) == [str(axe), str(goods_here.saw)]


def test_a_product_is_made_with_price_and_code(goods: Goods) -> None:
    form = goods.form(name="Oil 5 l", sku="", price="1 234,5", code="96385074")
    answer = goods.olga.post("/office/products/new", form)
    assert answer.status_code == 303
    page = goods.olga.get(answer.location).text
    for told in ("Saved.", "Oil 5 l", "96385074", "1,234.50"):
        assert told in page
    made = int(shown_ids(goods.olga.get("/office/products?q=oil").text)[0])
    assert goods.read(price_history, made)[0].price == UnitPrice(1_234_500_000)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": " "}, "A name is needed"),
        ({"price": "cheap"}, "cheap is not a number"),
        ({"price": "1.23456789"}, "more than 6 decimals"),
        ({"price": "-1"}, "cannot be below zero"),
        ({"code": "4006381333931"}, "belongs to Saw already"),
        ({"code": "ШК"}, "keyboard layout"),
        ({"sku": "S-1"}, "belongs to Saw already"),
        ({"duration_minutes": "long"}, "long is not a number"),
        ({"tax_category_id": ""}, "choose another one"),
    ],
)
def test_a_refused_product_is_shown_again_as_typed(goods_here: Goods, change: dict[str, str], told: str) -> None:
    form = goods_here.form(**{"name": "Oil of mine", "sku": "O-9", "price": "5", "code": "7", **change})
    answer = goods_here.olga.post("/office/products/new", form)
    assert answer.status_code in (409, 422)
    assert told in answer.text
    for kept in ("name", "sku", "price", "code"):
        assert f'value="{form[kept]}"'.replace("' '", "") in answer.text or not form[kept].strip()
    assert goods_here.read(lambda tx: product(tx, goods_here.saw)).data.name == "Saw"
    assert shown_ids(goods_here.olga.get("/office/products?q=mine").text) == []


def test_a_product_is_changed_and_retired(goods: Goods) -> None:
    assert goods.olga.post(goods.page, goods.form(name="Chainsaw", discountable="", is_marked="yes")).status_code == 303
    kept = goods.read(product, goods.saw)
    assert (kept.data.name, kept.data.discountable, kept.data.is_marked) == ("Chainsaw", False, True)
    goods.olga.post(f"{goods.page}/active", {"active": "no"})
    assert not goods.read(product, goods.saw).active
    assert "Out of sale" in goods.olga.get(goods.page).text
    goods.olga.post(f"{goods.page}/active", {"active": "yes"})
    assert goods.read(product, goods.saw).active


def test_a_favourite_is_put_on_the_till_and_taken_off(goods_here: Goods) -> None:
    goods_here.olga.post(f"{goods_here.page}/favourite", {"favourite": "yes"})
    assert shown_ids(goods_here.olga.get("/office/products?show=favourites").text) == [str(goods_here.saw)]
    goods_here.olga.post(f"{goods_here.page}/favourite", {"favourite": "no"})
    assert shown_ids(goods_here.olga.get("/office/products?show=favourites").text) == []


def test_tiles_are_put_in_order(goods: Goods) -> None:
    page = "/office/products/favourites"
    assert "No tile yet" in goods.olga.get(page).text
    with goods.shop.database.unit_of_work(SETUP) as tx:
        ids = [create_product(tx, ProductData(name, goods.tax)) for name in ("Axe", "Bolt", "Chisel")]
        for product_id in ids:
            add_favourite(tx, goods.shop_id, product_id)
    axe, bolt, chisel = map(str, ids)
    goods.olga.post(f"{page}/{chisel}", {"act": "up"})
    assert shown_ids(goods.olga.get(page).text) == [axe, chisel, bolt]
    goods.olga.post(f"{page}/{axe}", {"act": "down"})
    assert shown_ids(goods.olga.get(page).text) == [chisel, axe, bolt]
    goods.olga.post(f"{page}/{axe}", {"act": "remove"})
    assert shown_ids(goods.olga.get(page).text) == [chisel, bolt]
    assert goods.olga.post(f"{page}/{axe}", {"act": "up"}).status_code == 404


def test_codes_and_packs(goods: Goods) -> None:
    box = {"code": "14006381333938", "pack_qty": "12", "pack_name": "Box of 12", "pack_price": "180,00"}
    assert goods.olga.post(f"{goods.page}/codes", box).status_code == 303
    _, kept = goods.read(codes_of, goods.saw)
    assert (kept.pack_qty_milli, kept.pack_price) == (12_000, UnitPrice(180_000_000))
    refused = goods.olga.post(f"{goods.page}/codes/{kept.id}", {**box, "pack_qty": "1.5"})
    assert refused.status_code == 422
    assert goods.olga.post(f"{goods.page}/codes/{kept.id}", {**box, "pack_price": ""}).status_code == 303
    assert goods.read(codes_of, goods.saw)[1].pack_price is None
    assert goods.olga.post(f"{goods.page}/codes/{kept.id}", {**box, "act": "remove"}).status_code == 303
    assert len(goods.read(codes_of, goods.saw)) == 1


def test_a_code_that_looks_wrong_is_marked(goods_here: Goods) -> None:
    goods_here.olga.post(f"{goods_here.page}/codes", {"code": "4006381333932", "pack_qty": "1"})
    assert "check digit does not fit" in goods_here.olga.get(goods_here.page).text


def test_prices_now_and_from_a_day(goods: Goods) -> None:
    goods.olga.post(f"{goods.page}/prices", {"price": "17.50", "valid_from": "2026-03-06"})
    goods.olga.post(f"{goods.page}/prices", {"price": "19", "valid_from": "2026-03-09"})
    future, now, *_ = goods.read(price_history, goods.saw)
    assert (now.price, now.valid_from) == (UnitPrice(17_500_000), goods.shop.clock.now())
    # A day begins at four in the morning in Sofia.
    assert (future.price, future.valid_from.isoformat()) == (UnitPrice(19_000_000), "2026-03-09T02:00:00+00:00")
    page = goods.olga.get(goods.page).text
    assert "to come" in page
    dropped = {"valid_from": future.valid_from.isoformat()}
    assert goods.olga.post(f"{goods.page}/prices/drop", dropped).status_code == 303
    assert goods.read(price_history, goods.saw)[0].state == "now"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"price": ""}, "Write the new price"),
        ({"price": "1", "valid_from": "2026-03-05"}, "This day has passed"),
        ({"price": "1", "valid_from": "tomorrow"}, "This is no date"),
    ],
)
def test_a_price_that_cannot_be_set(goods_here: Goods, form: dict[str, str], told: str) -> None:
    answer = goods_here.olga.post(f"{goods_here.page}/prices", form)
    assert (answer.status_code, told in answer.text) == (422, True)


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-03-09T02:00:00"])
def test_a_broken_moment_is_a_bad_request(goods_here: Goods, moment: str) -> None:
    assert goods_here.olga.post(f"{goods_here.page}/prices/drop", {"valid_from": moment}).status_code == 400


def test_stock_comes_in_is_lost_and_counted(goods: Goods) -> None:
    for kind, qty, left in (("receive", "10", 10_000), ("write_off", "2", 8_000), ("counted", "5", 5_000)):
        answer = goods.olga.post(f"{goods.page}/stock", {"kind": kind, "qty": qty, "reason": "a test"})
        assert answer.status_code == 303
        assert goods.read(level, goods.saw, goods.shop_id) == left
    page = goods.olga.get(goods.page).text
    assert page.count("a test") == 3


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"qty": "1.5", "reason": "x"}, "1.5"),
        ({"qty": "256.76", "reason": "x"}, "Saw"),
        ({"qty": "lots", "reason": "x"}, "lots is not a number"),
        ({"qty": "1", "reason": ""}, "reason"),
    ],
)
def test_stock_that_cannot_move(goods_here: Goods, form: dict[str, str], told: str) -> None:
    answer = goods_here.olga.post(f"{goods_here.page}/stock", {"kind": "receive", **form})
    assert answer.status_code == 422
    assert told in answer.text
    assert goods_here.read(level, goods_here.saw, goods_here.shop_id) == 0


def uploaded(content: bytes) -> dict[str, Any]:
    return {"picture": (io.BytesIO(content), "saw.jpg")}


def photo(side: int) -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize((side, side)).save(written, "JPEG")
    return written.getvalue()


def test_an_uploaded_photo_becomes_a_picture(goods: Goods) -> None:
    answer = goods.olga.post(f"{goods.page}/picture", uploaded(photo(2600)), content_type="multipart/form-data")
    assert answer.status_code == 303
    address = re.search(rf'src="(/office/pictures/{goods.saw}\?v=[0-9a-f]+)"', goods.olga.get(goods.page).text)
    assert address is not None
    picture = goods.olga.client.get(address[1])
    assert (picture.mimetype, "immutable" in picture.headers["Cache-Control"]) == ("image/webp", True)
    assert max(Image.open(io.BytesIO(picture.data)).size) == 512
    goods.olga.post(f"{goods.page}/picture", {"act": "remove"})
    assert goods.olga.get(address[1]).status_code == 404


def test_what_is_no_picture_is_refused_beside_its_field(goods_here: Goods) -> None:
    answer = goods_here.olga.post(
        f"{goods_here.page}/picture", uploaded(b"<script>"), content_type="multipart/form-data"
    )
    assert (answer.status_code, "not a picture" in answer.text) == (422, True)


def test_the_tree_grows_moves_and_shrinks(goods: Goods) -> None:
    page = "/office/products/categories"
    with goods.shop.database.unit_of_work(SETUP) as tx:
        tools = create_category(tx, "Tools")
    assert goods.olga.post(page, {"name": "Saws", "parent_id": str(tools)}).status_code == 303
    assert goods.olga.post(page, {"name": "Garden", "parent_id": ""}).status_code == 303
    branches = {branch.name: branch.id for branch in goods.read(category_tree)}
    goods.olga.post(f"{page}/{branches['Garden']}", {"act": "up"})
    goods.olga.post(f"{page}/{branches['Saws']}", {"name": "Power saws", "parent_id": str(branches["Garden"])})
    assert [branch.path for branch in goods.read(category_tree)] == ["garden", "garden/saws", "tools"]
    below = {"name": "Garden", "parent_id": str(branches["Saws"])}
    assert goods.olga.post(f"{page}/{branches['Garden']}", below).status_code == 409
    assert goods.olga.post(f"{page}/{branches['Garden']}", {"act": "remove"}).status_code == 409
    assert goods.olga.post(f"{page}/{branches['Tools']}", {"act": "remove"}).status_code == 303
    assert goods.olga.post(page, {"name": "", "parent_id": ""}).status_code == 422


def test_taxes_have_dated_rates(goods: Goods) -> None:
    page = "/office/products/taxes"
    assert goods.olga.post(page, {"name": "Reduced", "rate": "9"}).status_code == 303
    assert goods.olga.post(page, {"name": "None at all", "rate": "", "exempt": "yes"}).status_code == 303
    assert goods.olga.post(page, {"name": "Wrong", "rate": "120"}).status_code == 422
    taxes = {tax.name: tax for tax in goods.read(tax_categories)}
    assert (taxes["Reduced"].rate_bp, taxes["None at all"].exempt) == (900, True)
    standard = f"{page}/{goods.tax}"
    assert goods.olga.post(standard, {"name": "VAT"}).status_code == 303
    assert goods.olga.post(f"{standard}/rates", {"rate": "5,5", "valid_from": "2026-05-01"}).status_code == 303
    assert goods.olga.post(f"{standard}/rates", {"rate": "5", "valid_from": "2026-01-01"}).status_code == 422
    kept = next(tax for tax in goods.read(tax_categories) if tax.name == "VAT")
    assert [(rate.valid_from.isoformat(), rate.rate_bp) for rate in kept.rates] == [
        ("2026-05-01", 550),
        ("2000-01-01", 2000),
    ]
    assert "5.5" in goods.olga.get(page).text
    assert goods.olga.post(f"{standard}/rates/drop", {"valid_from": "2026-05-01"}).status_code == 303
    assert goods.olga.post(f"{standard}/rates/drop", {"valid_from": "May"}).status_code == 400


def test_units_are_kept_in_their_own_words(goods: Goods) -> None:
    page = "/office/products/units"
    assert goods.olga.post(page, {"name": "Crate", "decimals": "0"}).status_code == 303
    assert goods.olga.post(page, {"name": "Barrel", "decimals": "7"}).status_code == 422
    assert goods.olga.post(f"{page}/crate", {"name": "Big crate", "decimals": "1"}).status_code == 303
    kept = {unit.code: (unit.name, unit.decimals) for unit in goods.read(units)}
    assert kept["crate"] == ("Big crate", 1)
    assert goods.olga.post(f"{page}/crate", {"act": "remove"}).status_code == 303
    assert goods.olga.post(f"{page}/piece", {"act": "remove"}).status_code == 409
    assert goods.olga.post(f"{page}/stone", {"name": "x", "decimals": "0"}).status_code == 404


def test_who_may_only_look_sees_no_buttons(goods_here: Goods) -> None:
    anna: Browser = goods_here.shop.office("anna")
    page = anna.get(goods_here.page)
    assert page.status_code == 200
    assert "<fieldset" in page.text
    assert "disabled" in page.text
    assert "Add a product" not in anna.get("/office/products").text
    assert anna.post(goods_here.page, goods_here.form(name="Mine")).status_code == 403
    assert anna.post(f"{goods_here.page}/stock", {"kind": "receive", "qty": "1", "reason": "x"}).status_code == 403
    assert goods_here.read(product, goods_here.saw).data.name == "Saw"
