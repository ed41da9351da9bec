"""The tree of goods, and the units they are measured in."""

from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from tests.service.warehouse.conftest import Shop
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.categories import (
    category_tree,
    create_category,
    delete_category,
    move_category,
    rename_category,
)
from warehouse.catalogue.products import set_active
from warehouse.catalogue.units import (
    STANDARD,
    add_standard_units,
    change_unit,
    create_unit,
    delete_unit,
    step_milli,
    units,
)


def tree(shop: Shop) -> list[tuple[int, str, str]]:
    return [(branch.depth, branch.path, branch.name) for branch in shop.read(category_tree)]


@pytest.fixture
def branches(shop: Shop) -> dict[str, int]:
    tools = shop.write(create_category, "Tools")
    return {
        "tools": tools,
        "saws": shop.write(create_category, "Saws", tools),
        "hammers": shop.write(create_category, "Hammers", tools),
        "garden": shop.write(create_category, "Сад и огород"),
    }


def test_a_tree_reads_from_the_root(shop: Shop, branches: dict[str, int]) -> None:
    assert tree(shop) == [
        (0, "tools", "Tools"),
        (1, "tools/saws", "Saws"),
        (1, "tools/hammers", "Hammers"),
        (0, "сад-и-огород", "Сад и огород"),
    ]


def test_goods_are_counted_with_those_below(shop: Shop, branches: dict[str, int]) -> None:
    shop.goods("Saw", category_id=branches["saws"])
    shop.goods("Pencil", category_id=branches["tools"])
    shop.write(set_active, shop.goods("Old saw", category_id=branches["saws"]), active=False)
    counts = {branch.path: (branch.product_count, branch.total_count) for branch in shop.read(category_tree)}
    assert counts["tools"] == (1, 2)
    assert counts["tools/saws"] == (1, 1)


def test_a_branch_moves_with_all_below_it(shop: Shop, branches: dict[str, int]) -> None:
    shop.write(create_category, "Chainsaws", branches["saws"])
    shop.write(move_category, branches["saws"], branches["garden"], 0)
    shop.write(move_category, branches["garden"], None, 0)
    assert [path for _, path, _ in tree(shop)] == [
        "сад-и-огород",
        "сад-и-огород/saws",
        "сад-и-огород/saws/chainsaws",
        "tools",
        "tools/hammers",
    ]


@pytest.mark.parametrize(
    ("position", "order"), [(0, ["hammers", "saws"]), (1, ["saws", "hammers"]), (99, ["saws", "hammers"])]
)
def test_neighbours_change_places(shop: Shop, branches: dict[str, int], position: int, order: list[str]) -> None:
    shop.write(move_category, branches["hammers"], branches["tools"], position)
    assert [path.removeprefix("tools/") for depth, path, _ in tree(shop) if depth] == order


def test_no_branch_stands_below_itself(shop: Shop, branches: dict[str, int]) -> None:
    below = shop.write(create_category, "Chainsaws", branches["saws"])
    for parent in (branches["tools"], branches["saws"], below):
        with pytest.raises(Conflict, match="category_cycle"):
            shop.write(move_category, branches["tools"], parent, 0)


def test_a_path_belongs_to_one_branch(shop: Shop, branches: dict[str, int]) -> None:
    other = shop.write(create_category, "saws")
    with pytest.raises(Conflict, match="category_code_taken"):
        shop.write(create_category, "SAWS!", branches["tools"])
    with pytest.raises(Conflict, match="category_code_taken"):
        shop.write(move_category, other, branches["tools"], 0)


def test_a_name_changes_and_the_code_stays(shop: Shop, branches: dict[str, int]) -> None:
    shop.write(rename_category, branches["saws"], "Power saws")
    assert (1, "tools/saws", "Power saws") in tree(shop)


def test_only_an_empty_branch_goes(shop: Shop, branches: dict[str, int]) -> None:
    shop.goods("Saw", category_id=branches["saws"])
    for held in ("tools", "saws"):
        with pytest.raises(Conflict, match="category_not_empty"):
            shop.write(delete_category, branches[held])
    shop.write(delete_category, branches["hammers"])
    assert [path for _, path, _ in tree(shop)] == ["tools", "tools/saws", "сад-и-огород"]


