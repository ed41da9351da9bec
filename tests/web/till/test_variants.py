"""Families at the till: one hit and one tile, a choice of variants, a variant named everywhere."""

import re

import pytest

from tests.factories.amounts import unit_price
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages
from warehouse.catalogue.attributes import Attribute
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.families import FamilyData, create_family
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.products import set_active
from warehouse.catalogue.variants import add_variant
from warehouse.shelf.favourites import add_favourite


@pytest.fixture
def shirts(shop: Shop) -> dict[str, int]:
    """The variants of a T-shirt by their values; the family's id is that of no name."""
    tax = shop.tax("20")
    with shop.database.unit_of_work(shop.cashier(role="owner")) as tx:
        attributes = [Attribute("Colour", ("red", "blue")), Attribute("Size", ("41", "42"))]
        family_id = create_family(tx, FamilyData("T-shirt", tax, price=unit_price("18.00")), attributes)
        made = {"": family_id}
        for colour, size in (("red", "41"), ("red", "42"), ("blue", "42")):
            codes = [Code(f"T{colour}{size}")]
            made[f"{colour} {size}"] = add_variant(tx, family_id, (colour, size), codes=codes)
        return made


def buttons(text: str) -> list[str]:
    """What the hits or tiles of an answer would do."""
    return re.findall(r'data-(?:product|family)="\d+"', text)


def test_a_family_is_one_hit_and_its_variant_is_found_directly(till_pages: TillPages, shirts: dict[str, int]) -> None:
    found = till_pages.get("find?q=shirt").text
    assert buttons(found) == [f'data-family="{shirts[""]}"']
    assert "3 variants" in found
    for query in ("t-shirt red 42", "42 shirt red", "Tred42"):
        assert buttons(till_pages.get(f"find?q={query}").text) == [f'data-product="{shirts["red 42"]}"']


def test_the_choice_shows_what_is_sold_and_begins_with_what_was_searched(
    till_pages: TillPages, shop: Shop, shirts: dict[str, int]
) -> None:
    shop.changes(lambda tx: set_active(tx, shirts["blue 42"], active=False))
    choice = till_pages.get(f"families/{shirts['']}?q=shirt 42").text
    assert re.findall(r'variant__values">([^<]*)<', choice) == ["red, 41", "red, 42"]
    assert 'value="42"' in choice
    assert till_pages.get("families/999").status_code == 404


def test_a_variant_is_named_on_the_line_and_in_the_price_check(
    till_pages: TillPages, shop: Shop, shirts: dict[str, int]
) -> None:
    shop.changes(lambda tx: add_favourite(tx, shop.id, shirts["red 41"]))
    assert buttons(till_pages.get("tiles").text) == [f'data-family="{shirts[""]}"']
    assert "T-shirt, red, 42" in till_pages.scan("Tred42").text
    assert "T-shirt, blue, 42" in till_pages.post("price-check", {"q": "blue 42"}).text
    cart = till_pages.cart
    assert cart is not None
    assert [line.name for line in cart.lines] == ["T-shirt, red, 42"]


def test_the_price_check_of_a_family_shows_its_range_and_its_variants(
    till_pages: TillPages, shop: Shop, shirts: dict[str, int]
) -> None:
    shop.changes(lambda tx: set_price(tx, shirts["blue 42"], unit_price("21.00")))
    checked = till_pages.post("price-check", {"q": "shirt"}).text
    assert re.findall(r"<h3>([^<]*)<", checked) == ["T-shirt"]
    assert re.search(r"18\.00 – \D*21\.00", checked)
    variants = re.findall(r'name="product_id" value="(\d+)"', checked)
    assert variants == [str(shirts[name]) for name in ("red 41", "red 42", "blue 42")]
    assert "T-shirt, red, 42" in till_pages.post("price-check", {"q": "shirt", "product_id": variants[1]}).text
    shop.product("Shirt hanger", "2.00")
    others = till_pages.post("price-check", {"q": "shirt hanger"}).text
    assert re.findall(r"<h3>([^<]*)<", others) == ["Shirt hanger"]
    by_touch = till_pages.post("price-check", {"q": "", "family_id": str(shirts[""])}).text
    assert re.findall(r"<h3>([^<]*)<", by_touch) == ["T-shirt"]


def test_of_a_family_a_variant_is_chosen_before_it_is_taken_back(till_pages: TillPages, shirts: dict[str, int]) -> None:
    asked = till_pages.post("returns/goods", {"q": "shirt"}).text
    assert "data-add-act" not in asked
    assert f'name="product_id" value="{shirts["red 42"]}"' in asked
    assert "data-add-act" in till_pages.post("returns/goods", {"product_id": str(shirts["red 42"])}).text
