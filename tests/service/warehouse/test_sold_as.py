"""What a scan finds: price, tax and pack of the moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from app.core.errors import Conflict, NotFound
from app.places.settings import DAY_START_HOUR, ZONE
from tests.service.warehouse.conftest import Shop, euros
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.models import TaxRate
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.products import set_active
from warehouse.catalogue.sold_as import SoldAs, product_by_code, sold_as
from warehouse.catalogue.taxes import create_tax_category, rate_on, set_rate


def scanned(shop: Shop, code: str) -> SoldAs:
    found = shop.read(product_by_code, code)
    assert found is not None
    return found  # type: ignore[no-any-return]  # what the question answers


def test_a_code_tells_all_a_line_needs(shop: Shop) -> None:
    product_id = shop.goods("Saw", sku="S-1", price="15.99", codes=["4006381333931"])
    found = scanned(shop, "4006381333931")
    assert found.barcode_id is not None
    assert found == SoldAs(
        product_id=product_id,
        barcode_id=found.barcode_id,
        sku="S-1",
        name="Saw",
        kind="goods",
        unit_code="piece",
        unit_decimals=0,
        pack_name=None,
        pack_qty_milli=1000,
        unit_price=euros("15.99"),
        price_source="list",
        tax_category_id=shop.standard,
        tax_rate_bp=2000,
        discountable=True,
        stocked=True,
        price_at_sale=False,
        min_age=None,
        active=True,
        pledged=False,
        earns=True,
    )


@pytest.mark.parametrize("code", ["012345678905", "0012345678905", "00012345678905", " 012345678905\n"])
def test_scanners_may_send_a_number_in_any_length(shop: Shop, code: str) -> None:
    shop.goods("Oil", codes=["0012345678905"])
    assert scanned(shop, code).name == "Oil"


def test_an_sku_is_a_code_after_barcodes(shop: Shop) -> None:
    shop.goods("By SKU", sku="77")
    shop.goods("By barcode", sku="other", codes=["78"])
    shop.goods("Shadowed", sku="78")
    assert scanned(shop, "77").name == "By SKU"
    assert scanned(shop, "77").barcode_id is None
    assert scanned(shop, "78").name == "By barcode"


@pytest.mark.parametrize("code", ["", "   ", "404", "4006381333931\x00x", "' OR 1=1 --", "%", "х" * 5000])
def test_what_is_no_code_finds_nothing(shop: Shop, code: str) -> None:
    shop.goods("Saw", codes=["4006381333931"])
    assert shop.read(product_by_code, code) is None


def test_a_pack_sells_whole_at_its_own_price(shop: Shop) -> None:
    shop.goods("Tape", price="0.50", codes=["1", Code("12", "Box of 12", 12_000, euros("5.40"))])
    box = scanned(shop, "12")
    assert (box.unit_price, box.price_source, box.pack_qty_milli, box.pack_name) == (
        euros("5.40"),
        "pack",
        12_000,
        "Box of 12",
    )
    assert scanned(shop, "1").unit_price == euros("0.50")


def test_a_pack_without_a_price_costs_its_content(shop: Shop) -> None:
    shop.goods("Screw", price="0.0285", codes=[Code("200", "Box", 200_000)])
    shop.goods("Nails", price="4.20", unit_code="kg", codes=[Code("250", "Bag", 250)])
    shop.goods("Priceless", price=None, codes=[Code("6", "Six", 6_000)])
    assert (scanned(shop, "200").unit_price, scanned(shop, "200").price_source) == (euros("5.70"), "list")
    assert scanned(shop, "250").unit_price == euros("1.05")
    assert scanned(shop, "250").unit_decimals == 0
    assert scanned(shop, "6").unit_price is None


def test_a_weighed_product_keeps_the_decimals_of_its_unit(shop: Shop) -> None:
    shop.goods("Nails", unit_code="kg", codes=["1"])
    assert scanned(shop, "1").unit_decimals == 3


def test_a_product_chosen_by_hand_or_by_one_of_its_codes(shop: Shop) -> None:
    product_id = shop.goods("Tape", price="0.50", codes=["1", Code("12", "Box of 12", 12_000)])
    box = scanned(shop, "12")
    plain = shop.read(sold_as, product_id)
    assert (plain.barcode_id, plain.unit_price) == (None, euros("0.50"))
    assert shop.read(sold_as, product_id, box.barcode_id) == box
    assert shop.read(sold_as, 999) is None
    assert shop.read(sold_as, product_id, 999) is None


def test_goods_out_of_sale_say_so(shop: Shop) -> None:
    product_id = shop.goods("Saw", codes=["1"])
    shop.write(set_active, product_id, active=False)
    assert not scanned(shop, "1").active


def test_the_price_that_holds_at_the_moment(shop: Shop) -> None:
    product_id = shop.goods("Saw", price="10", codes=["1"])
    monday = shop.clock.now() + timedelta(days=3)
    shop.write(set_price, product_id, euros("12"), valid_from=monday)
    assert scanned(shop, "1").unit_price == euros("10")
    shop.clock.set(monday - timedelta(microseconds=1))
    assert scanned(shop, "1").unit_price == euros("10")
    shop.clock.set(monday)
    assert scanned(shop, "1").unit_price == euros("12")


def test_the_tax_changes_at_midnight_by_the_shop_s_clock(shop: Shop) -> None:
    shop.goods("Saw", codes=["1"])
    shop.goods("Stamp", tax_category_id=shop.exempt, codes=["2"])
    zero = shop.write(create_tax_category, "Zero", 0)
    shop.goods("Book", tax_category_id=zero, codes=["3"])
    shop.write(set_rate, shop.standard, 2200, date(2026, 4, 1))
    assert (scanned(shop, "1").tax_rate_bp, scanned(shop, "2").tax_rate_bp, scanned(shop, "3").tax_rate_bp) == (
        2000,
        None,
        0,
    )
    # The law knows no business date: the rate of the first of April holds from midnight in Sofia.
    assert (ZONE.default, DAY_START_HOUR.default) == ("Europe/Sofia", 4)
    begins = datetime(2026, 3, 31, 21, tzinfo=UTC)
    shop.clock.set(begins - timedelta(seconds=1))
    assert scanned(shop, "1").tax_rate_bp == 2000
    shop.clock.set(begins)
    assert scanned(shop, "1").tax_rate_bp == 2200
    assert scanned(shop, "2").tax_rate_bp is None


def test_nobody_guesses_a_rate(shop: Shop) -> None:
    shop.goods("Saw", codes=["1"])
    with shop.database.writer.begin() as connection:
        connection.execute(delete(TaxRate))
    with pytest.raises(Conflict, match="no_tax_rate"):
        shop.read(product_by_code, "1")
    with pytest.raises(Conflict, match="no_tax_rate"):
        shop.read(rate_on, shop.standard, date(2026, 3, 6))
    with pytest.raises(NotFound, match="no_tax_category"):
        shop.read(rate_on, 999, date(2026, 3, 6))
