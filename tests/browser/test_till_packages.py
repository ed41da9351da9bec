"""Visit packages at the till, by keyboard alone: a service is rung up, and its visit is taken from the package."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenTill
from tests.factories.packages import package, package_of, sells_package, service
from tests.factories.shop import Shop
from tests.support.browser import looks_right


def test_a_visit_is_taken_from_the_package(open_till: OpenTill, shop: Shop) -> None:
    till, massage, ann = open_till(), service(shop, "Massage, 60 minutes"), shop.customer("Ann Bell", card="CARD-7")
    sells_package(till.desk, package_of(shop, massage, shared=True), ann)
    sheet, below = till.page.locator("#sheet-content"), till.page.locator("#promotions")

    def look(name: str) -> None:
        looks_right(till.page, f"till-packages-{name}")

    till.opens()
    till.scans(massage)
    till.keys.scan("CARD-7")
    expect(below).to_contain_text("10 of 10 left for Massage, 60 minutes")
    expect(till.page.locator("#customer")).to_contain_text("10 of 10")
    look("offered")
    till.presses("End")
    expect(sheet.get_by_role("button", name="Pay for Massage, 60 minutes")).to_be_focused()
    look("sheet")
    till.presses("Enter")
    expect(till.page.locator(".totals__sum")).to_have_text("0.00")
    expect(below).to_contain_text("9 of 10 stay")
    look("paying")
    till.presses("ArrowDown")
    till.types("w")
    expect(sheet).to_contain_text("Paid by the package 10 visits: 9 of 10 are left then.")
    till.presses("Escape")
    expect(till.page.locator("#sheet")).to_be_hidden()
    till.presses("Space")
    expect(till.done).to_contain_text("9 of 10")
    look("paid")
    assert package(shop, ann).visits_left == 9
