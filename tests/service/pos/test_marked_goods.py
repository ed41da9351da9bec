"""Marked goods: each unit is sold with the code of its own, once, and the register is told it."""

from dataclasses import replace

import pytest

from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid
from devices.fiscal.receipt import DocumentKind
from pos.cart import service as cart
from pos.checkout.void import ring_again, void_sale
from pos.offers.making import OfferWish, make_offer
from pos.offers.taking_up import take_up_offer
from pos.returns.service import take_back_without_receipt
from pos.settings import MARKED_GOODS
from tests.factories.fiscal import BULGARIAN_ADDRESS, FiscalTill
from tests.factories.shop import Goods, Shop
from warehouse.catalogue.barcodes import Code

GTIN = "04607001771234"


def unit(serial: str) -> str:
    """The code of one bottle of water as a scanner reads it."""
    return f"]d201{GTIN}21{serial}\x1d93abcd"


@pytest.fixture
def water(shop: Shop) -> Goods:
    return shop.product("Water", "1.00", stock="20", is_marked=True, packs=[Code(GTIN[1:])])


def codes(till: FiscalTill) -> list[tuple[DocumentKind, list[str]]]:
    return [(one.kind, [line.marked_code for line in one.lines]) for one in till.receipts]


def test_a_unit_goes_with_its_code_from_the_scan_to_the_register_and_back(shop: Shop, water: Goods) -> None:
    till = FiscalTill(shop)
    desk = till.desk
    desk.scans(unit("A"))
    asked = desk.scans(GTIN[1:])
    assert (asked.warning, [line.marking_code for line in asked.cart.lines][1:]) == ("marking_code_awaited", [""])
    with pytest.raises(Conflict, match="marking_codes_missing"):
        desk.pays(cash="rest")
    act_uid = new_uid()
    for _ in range(2):
        desk.scans(unit("B"), line_uid=act_uid)
    assert [line.qty_milli for line in desk.rung_up.lines] == [1000, 1000]
    for again, why in ((unit("A"), "marking_code_twice"), (f"01{GTIN}21C", "marking_code_cut")):
        with pytest.raises(Conflict, match=why):
            desk.scans(again)
    with pytest.raises(BadInput, match="marked_one_by_one"):
        desk.act(cart.set_qty, desk.rung_up.lines[1].uid, 2000)
    with pytest.raises(BadInput, match="marked_one_by_one"):
        desk.adds(water, "2")
    sale = desk.pays(cash="rest")
    with pytest.raises(Conflict, match="marking_code_sold"):
        desk.scans(unit("B"))
    desk.takes_back(sale, line=1)
    desk.pays_out()
    desk.scans(unit("B"))
    second = desk.pays(cash="rest")
    desk.does(void_sale, second.uid, new_uid(), "rung up twice")
    desk.act(ring_again, second.uid)
    third = desk.pays(cash="rest")
    with pytest.raises(Conflict, match="marked_needs_receipt"):
        desk.act(take_back_without_receipt, new_uid(), water.id, 1000, "broken")
    till.works()
    a, b = unit("A").removeprefix("]d2"), unit("B").removeprefix("]d2")
    assert codes(till) == [
        (DocumentKind.SALE, [a, b]),
        (DocumentKind.SALE_RETURN, [b]),
        (DocumentKind.SALE, [b]),
        (DocumentKind.SALE_RETURN, [b]),
        (DocumentKind.SALE, [b]),
    ]
    assert third.line_count == 1


def test_a_unit_in_two_carts_is_sold_by_the_first_that_is_paid(shop: Shop, water: Goods) -> None:
    first, second = shop.till(), shop.till()
    for till in (first, second):
        till.scans(unit("A"))
    done = first.pays(cash="rest")
    with pytest.raises(Conflict) as refused:
        second.pays(cash="rest")
    assert refused.value.code == "marking_code_sold"
    assert refused.value.facts["receipt"].endswith(f"{done.number:07}")


def test_where_no_register_takes_codes_the_owner_says_what_happens(shop: Shop, water: Goods) -> None:
    till = FiscalTill(shop, address=BULGARIAN_ADDRESS)
    till.register.info = replace(till.register.info, takes_marked_codes=False)
    till.desk.scans(unit("A"))
    till.desk.pays(cash="rest")
    shop.sets(MARKED_GOODS, "leave")
    till.desk.adds(water, "3")
    assert till.desk.rung_up.lines[0].marking_code is None
    till.desk.pays(cash="rest")
    shop.sets(MARKED_GOODS, "refuse")
    with pytest.raises(Conflict, match="marked_goods_refused"):
        till.desk.scans(unit("C"))
    till.works()
    assert codes(till) == [(DocumentKind.SALE, [""]), (DocumentKind.SALE, [""])]


def test_an_offer_knows_no_codes_so_its_units_wait_for_theirs(shop: Shop, water: Goods) -> None:
    till = shop.till()
    till.scans(unit("A"))
    offer = till.act(make_offer, new_uid(), None, OfferWish("Mill Ltd"))
    till.cart_uid = new_uid()
    till.act(take_up_offer, new_uid(), offer.uid)
    assert [line.marking_code for line in till.rung_up.lines] == [""]
    till.scans(unit("A"))
    assert till.pays(cash="rest").line_count == 1
