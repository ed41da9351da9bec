"""Families of goods: variants made, joined, followed, told apart, switched off."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.core.actor import Actor
from app.core.errors import BadInput, Conflict, Forbidden, NotFound, ShopError
from tests.service.warehouse.conftest import Shop, euros
from warehouse.catalogue.attributes import MOST_COMBINATIONS, Attribute
from warehouse.catalogue.barcodes import Code, codes_of
from warehouse.catalogue.categories import create_category, delete_category
from warehouse.catalogue.families import (
    FamilyData,
    FamilyView,
    create_family,
    delete_family,
    drop_future_price,
    families_named,
    family,
    set_future_price,
    update_family,
    variant_name,
)
from warehouse.catalogue.family_prices import planned_prices
from warehouse.catalogue.pledges import pledges_of, set_pledge
from warehouse.catalogue.prices import price_at, set_price
from warehouse.catalogue.products import product, set_active, update_product
from warehouse.catalogue.sold_as import product_by_code
from warehouse.catalogue.units import delete_unit
from warehouse.catalogue.variants import (
    add_variant,
    join_family,
    leave_family,
    rename_value,
    set_attributes,
    set_values,
    variant_of,
    variants_of,
)
from warehouse.shelf.families import variant_cards
from warehouse.shelf.favourites import add_favourite, favourites, is_favourite, remove_favourite
from warehouse.shelf.listing import Wanted, list_products
from warehouse.shelf.search import search_hits
from warehouse.shelf.tiles import tiles

COLOUR = Attribute("Colour", ("red", "black"))
SIZE = Attribute("Size", ("S", "M", "L"))


def shirts(shop: Shop, price: str | None = "18", **data: Any) -> int:
    """A family of shirts without variants."""
    common = FamilyData("T-shirt", shop.standard, price=None if price is None else euros(price), **data)
    return shop.write(create_family, common, [COLOUR, SIZE])  # type: ignore[no-any-return]  # the id


def add(shop: Shop, family_id: int, *values: str, **more: Any) -> int:
    return shop.write(add_variant, family_id, values, **more)  # type: ignore[no-any-return]  # the id


def name_of(shop: Shop, product_id: int) -> str:
    return shop.read(product, product_id).data.name  # type: ignore[no-any-return]  # a name


def price_of(shop: Shop, product_id: int) -> str:
    with shop.database.read_unit() as tx:
        price = price_at(tx, product_id, tx.now)
    return "" if price is None else str(price.scaled // 10**6)


def hits(shop: Shop, query: str) -> list[tuple[str, int]]:
    return [(hit.card.name, hit.found) for hit in shop.read(search_hits, query, 20, shop.shop_id)]


def test_a_variant_is_a_product_like_any_other(shop: Shop) -> None:
    tools = shop.write(create_category, "Clothes")
    family_id = shirts(shop, category_id=tools)
    small = add(shop, family_id, "red", "S", codes=[Code("4006381333931")])
    other = add(shop, family_id, " Black ", "xl", price=euros("20"), with_own_code=True)
    assert (name_of(shop, small), name_of(shop, other)) == ("T-shirt, red, S", "T-shirt, black, xl")
    assert (price_of(shop, small), price_of(shop, other)) == ("18", "20")
    assert shop.read(family, family_id).attributes[1].values == ("S", "M", "L", "xl")
    sold = shop.read(product_by_code, "4006381333931")
    assert (sold.product_id, sold.name, sold.stocked) == (small, "T-shirt, red, S", True)
    assert shop.read(product, small).data.category_id == tools
    (own,) = shop.read(codes_of, other)
    assert (len(own.code), own.code[:2], own.wrong_check_digit) == (13, "21", False)
    shop.sells((small, 2_000))
    assert (shop.level(small), shop.level(other)) == (-2_000, 0)


def test_two_variants_are_always_told_apart(shop: Shop) -> None:
    family_id = shirts(shop)
    first = add(shop, family_id, "red", "S")
    with pytest.raises(Conflict, match="variant_exists"):
        add(shop, family_id, "RED", "s")
    with pytest.raises(BadInput, match="value_needed"):
        add(shop, family_id, "red", " ")
    with pytest.raises(BadInput, match="value_needed"):
        add(shop, family_id, "red")
    data = shop.read(product, first).data
    with pytest.raises(Conflict, match="variant_name"):
        shop.write(update_product, first, replace(data, name="Shirt"))
    other = add(shop, family_id, "red", "M")
    with pytest.raises(Conflict, match="variant_exists"):
        shop.write(set_values, other, ("red", "S"))
    with pytest.raises(Conflict, match="variants_alike"):
        shop.write(set_attributes, family_id, [COLOUR])
    assert shop.read(variants_of, family_id) == {first: ("red", "S"), other: ("red", "M")}


def test_what_follows_the_family_changes_with_it(shop: Shop) -> None:
    old, new = shop.write(create_category, "Old"), shop.write(create_category, "New")
    family_id = shirts(shop, category_id=old)
    follows, dearer = add(shop, family_id, "red", "S"), add(shop, family_id, "red", "M")
    shop.clock.advance(timedelta(minutes=1))
    shop.write(set_price, dearer, euros("25"))
    assert [one.own_price for one in shop.read(variant_cards, shop.shop_id, family_id)] == [False, True]
    data = shop.read(product, dearer).data
    shop.write(update_product, dearer, replace(data, tax_category_id=shop.exempt))
    shop.clock.advance(timedelta(minutes=1))
    shop.write(update_family, family_id, FamilyData("Shirt", shop.exempt, "pair", new, euros("19")))
    assert (price_of(shop, follows), price_of(shop, dearer)) == ("19", "25")
    changed, kept = shop.read(product, follows).data, shop.read(product, dearer).data
    assert (changed.name, changed.category_id, changed.unit_code) == ("Shirt, red, S", new, "pair")
    assert changed.tax_category_id == kept.tax_category_id == shop.exempt
    assert (kept.name, kept.category_id) == ("Shirt, red, M", new)
    assert shop.finds("shirt red m") == ["Shirt, red, M"]
    (body,) = shop.journal("family.changed")
    assert body["price_scaled"] == {"old": euros("18").scaled, "new": euros("19").scaled}
    shop.write(update_family, family_id, FamilyData("Shirt", shop.exempt, "pair", new, None))
    assert (price_of(shop, follows), price_of(shop, dearer)) == ("19", "25")


def test_a_common_price_from_a_day_on_is_that_of_all_who_follow(shop: Shop) -> None:
    family_id = shirts(shop)
    follows, dearer = add(shop, family_id, "red", "S"), add(shop, family_id, "red", "M", price=euros("25"))
    monday = shop.clock.now() + timedelta(days=3)
    for price, begins in (("15", monday), ("17", monday + timedelta(days=7))):
        shop.write(set_future_price, family_id, euros(price), begins)
    later = add(shop, family_id, "red", "L")
    everyone = (follows, later, dearer)
    assert [price_of(shop, one) for one in everyone] == ["18", "18", "25"]
    assert [str(one.price.scaled // 10**6) for one in shop.read(planned_prices, family_id)] == ["15", "17"]
    with pytest.raises(BadInput, match="date_in_past"):
        shop.write(set_future_price, family_id, euros("1"), shop.clock.now())
    shop.clock.set(monday)
    assert [price_of(shop, one) for one in everyone] == ["15", "15", "25"]
    assert shop.read(family, family_id).data.price == euros("15")
    assert [one.own_price for one in shop.read(variant_cards, shop.shop_id, family_id)] == [False, True, False]
    shop.write(drop_future_price, family_id, monday + timedelta(days=7))
    with pytest.raises(NotFound, match="no_future_price"):
        shop.write(drop_future_price, family_id, monday + timedelta(days=7))
    shop.clock.advance(timedelta(days=8))
    assert [price_of(shop, one) for one in everyone] == ["15", "15", "25"]
    assert [body["variants"] for body in shop.journal("family.price_planned")] == [1, 1]


def test_products_join_and_leave_as_they_are(shop: Shop) -> None:
    family_id = shirts(shop)
    old = shop.goods("Old shirt", price="7", codes=["OLD-1"], stock_milli=5_000, min_age=16)
    shop.write(join_family, family_id, old, ("black", "L"))
    assert (name_of(shop, old), price_of(shop, old), shop.level(old)) == ("T-shirt, black, L", "7", 5_000)
    assert shop.read(product_by_code, "old-1").name == "T-shirt, black, L"
    assert shop.finds("black shirt") == ["T-shirt, black, L"]
    # What is made later is like the first of them.
    assert shop.read(product, add(shop, family_id, "red", "L")).data.min_age == 16
    with pytest.raises(Conflict, match="in_a_family"):
        shop.write(join_family, family_id, old, ("red", "M"))
    with pytest.raises(Conflict, match="family_not_empty"):
        shop.write(delete_family, family_id)
    for product_id in shop.read(variants_of, family_id):
        shop.write(leave_family, product_id)
    assert (name_of(shop, old), shop.read(variant_of, old)) == ("T-shirt, black, L", None)
    with pytest.raises(NotFound, match="no_variant"):
        shop.write(leave_family, old)
    shop.write(delete_family, family_id)
    with pytest.raises(NotFound, match="no_family"):
        shop.read(family, family_id)
    assert shop.journal("family.joined") == [{"product": old, "was": "Old shirt", "values": ["black", "L"]}]


def test_a_new_variant_has_what_the_first_has_that_the_family_does_not_say(shop: Shop) -> None:
    deposit = shop.goods("Bottle", price="0.25", kind="pledge", stocked=False)
    old = shop.goods("Old beer", price="2", min_age=18, discountable=False, price_at_sale=True)
    shop.write(set_pledge, old, deposit, 6)
    family_id = shirts(shop)
    shop.write(join_family, family_id, old, ("black", "L"))
    new = add(shop, family_id, "red", "L")
    said, first = shop.read(product, new).data, shop.read(product, old).data
    assert said == replace(first, name="T-shirt, red, L", sku=said.sku)
    assert shop.read(pledges_of, new) == shop.read(pledges_of, old)
    assert [(one.pledge_id, one.pieces) for one in shop.read(pledges_of, new)] == [(deposit, 6)]


def test_attributes_come_go_and_are_renamed(shop: Shop) -> None:
    family_id = shirts(shop)
    small, large = add(shop, family_id, "red", "S"), add(shop, family_id, "red", "L")
    with pytest.raises(Conflict, match="value_in_use"):
        shop.write(set_attributes, family_id, [COLOUR, Attribute("Size", ("S", "M"))])
    shop.write(rename_value, family_id, "Colour", "red", "crimson")
    shop.write(set_attributes, family_id, [None, SIZE, Attribute("Fit", ("slim", "wide"))])
    assert (name_of(shop, small), name_of(shop, large)) == ("T-shirt, S, slim", "T-shirt, L, slim")
    assert [one.name for one in shop.read(family, family_id).attributes] == ["Size", "Fit"]
    shop.write(set_attributes, family_id, [Attribute("Size", ("L", "S"))])
    assert list(shop.read(variants_of, family_id)) == [large, small]
    assert shop.journal("family.value_renamed") == [{"attribute": "Colour", "old": "red", "new": "crimson"}]
    with pytest.raises(BadInput, match="unknown_value"):
        shop.write(rename_value, family_id, "Size", "XS", "XXS")
    with pytest.raises(BadInput, match="value_twice"):
        shop.write(rename_value, family_id, "Size", "S", "l")


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ([], "attribute_needed"),
        ([Attribute("Size", ())], "attribute_without_values"),
        ([Attribute("Size", ("S", "s"))], "value_twice"),
        ([Attribute("Size", ("S; M",))], "value_with_semicolon"),
        ([SIZE, Attribute(" size ", ("1",))], "attribute_twice"),
        ([Attribute(str(one), ("1",)) for one in range(4)], "too_many_attributes"),
        ([Attribute("Size", tuple(map(str, range(MOST_COMBINATIONS + 1))))], "too_many_combinations"),
        ([Attribute("", ("S",))], "name_empty"),
        ([Attribute("Size", ("S" * 31,))], "name_too_long"),
    ],
)
def test_attributes_that_cannot_be(shop: Shop, attributes: list[Attribute], code: str) -> None:
    with pytest.raises(BadInput, match=code):
        shop.write(create_family, FamilyData("T-shirt", shop.standard), attributes)
    assert shop.read(families_named, ["T-shirt"]) == {}


def test_what_a_family_cannot_be(shop: Shop) -> None:
    kept = shop.write(create_category, "Clothes")
    family_id = shirts(shop, category_id=kept, unit_code="set")
    with pytest.raises(Conflict, match="family_taken"):
        shop.write(create_family, FamilyData("t-SHIRT", shop.standard), [SIZE])
    with pytest.raises(BadInput, match="unknown_category"):
        shop.write(create_family, FamilyData("Coat", shop.standard, category_id=999), [SIZE])
    with pytest.raises(BadInput, match="price_negative"):
        shop.write(update_family, family_id, FamilyData("T-shirt", shop.standard, price=euros("-1")))
    with pytest.raises(Conflict, match="category_not_empty"):
        shop.write(delete_category, kept)
    with pytest.raises(Conflict, match="unit_in_use"):
        shop.write(delete_unit, "set")
    with shop.database.read_unit() as tx:
        assert family(tx, family_id).data.category_id == kept
    with shop.database.unit_of_work(Actor("nobody")) as tx:
        for act in (
            lambda: create_family(tx, FamilyData("Coat", shop.standard), [SIZE]),
            lambda: update_family(tx, family_id, FamilyData("Coat", shop.standard)),
            lambda: add_variant(tx, family_id, ("red", "S")),
            lambda: set_attributes(tx, family_id, [SIZE]),
        ):
            with pytest.raises(Forbidden):
                act()


def test_a_family_is_one_hit_and_a_variant_is_found_directly(shop: Shop) -> None:
    family_id = shirts(shop)
    for colour in COLOUR.values:
        for size in SIZE.values:
            add(shop, family_id, colour, size, sku=f"{colour[0]}{size}")
    shop.goods("T-shirt press, heavy")
    assert hits(shop, "shirt") == [("T-shirt, red, L", 6), ("T-shirt press, heavy", 1)]
    assert hits(shop, "m red shirt") == [("T-shirt, red, M", 1)]
    assert hits(shop, "black t-sh") == [("T-shirt, black, L", 3)]
    # A code that is meant exactly is that variant, whatever else begins so.
    assert hits(shop, "rm")[0] == ("T-shirt, red, M", 1)


def test_a_family_is_one_tile_and_one_row(shop: Shop) -> None:
    clothes = shop.write(create_category, "Clothes")
    family_id = shirts(shop, category_id=clothes)
    first, second = add(shop, family_id, "red", "S"), add(shop, family_id, "black", "M", price=euros("20"))
    shop.goods("Belt", category_id=clothes)
    belt, shirt = shop.read(tiles, shop.shop_id, clothes).products
    assert (belt.name, shirt.name, shirt.variants, shirt.level_milli) == ("Belt", "T-shirt", 2, 0)
    assert (shirt.price_from, shirt.price_to) == (euros("18"), euros("20"))

    shop.write(add_favourite, shop.shop_id, first)
    shop.write(add_favourite, shop.shop_id, second)
    assert [card.name for card in shop.read(favourites, shop.shop_id)] == ["T-shirt"]
    assert shop.read(is_favourite, shop.shop_id, second)

    page = shop.read(list_products, shop.shop_id, Wanted(opened=family_id))
    assert ([row.name for row in page.products], page.total) == (["Belt", "T-shirt"], 2)
    assert [(one.words, one.own_price) for one in page.variants] == [("red, S", False), ("black, M", True)]
    assert shop.read(list_products, shop.shop_id, Wanted(query="black")).products[0].family_id == family_id

    # One that is left in sale stands for itself, and none at all is no tile.
    shop.write(set_active, first, active=False)
    assert [card.name for card in shop.read(favourites, shop.shop_id)] == ["T-shirt, black, M"]
    assert [card.name for card in shop.read(tiles, shop.shop_id, clothes).products] == ["Belt", "T-shirt, black, M"]
    shop.write(set_active, second, active=False)
    assert shop.read(favourites, shop.shop_id) == []
    (row,) = shop.read(list_products, shop.shop_id, Wanted(show="retired")).products
    assert (row.name, row.of_sale) == ("T-shirt", None)
    shop.write(remove_favourite, shop.shop_id, second)
    assert not shop.read(is_favourite, shop.shop_id, first)


_WORDS = st.sampled_from(["red", "Red", "black", "S", "M", "2,5 m", ""])
_ACTS = st.one_of(
    st.tuples(st.just("add"), _WORDS, _WORDS),
    st.tuples(st.just("values"), st.integers(0, 5), _WORDS, _WORDS),
    st.tuples(st.just("leave"), st.integers(0, 5)),
    st.tuples(st.just("price"), st.integers(0, 5), st.integers(1, 3)),
    st.tuples(st.just("common"), st.sampled_from(["T-shirt", "Shirt"]), st.integers(1, 3)),
    st.tuples(st.just("rename"), st.sampled_from(["Colour", "Size"]), _WORDS, _WORDS),
)


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ACTS, max_size=12))
def test_whatever_is_done_names_tell_apart_and_prices_follow(shop: Shop, acts: list[tuple[Any, ...]]) -> None:
    """Whatever a shopkeeper does, each variant is named by its family and values, and follows or has its own price."""
    for kept in list(shop.read(families_named, ["T-shirt", "Shirt"]).values()):
        for product_id in shop.read(variants_of, kept):
            shop.write(leave_family, product_id)
        shop.write(delete_family, kept)
    family_id = shirts(shop)
    expected: dict[int, str] = {}
    for act in acts:
        shop.clock.advance(timedelta(seconds=1))
        there = list(shop.read(variants_of, family_id))
        try:
            _do(shop, family_id, there, act, expected)
        except (ShopError, IndexError):
            continue
    kept_family: FamilyView = shop.read(family, family_id)
    variants = shop.read(variants_of, family_id)
    names = [name_of(shop, product_id) for product_id in variants]
    assert names == [variant_name(kept_family.data.name, values) for values in variants.values()]
    assert len({name.casefold() for name in names}) == len(names)
    assert {one: price_of(shop, one) for one in variants} == {one: expected[one] for one in variants}
    for card in shop.read(variant_cards, shop.shop_id, family_id):
        assert card.own_price == (card.card.price != kept_family.data.price)


def _do(shop: Shop, family_id: int, there: list[int], act: tuple[Any, ...], expected: dict[int, str]) -> None:
    common = shop.read(family, family_id).data
    match act:
        case ("add", colour, size):
            made = add(shop, family_id, colour, size)
            expected[made] = str(common.price.scaled // 10**6)
        case ("values", index, colour, size):
            shop.write(set_values, there[index], (colour, size))
        case ("leave", index):
            shop.write(leave_family, there[index])
        case ("price", index, price):
            shop.write(set_price, there[index], euros(str(price)))
            expected[there[index]] = str(price)
        case ("common", name, price):
            shop.write(update_family, family_id, FamilyData(name, shop.standard, price=euros(str(price))))
            old = str(common.price.scaled // 10**6)
            expected |= {one: str(price) for one in there if expected[one] == old}
        case ("rename", attribute, old, new):
            shop.write(rename_value, family_id, attribute, old, new)
