"""The other papers of a sale at the till: made out to a company, and as a present."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.core.outbox_view import open_messages
from app.crm.settings import COUNTRY
from app.messaging.settings import MAIL_HOST, MAIL_SENDER
from pos.papers.models import Paper
from pos.papers.store import printer_lane
from pos.papers.wish import PRINT_RECEIPT
from pos.sale_papers.models import CompanyReceipt
from tests.browser.conftest import OpenTill
from tests.browser.till_screen import TillScreen
from tests.support.browser import axe_violations, looks_right


@pytest.fixture
def sold(open_till: OpenTill) -> TillScreen:
    """A till with a printer, a saw just sold, and its receipt on the screen."""
    till = open_till(printer=True)
    till.scans(till.shop.product("Hand saw", "12.50"))
    till.presses("Space")
    expect(till.done).to_be_visible()
    till.page.get_by_role("button", name="Show the receipt").click()
    expect(till.dialog.get_by_role("button", name="Print a copy")).to_be_visible()
    return till


def papers(till: TillScreen, kind: str) -> list[str]:
    with till.shop.database.read_unit() as tx:
        names = tx.execute(select(Paper.document).order_by(Paper.document)).scalars()
        return [name for name in names if name.startswith(f"{kind}:")]


def test_a_receipt_is_made_out_to_a_company_with_a_question_on_the_way(sold: TillScreen) -> None:
    sold.dialog.get_by_role("button", name="For a company").click()
    sold.dialog.get_by_label("Name of the company").fill("Mill & Co Ltd")
    sold.presses("Enter")
    expect(sold.dialog.get_by_label("Tax number")).to_be_focused()
    sold.types("175074753")
    sold.presses("Enter")
    expect(sold.dialog).to_contain_text("does not look like a tax number")
    assert papers(sold, "company") == []
    sold.dialog.get_by_label("Take the number as it is").check()
    sold.dialog.get_by_role("button", name="Make it out").click()
    expect(sold.notices).to_contain_text("on its way to the printer")
    assert len(papers(sold, "company")) == 1
    with sold.shop.database.read_unit() as tx:
        kept = tx.execute(select(CompanyReceipt.company_name, CompanyReceipt.tax_number)).all()
    assert kept == [("Mill & Co Ltd", "175074753")]


def test_the_name_is_asked_for(sold: TillScreen) -> None:
    sold.dialog.get_by_role("button", name="For a company").click()
    sold.dialog.get_by_label("Tax number").fill("BG175074752")
    sold.dialog.get_by_role("button", name="Make it out").click()
    expect(sold.dialog.get_by_label("Name of the company")).to_be_focused()
    assert papers(sold, "company") == []


def test_a_gift_receipt_comes_with_one_press(sold: TillScreen) -> None:
    sold.dialog.get_by_role("button", name="Gift receipt").click()
    expect(sold.dialog).to_contain_text("The gift receipt is on its way")
    assert len(papers(sold, "gift")) == 1


def test_the_sheets_are_fit_for_everybody(sold: TillScreen) -> None:
    looks_right(sold.page, "till-receipt")
    sold.dialog.get_by_role("button", name="For a company").click()
    expect(sold.dialog.get_by_label("Name of the company")).to_be_visible()
    looks_right(sold.page, "till-company")


def test_a_receipt_goes_by_e_mail(sold: TillScreen) -> None:
    sold.shop.sets(MAIL_HOST, "mail.oak.example")
    sold.shop.sets(MAIL_SENDER, "shop@oak.example")
    sold.dialog.get_by_role("button", name="By e-mail").click()
    sold.dialog.get_by_label("E-mail address").fill("maria at example")
    sold.presses("Enter")
    expect(sold.dialog.get_by_role("alert")).to_be_visible()
    sold.dialog.get_by_label("E-mail address").fill("maria@example.org")
    sold.presses("Enter")
    expect(sold.notices).to_contain_text("on its way to maria@example.org")
    sold.page.get_by_role("button", name="Show the receipt").click()
    expect(sold.dialog).to_contain_text("ma…@example.org")
    expect(sold.dialog).to_contain_text("waits for the mail server")
    assert axe_violations(sold.page) == []


def test_without_a_mail_server_the_sheet_says_who_can_help(sold: TillScreen) -> None:
    sold.dialog.get_by_role("button", name="By e-mail").click()
    expect(sold.dialog).to_contain_text("No mail server is set up")
    expect(sold.dialog.get_by_role("button", name="Send")).to_have_count(0)


def test_where_receipts_are_asked_for_enter_prints_and_the_next_scan_goes_without(open_till: OpenTill) -> None:
    till = open_till(printer=True)
    till.shop.sets(COUNTRY, "FR")
    till.shop.sets(PRINT_RECEIPT, "ask")
    saw = till.shop.product("Hand saw", "12.50")
    till.scans(saw)
    till.presses("Space")
    offer = till.done.get_by_role("button", name="Print the receipt")
    expect(offer).to_be_visible()
    assert axe_violations(till.page) == []
    till.presses("Enter")
    expect(till.notices).to_contain_text("on its way to the printer")
    expect(offer).to_have_count(0)
    with till.shop.database.read_unit() as tx:
        queued = [one.payload for one in open_messages(tx, printer_lane(till.desk.id)) if one.kind == "print"]
    assert [one["copy"] for one in queued] == [False]
    till.scans(saw)
    till.presses("Space")
    expect(offer).to_be_visible()
    till.scans(saw)
    expect(till.done).to_have_count(0)
    assert len(till.sales) == 2
