"""Visit packages at the till, by keyboard alone: a service is rung up, and its visit is taken from the package."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.factories.packages import package, package_of, sells_package, service
from tests.factories.shop import Shop
from tests.support.browser import SCREENS, Screen, axe_violations, save_picture


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_visit_is_taken_from_the_package(open_till: OpenTill, shop: Shop, screen: Screen) -> None:
    till, massage, ann = open_till(), service(shop, "Massage, 60 minutes"), shop.customer("Ann Bell", card="CARD-7")
    sells_package(till.desk, package_of(shop, massage, shared=True), ann)
    sheet, below = till.page.locator("#sheet-content"), till.page.locator("#promotions")

    def looks_right(name: str) -> None:
        assert axe_violations(till.page) == []
        save_picture(till.page, f"till-packages-{name}", screen)

    till.opens()
    till.scans(massage)
    till.keys.scan("CARD-7")
    expect(below).to_contain_text("10 of 10 left for Massage, 60 minutes")
    expect(till.page.locator("#customer")).to_contain_text("10 of 10")
    looks_right("offered")
    till.presses("End")
    expect(sheet.get_by_role("button", name="Pay for Massage, 60 minutes")).to_be_focused()
    looks_right("sheet")
    till.presses("Enter")
    expect(till.page.locator(".totals__sum")).to_have_text("0.00")
    expect(below).to_contain_text("9 of 10 stay")
    looks_right("paying")
    till.presses("ArrowDown")
    till.types("w")
    expect(sheet).to_contain_text("Paid by the package 10 visits: 9 of 10 are left then.")
    till.presses("Escape")
    expect(till.page.locator("#sheet")).to_be_hidden()
    till.presses("Space")
    expect(till.done).to_contain_text("9 of 10")
    looks_right("paid")
    assert package(shop, ann).visits_left == 9
