"""An employee who serves himself: the till says so, and a colleague's PIN is asked before it is paid."""

from playwright.sync_api import expect
from sqlalchemy import select

from app.auth.models import Account
from pos.employees.service import set_employee
from pos.employees.settings import EMPLOYEE_PERCENT
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import CASHIER
from tests.factories.amounts import money
from tests.factories.shop import Shop
from tests.support.browser import Screen, axe_violations, save_picture


def test_a_colleague_agrees_before_it_is_paid(open_till: OpenTill, shop: Shop, screen: Screen) -> None:
    shop.sets(EMPLOYEE_PERCENT, 20)
    till = open_till(printer=True)
    card = "2900000000018"
    own = shop.customer(CASHIER, card=card)
    with shop.database.read_unit() as tx:
        account_id = tx.execute(select(Account.id).where(Account.name == CASHIER)).scalar_one()
    shop.changes(lambda tx: set_employee(tx, own, account_id))
    till.scans(shop.product("Cordless grinder, 125 mm", "129.00"))
    till.keys.scan(card)
    expect(till.page.locator("#customer")).to_contain_text("It is you")
    expect(till.page.locator(".totals__sum")).to_have_text("103.20")
    assert axe_violations(till.page) == []
    save_picture(till.page, "till-employee", screen)
    till.presses("Space")
    till.lend_right()
    expect(till.done).to_be_visible()
    assert till.sold == [money("103.20")]
