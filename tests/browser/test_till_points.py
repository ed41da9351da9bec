"""Points at the till: the panel, the slider, and what the change page and the customer's display say."""

from playwright.sync_api import expect

from app.core.percent import Percent
from loyalty.rules.points import Tier
from tests.browser.conftest import OpenTill
from tests.factories.amounts import money
from tests.factories.loyalty import gets_points, points, points_program, runs
from tests.factories.promotions import promote
from tests.factories.shop import Shop
from tests.support.browser import axe_violations, looks_right
from warehouse.catalogue.sold_as import sold_as


def test_points_pay_by_slider_and_are_earned(open_till: OpenTill, shop: Shop) -> None:
    tiers = Tier("Silver", money("100.00"), Percent.of_basis_points(300)), Tier("Gold", money("500.00"))
    runs(shop, points_program(*tiers))
    anna = shop.customer("Anna Petrova")
    gets_points(shop, anna, 120)
    till = open_till(printer=True)

    def look(name: str) -> None:
        looks_right(till.page, f"till-points-{name}")

    zone = till.page.locator("#points")
    till.scans(shop.product("Chain oil", "80.00"))
    expect(zone).to_have_text("8 points for a customer with a name")
    till.presses("Shift+F2")
    expect(till.notices).to_contain_text("Points are a customer's")
    assert till.cart is not None
    till.desk.cart_uid = till.cart.uid
    till.desk.is_of(anna)
    till.page.reload()
    till.wait_ready()
    expect(zone).to_contain_text("€20.00 to Silver")
    expect(zone).to_contain_text("120 points")
    expect(zone).to_contain_text("+8 with this sale")
    look("panel")

    till.presses("Shift+F2")
    typed = till.dialog.get_by_label("Points", exact=True)
    expect(typed).to_have_value("120")
    expect(till.dialog.locator("#points-worth")).to_have_text("12.00")
    till.dialog.get_by_label("Points to pay with").fill("50")
    expect(typed).to_have_value("50")
    expect(till.dialog.locator("#points-worth")).to_have_text("5.00")
    look("slider")
    typed.focus()
    typed.select_text()
    till.types("25")
    till.presses("Enter")
    expect(till.page.locator(".totals__sum")).to_have_text("77.50")
    with till.answers_late("**/till/points"):
        till.presses("Shift+F2")
        till.types("30")
        till.presses("Enter")
    expect(till.page.locator(".totals__sum")).to_have_text("77.00")
    expect(zone).to_contain_text("30 points pay")
    expect(till.page.locator(".line__discount")).to_contain_text("Paid with points")
    look("paid-with-points")
    till.presses("Space")
    expect(till.done).to_contain_text("+7 points")
    expect(till.done).to_contain_text("30 points spent")
    expect(till.done).to_contain_text("97 points now")
    look("done")
    assert points(shop.database, anna) == 97


def test_something_is_taken_for_points_by_key_and_given_back_by_mouse(open_till: OpenTill, shop: Shop) -> None:
    runs(shop, points_program())
    anna = shop.customer("Anna Petrova")
    gets_points(shop, anna, 120)
    free = {"type": "free_product", "products": [], "qty": "1"}
    oil = shop.product("Chain oil", "80.00")
    with shop.database.read_unit() as tx:
        found = sold_as(tx, oil.id)
    assert found is not None
    promote(shop, free | {"products": [found.sku]}, name="Oil on the house", trigger="points", cost_points="100")
    till = open_till(printer=True)
    till.scans(oil)
    assert till.cart is not None
    till.desk.cart_uid = till.cart.uid
    till.desk.is_of(anna)
    till.page.reload()
    till.wait_ready()
    total = till.page.locator(".totals__sum")
    for taken_by in ("ArrowDown", None):
        till.presses("Shift+F2")
        offered = till.dialog.get_by_role("button", name="Oil on the house")
        expect(offered).to_contain_text("100 points")
        if taken_by is not None:
            assert axe_violations(till.page) == []
            till.presses(taken_by)
            expect(offered).to_be_focused()
            till.presses("Enter")
        else:
            offered.click()
        expect(total).to_have_text("0.00")
        expect(till.page.locator("#promotions")).to_contain_text("Oil on the house")
        expect(till.page.locator("#promotions")).to_contain_text("100 points · −80.00")
        if taken_by is not None:
            assert axe_violations(till.page) == []
            till.page.get_by_role("button", name="Give it back for its points").click()
            expect(total).to_have_text("80.00")
    till.presses("Space")
    expect(till.done).to_contain_text("100 points spent")
    expect(till.done).to_contain_text("20 points now")