def test_what_cannot_be_a_branch(shop: Shop, branches: dict[str, int]) -> None:
    for name, why in ((" ", "name_empty"), ("x" * 121, "name_too_long"), ("+++", "name_unprintable")):
        with pytest.raises(BadInput, match=why):
            shop.write(create_category, name)
    with pytest.raises(NotFound, match="no_category"):
        shop.write(create_category, "Below nothing", 999)
    deep = branches["tools"]
    for level in range(6):
        deep = shop.write(create_category, f"{level}" + "x" * 58, deep)
    with pytest.raises(BadInput, match="category_too_deep"):
        shop.write(create_category, "x" * 60, deep)
    other = shop.write(create_category, "y" * 60)
    with pytest.raises(BadInput, match="category_too_deep"):
        shop.write(move_category, branches["tools"], other, 0)


def test_units_a_shop_starts_with_are_added_once(shop: Shop) -> None:
    shop.write(add_standard_units)
    assert {(unit.code, unit.name, unit.decimals) for unit in shop.read(units)} == set(STANDARD)


@pytest.mark.parametrize(("decimals", "step"), [(0, 1000), (1, 100), (2, 10), (3, 1)])
def test_the_smallest_quantity(decimals: int, step: int) -> None:
    assert step_milli(decimals) == step


def test_a_unit_is_made_changed_and_removed(shop: Shop) -> None:
    code = shop.write(create_unit, "Box of eggs", 0)
    assert code == "box-of-eggs"
    with pytest.raises(Conflict, match="unit_code_taken"):
        shop.write(create_unit, "box of eggs", 1)
    eggs = shop.goods("Eggs", unit_code=code)
    shop.write(change_unit, code, "Crate", 1)
    unit = next(one for one in shop.read(units) if one.code == code)
    assert (unit.name, unit.decimals, unit.used) == ("Crate", 1, True)
    with pytest.raises(Conflict, match="unit_in_use"):
        shop.write(delete_unit, code)
    shop.write(delete_unit, "m2")
    assert "m2" not in {one.code for one in shop.read(units)}
    assert eggs


def test_a_unit_stays_as_fine_as_what_it_measures(shop: Shop) -> None:
    shop.goods("Nails", unit_code="kg", codes=[Code("1", "Bag", 250)])
    with pytest.raises(Conflict, match="pack_has_fraction"):
        shop.write(change_unit, "kg", "kg", 1)
    shop.write(change_unit, "kg", "kg", 2)
    shop.goods("Oil", unit_code="l", stock_milli=1250)
    with pytest.raises(Conflict) as refused:
        shop.write(change_unit, "l", "l", 1)
    assert (refused.value.code, refused.value.facts["names"]) == ("stock_has_fractions", ["Oil"])


def test_what_cannot_be_a_unit(shop: Shop) -> None:
    for name, decimals, why in (
        ("", 0, "name_empty"),
        ("x", 4, "decimals_out_of_range"),
        ("x", -1, "decimals_out_of_range"),
    ):
        with pytest.raises(BadInput, match=why):
            shop.write(create_unit, name, decimals)
    for act in ((change_unit, "stone", "Stone", 0), (delete_unit, "stone")):
        with pytest.raises(NotFound, match="no_unit"):
            shop.write(*act)


def test_order_is_a_right(shop: Shop, branches: dict[str, int]) -> None:
    clerk = Actor("Peter", rights=frozenset({"catalogue.view"}))
    acts: tuple[Any, ...] = (
        lambda tx: create_category(tx, "x"),
        lambda tx: rename_category(tx, branches["saws"], "x"),
        lambda tx: move_category(tx, branches["saws"], None, 0),
        lambda tx: delete_category(tx, branches["saws"]),
        lambda tx: create_unit(tx, "x", 0),
        lambda tx: change_unit(tx, "kg", "x", 0),
        lambda tx: delete_unit(tx, "m2"),
    )
    for act in acts:
        with pytest.raises(Forbidden), shop.database.unit_of_work(clerk) as tx:
            act(tx)
