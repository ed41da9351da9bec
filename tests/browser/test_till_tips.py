"""A tip at the till: for somebody, paid in parts, and paid out to whom it was given."""

from playwright.sync_api import expect

from pos.tips.ledger import held_tips
from pos.tips.settings import TIPS
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import SENIOR
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.support.browser import looks_right


def test_a_tip_is_given_and_paid_out(open_till: OpenTill, shop: Shop) -> None:
    till = open_till(printer=True)

    def look(name: str) -> None:
        looks_right(till.page, f"till-tip-{name}")

    till.scans(shop.product("Haircut and beard", "43.20", stocked=False))
    till.presses("Shift+F4")
    expect(till.notices).to_contain_text("This shop takes no tips at its tills.")
    shop.sets(TIPS, True)
    till.page.reload()
    till.wait_ready()
    till.presses("Shift+F4")
    expect(till.dialog.get_by_label("Another amount")).to_be_focused()
    look("asked")
    till.types("1.80")
    till.dialog.get_by_label(SENIOR).check()
    till.dialog.get_by_label("Another amount").focus()
    till.presses("Enter")
    expect(till.page.locator("#totals")).to_contain_text(f"Tip for {SENIOR}")
    expect(till.page.locator(".totals__sum")).to_have_text("45.00")
    expect(till.page.locator("#received")).to_have_attribute("placeholder", "45.00")
    look("totals")
    till.presses("F9")
    expect(till.page.locator("#split-amount")).to_have_value("45")
    till.types("20")
    till.presses("F10")
    expect(till.page.locator("#split-amount")).to_have_value("25")
    till.types("30")
    till.presses("Enter")
    expect(till.page.locator("#split-finish")).to_be_focused()
    till.presses("Enter")
    expect(till.done).to_contain_text(f"Tip for {SENIOR}")
    expect(till.done).to_contain_text("5.00")
    look("done")
    till.page.goto(f"{till.address}/till/shift")
    till.wait_ready()
    card = till.page.locator("#tips-held")
    expect(card).to_contain_text(SENIOR)
    look("shift")
    card.get_by_role("button", name="Pay out in cash").focus()
    till.presses("Enter")
    expect(till.page.locator("#notices")).to_contain_text(f"{SENIOR} gets")
    expect(card).to_be_hidden()
    with shop.database.read_unit() as tx:
        assert held_tips(tx) == []
    assert till.desk.expected_cash == money("123.20")
