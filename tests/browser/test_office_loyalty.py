"""The loyalty programme in the office: the example follows what is typed; a customer's points."""

from pathlib import Path

from playwright.sync_api import Page, expect

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.ids import new_uid
from app.crm.customers import CustomerData, create_customer, customer_by_id
from loyalty.points.by_hand import correct_points, give_points
from loyalty.program.store import save_program
from tests.browser.office import owner_in_the_office, served
from tests.factories.loyalty import POINT, points_program
from tests.factories.shop import FITTER
from tests.support.browser import looks_right
from tests.support.web import open_web_shop


def test_the_example_follows_and_a_customers_ledger_is_shown(
    sqlite_url: str, clock: SetClock, tmp_path: Path, page: Page
) -> None:
    database = Database(sqlite_url, clock=clock)
    shop = open_web_shop(database, clock, tmp_path / "data")
    database.transact(FITTER, lambda tx: save_program(tx, points_program()))
    customer_id = database.transact(FITTER, lambda tx: create_customer(tx, CustomerData("Anna Petrova")))
    database.transact(FITTER, lambda tx: give_points(tx, customer_id, 150 * POINT, "welcome", new_uid()))
    database.transact(FITTER, lambda tx: correct_points(tx, customer_id, -30 * POINT, "typed wrong", new_uid()))
    with database.read_unit() as tx:
        uid = customer_by_id(tx, customer_id).uid
    with served(shop) as address:
        owner_in_the_office(page, address)
        page.goto(f"{address}/office/loyalty")
        page.wait_for_load_state("load")
        example = page.locator("#loyalty-example")
        expect(example).to_contain_text("A purchase of €100.00 brings 10 points.")
        rows = page.locator("#tiers-title").locator("xpath=ancestor::section").locator("tbody tr").first
        rows.get_by_label("Name").fill("Silver")
        rows.get_by_label("From purchases of").fill("1000")
        rows.get_by_label("Discount, percent").fill("5")
        expect(example).to_contain_text("Silver: €100.00 costs €95.00 and brings 9 points.")
        looks_right(page, "office-loyalty")
        page.get_by_role("button", name="Save").click()
        expect(page).to_have_url(f"{address}/office/loyalty?done=saved")
        page.goto(f"{address}/office/customers/{uid}")
        page.wait_for_load_state("load")
        card = page.locator("#points")
        expect(card).to_contain_text("120")
        expect(card).to_contain_text("Put right: typed wrong")
        card.scroll_into_view_if_needed()
        looks_right(page, "office-customer-points")
    database.close()
