"""Many codes and packs of a product."""

from typing import Any

import pytest

from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import new_uid
from app.core.installation import open_installation
from app.core.money import UnitPrice
from app.places.service import create_till
from pos.cart.service import add_code as scan
from tests.service.warehouse.conftest import Shop, euros
from warehouse.catalogue.barcodes import Code, CodeView, add_code, change_code, codes_of, remove_code
from warehouse.catalogue.sold_as import product_by_code


def codes(shop: Shop, product_id: int) -> list[CodeView]:
    return shop.read(codes_of, product_id)  # type: ignore[no-any-return]  # what the question answers


def test_codes_are_kept_in_order_with_their_packs(shop: Shop) -> None:
    tape = shop.goods("Tape", codes=["4006381333931"])
    shop.write(add_code, tape, Code(" 4006381333932 "))
    shop.write(add_code, tape, Code("box-12", "Box  of 12", 12_000, euros("5.40")))
    plain, slip, box = codes(shop, tape)
    assert (plain.code, plain.is_pack, plain.wrong_check_digit) == ("4006381333931", False, False)
    assert (slip.code, slip.wrong_check_digit) == ("4006381333932", True)
    assert (box.code, box.pack_name, box.pack_qty_milli, box.pack_price, box.is_pack) == (
        "box-12",
        "Box of 12",
        12_000,
        euros("5.40"),
        True,
    )
    assert shop.finds("box-12") == ["Tape"]


@pytest.mark.parametrize("same", ["012345678905", "0012345678905", "00012345678905"])
def test_a_taken_code_names_its_owner_in_whatever_length_it_comes(shop: Shop, same: str) -> None:
    oil = shop.goods("Oil", sku="O-1", codes=["012345678905"])
    saw = shop.goods("Saw", codes=["7"])
    for act in (
        lambda: shop.write(add_code, saw, Code(same)),
        lambda: shop.write(change_code, codes(shop, saw)[0].id, Code(same)),
        lambda: shop.goods("Third", codes=[same]),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "code_taken"
        assert refused.value.facts == {"product_id": oil, "sku": "O-1", "name": "Oil", "code": "012345678905"}


def test_a_code_is_changed_and_taken_away(shop: Shop) -> None:
    tape = shop.goods("Tape", codes=["111"])
    code_id = codes(shop, tape)[0].id
    shop.write(change_code, code_id, Code("222", "Pair", 2000))
    assert shop.read(product_by_code, "111") is None
    assert shop.read(product_by_code, "222").pack_qty_milli == 2000
    assert shop.finds("222") == ["Tape"]
    shop.write(change_code, code_id, Code("222", "Pair", 2000))
    assert len(shop.journal("product.code_changed")) == 1
    shop.write(remove_code, code_id)
    assert shop.read(product_by_code, "222") is None
    assert shop.finds("222") == []
    with pytest.raises(NotFound, match="no_code"):
        shop.write(remove_code, code_id)
    with pytest.raises(NotFound, match="no_code"):
        shop.write(change_code, code_id, Code("1"))


@pytest.mark.parametrize(
    ("wrong", "why", "path"),
    [
        ({"code": ""}, "code_empty", "code"),
        ({"code": "ШК"}, "code_unprintable", "code"),
        ({"pack_qty_milli": 0}, "pack_qty_out_of_range", "pack_qty"),
        ({"pack_qty_milli": 2_000_000_000}, "pack_qty_out_of_range", "pack_qty"),
        ({"pack_qty_milli": 1500}, "qty_decimals", "pack_qty"),
        ({"pack_price": UnitPrice(-1)}, "price_negative", "pack_price"),
        ({"pack_name": "x" * 81}, "name_too_long", "pack_name"),
    ],
)
def test_what_cannot_be_a_pack(shop: Shop, wrong: dict[str, Any], why: str, path: str) -> None:
    tape = shop.goods("Tape")
    with pytest.raises(BadInput) as refused:
        shop.write(add_code, tape, Code(**{"code": "1", **wrong}))
    assert (refused.value.code, refused.value.path) == (why, path)


def test_a_pack_of_half_a_kilo(shop: Shop) -> None:
    nails = shop.goods("Nails", unit_code="kg", codes=[Code("1", "Bag", 500)])
    assert codes(shop, nails)[0].pack_qty_milli == 500
    with pytest.raises(NotFound, match="no_product"):
        shop.write(add_code, 999, Code("2"))


def test_a_code_in_an_open_cart_stays(shop: Shop) -> None:
    tape = shop.goods("Tape", codes=["111"])
    code_id = codes(shop, tape)[0].id
    shop.write(open_installation, "EUR", demo=False)
    till_id = shop.write(create_till, shop.shop_id, "Till 1")
    shop.write(scan, till_id, new_uid(), new_uid(), "111", 1000)
    with pytest.raises(Conflict, match="code_in_cart"):
        shop.write(remove_code, code_id)
    assert shop.read(product_by_code, "111") is not None
