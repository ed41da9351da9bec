"""The strip over the demo: on every page, in the way of nothing, and the door to the owner's own shop."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from app.core.installation import Installation
from app.web.shared.shop_facts import outdate_shop_facts
from tests.browser.conftest import OpenTill
from tests.factories.shop import FITTER, Shop
from tests.support.browser import Screen, axe_violations, save_picture


@pytest.mark.parametrize("screen", [Screen(1024, 768, "light"), Screen(1366, 768, "dark")], ids=str)
def test_the_strip_leaves_the_till_whole(open_till: OpenTill, shop: Shop, screen: Screen) -> None:
    with shop.database.unit_of_work(FITTER) as tx:
        tx.execute(update(Installation).values(demo=True))
        tx.outdate("installation")
        outdate_shop_facts(tx)
    till = open_till()
    page = till.page
    for number in range(12):
        till.scans(shop.product(f"Thing {number}", "1.00"))
    expect(page.get_by_text("This is a demo shop.")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Pay in cash")).to_be_in_viewport(ratio=1)
    expect(page.locator("#lines .line").last).to_be_in_viewport()
    assert page.evaluate("() => document.documentElement.scrollHeight <= window.innerHeight")
    assert axe_violations(page) == []
    save_picture(page, "demo-till", screen)
    page.get_by_role("link", name="Open my own shop").focus()
    till.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open my own shop")
    assert axe_violations(page) == []
    save_picture(page, "demo-own-shop", screen)
