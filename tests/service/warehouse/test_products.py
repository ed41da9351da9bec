"""Products: what may be said of one, and what the journal remembers."""

from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from tests.service.warehouse.conftest import Shop, euros
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.products import ProductData, create_product, product, set_active, update_product


def data_of(shop: Shop, product_id: int) -> ProductData:
    return shop.read(product, product_id).data  # type: ignore[no-any-return]  # what the question answers


def test_a_product_is_kept_as_it_was_said(shop: Shop) -> None:
    product_id = shop.goods("  Saw \t blade ", sku=" S  1 ", discountable=False)
    assert data_of(shop, product_id) == ProductData(
        "Saw blade", shop.standard, "piece", "S 1", "goods", None, False, True, None
    )
    assert shop.read(product, product_id).active


def test_a_service_has_minutes_and_no_stock(shop: Shop) -> None:
    cut = shop.goods("Haircut", kind="service", stocked=True, duration_minutes=45)
    saw = shop.goods("Saw", duration_minutes=45)
    assert (data_of(shop, cut).stocked, data_of(shop, cut).duration_minutes) == (False, 45)
    assert (data_of(shop, saw).stocked, data_of(shop, saw).duration_minutes) == (True, None)


def test_an_empty_sku_gets_the_next_free_number(shop: Shop) -> None:
    shop.goods("Taken", sku="00002")
    skus = [data_of(shop, shop.goods(f"Goods {number}")).sku for number in range(3)]
    assert skus == ["00001", "00003", "00004"]


def test_an_empty_sku_keeps_the_one_there_is(shop: Shop) -> None:
    saw = shop.goods("Saw", sku="S-1")
    shop.write(update_product, saw, ProductData("Saw", shop.standard, sku=" "))
    assert data_of(shop, saw).sku == "S-1"


def test_a_taken_sku_names_its_owner(shop: Shop) -> None:
    saw, oil = shop.goods("Saw", sku="S-1"), shop.goods("Oil", sku="O-1")
    for act in (
        lambda: shop.goods("Other saw", sku="S-1"),
        lambda: shop.write(update_product, oil, ProductData("Oil", shop.standard, sku="S-1")),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert (refused.value.code, refused.value.facts["name"], refused.value.facts["product_id"]) == (
            "sku_taken",
            "Saw",
            saw,
        )


@pytest.mark.parametrize(
    ("wrong", "why", "path"),
    [
        ({"name": " "}, "name_empty", "name"),
        ({"name": "x" * 201}, "name_too_long", "name"),
        ({"name": "Saw\x07"}, "name_unprintable", "name"),
        ({"sku": "x" * 61}, "sku_too_long", "sku"),
        ({"sku": "S\x07"}, "sku_unprintable", "sku"),
        ({"unit_code": "stone"}, "unknown_unit", "unit_code"),
        ({"tax_category_id": 999}, "unknown_tax_category", "tax_category_id"),
        ({"category_id": 999}, "unknown_category", "category_id"),
        ({"kind": "service", "duration_minutes": 0}, "duration_out_of_range", "duration_minutes"),
        ({"kind": "service", "duration_minutes": 1441}, "duration_out_of_range", "duration_minutes"),
    ],
)
def test_what_cannot_be_said_of_a_product(shop: Shop, wrong: dict[str, Any], why: str, path: str) -> None:
    said = {"name": "Saw", "tax_category_id": shop.standard, **wrong}
    with pytest.raises(BadInput) as refused:
        shop.write(create_product, ProductData(**said))
    assert (refused.value.code, refused.value.path) == (why, path)


def test_half_a_product_is_not_made(shop: Shop) -> None:
    shop.goods("Owner", codes=["123"])
    with pytest.raises(Conflict, match="code_taken"):
        shop.goods("Saw", sku="S-1", codes=[Code("124"), Code("123")])
    assert shop.finds("saw") == []
    shop.goods("Saw", sku="S-1", codes=[Code("124")])


def test_a_change_is_journaled_with_old_and_new(shop: Shop) -> None:
    saw = shop.goods("Saw", sku="S-1")
    shop.write(update_product, saw, ProductData("Chainsaw", shop.exempt, sku="S-1"))
    shop.write(update_product, saw, ProductData("Chainsaw", shop.exempt, sku="S-1"))
    assert shop.journal("product.changed") == [
        {
            "name": {"old": "Saw", "new": "Chainsaw"},
            "tax_category_id": {"old": shop.standard, "new": shop.exempt},
        }
    ]
    assert shop.finds("chain") == ["Chainsaw"]


def test_a_retired_product_comes_back(shop: Shop) -> None:
    saw = shop.goods("Saw")
    shop.write(set_active, saw, active=False)
    shop.write(set_active, saw, active=False)
    assert not shop.read(product, saw).active
    shop.write(set_active, saw, active=True)
    assert shop.finds("saw") == ["Saw"]
    assert (len(shop.journal("product.deactivated")), len(shop.journal("product.activated"))) == (1, 1)


def test_a_coarser_unit_needs_whole_packs_and_whole_stock(shop: Shop) -> None:
    nails = shop.goods("Nails", unit_code="kg", codes=[Code("1", "Bag", 250)])
    salt = shop.goods("Salt", unit_code="kg", stock_milli=1500)
    oil = shop.goods("Oil", unit_code="kg", codes=[Code("2", "Can", 2000)], stock_milli=3000)
    with pytest.raises(Conflict, match="pack_has_fraction"):
        shop.write(update_product, nails, ProductData("Nails", shop.standard, "piece"))
    with pytest.raises(Conflict) as refused:
        shop.write(update_product, salt, ProductData("Salt", shop.standard, "piece"))
    assert (refused.value.code, refused.value.facts["names"]) == ("stock_has_fractions", ["Salt"])
    shop.write(update_product, oil, ProductData("Oil", shop.standard, "piece"))
    assert data_of(shop, oil).unit_code == "piece"


def test_what_is_not_there(shop: Shop) -> None:
    with pytest.raises(NotFound, match="no_product"):
        shop.read(product, 999)
    with pytest.raises(NotFound, match="no_product"):
        shop.write(update_product, 999, ProductData("Saw", shop.standard))
    with pytest.raises(NotFound, match="no_product"):
        shop.write(set_active, 999, active=False)


def test_the_catalogue_is_a_right(shop: Shop) -> None:
    saw = shop.goods("Saw")
    said = ProductData("Oil", shop.standard)
    clerk = Actor("Peter", rights=frozenset({"catalogue.view"}))
    acts: tuple[Any, ...] = (
        lambda tx: create_product(tx, said, price=euros("1")),
        lambda tx: update_product(tx, saw, said),
        lambda tx: set_active(tx, saw, active=False),
    )
    for act in acts:
        with pytest.raises(Forbidden), shop.database.unit_of_work(clerk) as tx:
            act(tx)
