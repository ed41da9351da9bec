"""A promotion tried on past receipts in a real browser: from the half-written form to an answer in large."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.core.ids import new_uid
from app.core.money import Money
from app.crm.customers import CustomerData, create_customer
from pos.cart.service import add_product, set_customer
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.shift.service import open_shift
from tests.browser.test_goods import address, office, shop
from tests.support.browser import Screen, axe_violations, fits_in_width
from tests.support.web import SETUP, WebShop
from warehouse.stock.receiving import Received, receive

__all__ = ["address", "office", "shop"]


def sells_saws(shop: WebShop, times: int) -> None:
    """Sales to one customer of saws that came in with a cost."""
    with shop.database.unit_of_work(SETUP) as tx:
        receive(tx, 1, Received(1, 10_000, Money(90_00)), "delivery")
        open_shift(tx, shop.till_id, new_uid(), {1000: 10})
        customer_id = create_customer(tx, CustomerData("Anna Berg"))
    for _ in range(times):
        with shop.database.unit_of_work(SETUP) as tx:
            uid = new_uid()
            add_product(tx, shop.till_id, uid, new_uid(), 1, 1000)
            set_customer(tx, shop.till_id, uid, new_uid(), customer_id)
            checkout(tx, shop.till_id, uid, None, [TenderRequest("card", None)])


@pytest.mark.parametrize("screen", [Screen(1024, 768, "dark")], ids=str)
def test_a_half_written_promotion_is_tried_on_past_receipts(
    shop: WebShop, office: Page, address: str, picture: Callable[[str], None], screen: Screen
) -> None:
    sells_saws(shop, 3)
    office.goto(f"{address}/office/promotions/new?kind=percent")
    office.wait_for_load_state("load")
    office.get_by_label("How much").fill("10")
    office.get_by_role("button", name="Try it").click()
    # The page of a run is shown anew by itself when the run is over.
    expect(office.get_by_text("It would have cost")).to_be_visible(timeout=60_000)
    office.wait_for_load_state("load")
    expect(office.get_by_role("row", name="Anna Berg")).to_contain_text("3")
    expect(office.locator(".rehearsal__picture")).to_be_visible()
    assert axe_violations(office) == []
    picture("office-rehearsal-trial")
    office.set_viewport_size({"width": 390, "height": 844})
    assert fits_in_width(office)
    picture("office-rehearsal-narrow")
