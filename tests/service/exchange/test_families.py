"""Variants out of a table and into one: made, joined, refused by row and column, taken back whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.exchange.runs import Report
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER
from tests.service.exchange.conftest import Exchange
from tests.service.exchange.test_export import exported
from warehouse.catalogue.families import families, families_named
from warehouse.catalogue.models import Product
from warehouse.catalogue.pledges import pledges_of, set_pledge
from warehouse.catalogue.prices import price_at
from warehouse.catalogue.products import product, update_product
from warehouse.catalogue.variants import set_values, variants_of

Codes = Callable[[Report], list[tuple[int, str, str]]]
MINUTE = timedelta(minutes=1)
HEADER = "SKU;Name;Category;Price;VAT;Family;Colour;Size\n"
SHIRTS = HEADER + (
    "T-1;T-shirt;Clothes;18;20;T-shirt;red;S\n"
    "T-2;T-shirt;;;;T-shirt;red;M\n"
    "T-3;T-shirt;;20;;t-shirt;Black;2,5\n"
    "B-1;Belt;Clothes;9;20;;;\n"
)
MAPPED: Any = {"value_1": "Colour", "value_2": "Size"}


def names(exchange: Exchange) -> dict[str, str]:
    """Every product's name by SKU."""
    with exchange.shop.database.read_unit() as tx:
        return dict(tx.execute(select(Product.sku, Product.name).order_by(Product.sku)).all())


def prices(exchange: Exchange) -> list[object]:
    """The prices by SKU."""
    with exchange.shop.database.read_unit() as tx:
        return [price_at(tx, one, tx.now) for one in tx.execute(select(Product.id).order_by(Product.sku)).scalars()]


def test_rows_of_a_family_become_its_variants(exchange: Exchange) -> None:
    empty = exchange.dump()
    uid, report = exchange.run("products", SHIRTS, **MAPPED)
    assert (report.created, report.problems) == (4, [])
    assert names(exchange) == {
        "B-1": "Belt",
        "T-1": "T-shirt, red, S",
        "T-2": "T-shirt, red, M",
        "T-3": "T-shirt, Black, 2,5",
    }
    assert prices(exchange) == [unit_price("9"), unit_price("18"), unit_price("18"), unit_price("20")]
    with exchange.shop.database.read_unit() as tx:
        (family_id,) = families_named(tx, ["T-SHIRT"]).values()
        of = families(tx, [family_id])[family_id]
    assert [(one.name, one.values) for one in of.attributes] == [
        ("Colour", ("red", "Black")),
        ("Size", ("S", "M", "2,5")),
    ]
    assert of.data.price == unit_price("18")
    _, again = exchange.run("products", SHIRTS, **MAPPED)
    assert (again.unchanged, again.updated, again.problems) == (4, 0, [])
    assert exchange.undo(uid) == []
    assert exchange.dump() == empty


def test_a_row_makes_a_variant_like_the_first_where_it_says_nothing(exchange: Exchange) -> None:
    bottle = exchange.shop.pledge("Bottle", "0.25")
    exchange.run("products", HEADER + "B-1;Beer;;2;20;Beer;light;S\n", **MAPPED)
    with exchange.shop.database.unit_of_work(FITTER) as tx:
        (first,) = variants_of(tx, families_named(tx, ["beer"])["beer"])
        update_product(tx, first, replace(product(tx, first).data, min_age=18, discountable=False))
        set_pledge(tx, first, bottle.id, 1)
    before = exchange.dump()
    exchange.shop.clock.advance(MINUTE)
    uid, report = exchange.run("products", HEADER + "B-2;Beer;;;;Beer;dark;S\n", **MAPPED)
    assert (report.created, report.problems) == (1, [])
    with exchange.shop.database.read_unit() as tx:
        (_, second) = variants_of(tx, families_named(tx, ["beer"])["beer"])
        data = product(tx, second).data
        assert (data.min_age, data.discountable, data.stocked) == (18, False, True)
        assert [(one.pledge_id, one.pieces) for one in pledges_of(tx, second)] == [(bottle.id, 1)]
    assert exchange.undo(uid) == []
    assert exchange.dump() == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_of_variants_imported_again_changes_nothing(exchange: Exchange, tmp_path: Path, form: str) -> None:
    exchange.run("products", SHIRTS, **MAPPED)
    before = exchange.dump()
    written = exported(exchange, "products", "csv", tmp_path)
    _, report = exchange.run("products", exported(exchange, "products", form, tmp_path))
    assert (report.updated, report.created, report.problems) == (0, 0, [])
    assert exchange.dump() == before
    assert exported(exchange, "products", "csv", tmp_path) == written


def test_products_join_change_their_values_and_go_back(exchange: Exchange) -> None:
    exchange.run("products", SHIRTS, **MAPPED)
    before = exchange.dump()
    exchange.shop.clock.advance(MINUTE)
    table = HEADER + "B-1;;;;;Belt of leather;brown;90\nT-2;;;;;;red;XL\nT-9;;;;;T-shirt;BLACK;s\n"
    uid, report = exchange.run("products", table, **MAPPED)
    assert (report.updated, report.created, report.problems) == (2, 1, [])
    assert names(exchange) == {
        "B-1": "Belt of leather, brown, 90",
        "T-1": "T-shirt, red, S",
        "T-2": "T-shirt, red, XL",
        "T-3": "T-shirt, Black, 2,5",
        "T-9": "T-shirt, Black, S",
    }
    assert exchange.undo(uid) == []
    assert exchange.dump() == before


def test_what_was_changed_since_stays(exchange: Exchange) -> None:
    exchange.run("products", SHIRTS, **MAPPED)
    uid, _ = exchange.run("products", HEADER + "T-2;;;;;;red;XL\n", **MAPPED)
    with exchange.shop.database.unit_of_work(FITTER) as tx:
        (family_id,) = families_named(tx, ["T-shirt"]).values()
        of_size = {values[1]: product_id for product_id, values in variants_of(tx, family_id).items()}
        set_values(tx, of_size["XL"], ("red", "XXL"))
    assert {one.code for one in exchange.undo(uid)} == {"changed_since"}
    assert names(exchange)["T-2"] == "T-shirt, red, XXL"


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("N-1;New;;1;20;;red;S", "Family", "family_needed"),
        ("N-1;New;;1;20;T-shirt;red;", "Colour", "value_needed"),
        ("N-1;New;;1;20;T-shirt;red;S", "Colour", "variant_exists"),
        ("T-2;;;;;T-shirt;red;S", "Colour", "variant_exists"),
        ("T-1;Another name;;;;;;", "Name", "variant_name"),
        ("T-1;;;;;Trousers;red;S", "Family", "in_a_family"),
        ("N-1;;;1;20;T-shirt;red;" + "x" * 31, "Size", "name_too_long"),
    ],
)
def test_what_cannot_be_is_told_by_row_and_column(
    exchange: Exchange, codes_of: Codes, row: str, column: str, code: str
) -> None:
    exchange.run("products", SHIRTS, **MAPPED)
    before = exchange.dump()
    _, report = exchange.run("products", f"{HEADER}{row}\n", **MAPPED)
    assert codes_of(report) == [(2, column, code)]
    assert exchange.dump() == before
