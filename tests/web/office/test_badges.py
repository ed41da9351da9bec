"""The page of a person's badge."""

import re

from app.core import outbox_view
from app.places.devices import add_device
from app.places.service import RECEIPT_PRINTER
from pos.papers.store import printer_lane
from tests.support.web import SETUP, WebShop


def test_a_badge_is_issued_printed_replaced_and_blocked(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    office, anna = shop.office(), shop.people["Anna"]
    address = f"/office/staff/{anna}/badge"
    assert "No badge yet" in office.get(address).text
    assert office.get(f"{address}.pdf").status_code == 404
    assert office.post(address, {"act": "issue"}).status_code == 303
    page = office.get(address).text
    found = re.search(r'name="code" value="(B\d{9})"', page)
    assert found is not None
    code = found[1]
    assert page.count(code) > 1, "as a barcode with its text too"
    assert office.client.get(f"{address}.pdf").get_data().startswith(b"%PDF")

    with shop.database.unit_of_work(SETUP) as tx:
        add_device(tx, shop.till_id, RECEIPT_PRINTER, "Printer", "escpos+tcp://127.0.0.1:9100?width=48")
    uid = re.search(r'name="uid" value="([0-9a-f-]+)"', office.get(address).text)
    assert uid is not None
    for _pressed_twice in range(2):
        form = {"till": shop.till_id, "uid": uid[1]}
        assert office.post(f"{address}/print", form).status_code == 303
    with shop.database.read_unit() as tx:
        assert len(outbox_view.open_messages(tx, printer_lane(shop.till_id))) == 1

    assert office.post(address, {"act": "replace", "code": code, "reason": "lost"}).status_code == 303
    assert office.post(address, {"act": "block", "code": code, "reason": "lost"}).status_code == 409
    page = office.get(address).text
    assert f"<s>{code}</s>" in page
    found = re.search(r'name="code" value="(B\d{9})"', page)
    assert found is not None
    assert office.post(address, {"act": "block", "code": found[1], "reason": "returned"}).status_code == 303
    assert "No badge yet" in office.get(address).text


def test_badges_are_the_business_of_whoever_manages_staff(web_on_sqlite: WebShop) -> None:
    assert web_on_sqlite.office("anna").get(f"/office/staff/{web_on_sqlite.people['Anna']}/badge").status_code == 403
