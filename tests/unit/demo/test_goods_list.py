"""The list of the demo's goods, and that each of them has a drawing."""

from collections import Counter
from fractions import Fraction

from app.demo.goods import demo_goods
from app.demo.pictures.drawing import DRAWINGS

GOODS = list(demo_goods())
FIRST_PAGE = range(1, 16)


def pieces_apart(price: str, pieces: int) -> Fraction:
    return Fraction(price) * pieces


def test_a_few_hundred_goods_and_services_in_a_tree_of_two_levels() -> None:
    services = [one for one in GOODS if one.minutes is not None]
    assert len(GOODS) - len(services) > 300
    assert len(services) >= 25
    assert {len(one.category) for one in GOODS} == {2}


def test_no_name_stands_there_twice() -> None:
    assert [name for name, times in Counter(one.name for one in GOODS).items() if times > 1] == []


def test_variants_have_their_own_price_or_share_one() -> None:
    prices = {one.name: one.price for one in GOODS}
    assert prices["Chainsaw Nordvik 40 cm"] == "229.00"
    assert prices["Nail polish Maris navy 10 ml"] == prices["Nail polish Maris mint 10 ml"] == "5.90"


def test_every_price_is_above_zero_and_some_have_four_decimals() -> None:
    assert all(Fraction(one.price) > 0 for one in GOODS)
    assert any(len(one.price.partition(".")[2]) == 4 for one in GOODS)


def test_a_box_costs_less_than_its_pieces() -> None:
    priced = [one for one in GOODS if one.box is not None and one.box.price is not None]
    dearer = [
        one.name
        for one in priced
        if one.box is not None and Fraction(one.box.price or 0) >= pieces_apart(one.price, one.box.pieces)
    ]
    assert priced
    assert dearer == []


def test_some_boxes_have_no_price_of_their_own() -> None:
    assert any(one.box is not None and one.box.price is None for one in GOODS)


def test_goods_are_weighed_and_measured_too() -> None:
    assert {"piece", "kg", "m", "pair", "set"} == {one.unit for one in GOODS}


def test_there_is_every_kind_of_tax() -> None:
    assert {"standard", "reduced", "exempt"} == {one.tax for one in GOODS}


def test_names_are_in_latin_and_in_cyrillic() -> None:
    cyrillic = [one.name for one in GOODS if any("а" <= letter <= "я" for letter in one.name.lower())]
    assert 10 < len(cyrillic) < 40
    assert any("ё" in name for name in cyrillic)


def test_the_places_of_the_first_page_are_taken_once_each() -> None:
    assert sorted(one.favourite for one in GOODS if one.favourite is not None) == list(FIRST_PAGE)


def test_every_drawing_is_used_and_none_is_missing() -> None:
    assert {one.picture for one in GOODS} == set(DRAWINGS)
