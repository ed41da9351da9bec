"""Sales with their papers, closed shifts, the shop's own facts, printers and their queues."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from app.core import outbox, outbox_view, settings
from app.core.ids import new_uid
from app.core.money import Money, UnitPrice
from app.jobs.closing_hour import close_idle_shifts
from app.messaging.settings import MAIL_HOST, MAIL_SENDER
from app.places.devices import add_device, devices
from app.places.service import RECEIPT_PRINTER, create_till, place_of
from pos.cart.service import add_one_off
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.papers.store import printer_lane
from pos.shift.closing_hour import CLOSING_HOUR
from pos.shift.service import close_shift, open_shift
from tests.support.web import SETUP, Browser, WebShop
from warehouse.catalogue.taxes import create_tax_category
from warehouse.stock.locations import ensure_locations

PRINTER = "escpos+tcp://127.0.0.1:9100?width=48"


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga at her desk."""
    return web_on_sqlite.office()


def sell(shop: WebShop, price: int = 300_00) -> str:
    """A cash sale of one sharpening; answers its uid."""
    uid = new_uid()
    with shop.database.unit_of_work(SETUP) as tx:
        ensure_locations(tx, place_of(tx, shop.till_id).shop_id)
        tax = create_tax_category(tx, f"VAT {uid}", 2000, code=uid[:18])
        open_shift(tx, shop.till_id, new_uid(), {100_00: 1})
        add_one_off(tx, shop.till_id, uid, new_uid(), "Sharpening", UnitPrice.of(Money(price)), 1000, tax)
        checkout(tx, shop.till_id, uid, None, [TenderRequest("cash")])
    return uid


def give_printer(shop: WebShop) -> None:
    with shop.database.unit_of_work(SETUP) as tx:
        add_device(tx, shop.till_id, RECEIPT_PRINTER, "Printer", PRINTER)


def waiting(shop: WebShop) -> list[outbox_view.OpenMessage]:
    with shop.database.read_unit() as tx:
        return outbox_view.open_messages(tx, printer_lane(shop.till_id))


def test_a_sale_is_listed_and_shown_with_its_receipt(web_on_sqlite: WebShop, owner: Browser) -> None:
    uid = sell(web_on_sqlite)
    assert f"/office/sales/{uid}" in owner.get("/office/sales").text
    assert f"/office/sales/{uid}" not in owner.get("/office/sales?day=2020-01-01").text
    page = owner.get(f"/office/sales/{uid}").text
    assert "Sharpening" in page
    assert "R01-0000001" in page
    assert owner.get(f"/office/sales/{new_uid()}").status_code == 404


def test_a_receipt_is_a_file_too(web_on_sqlite: WebShop, owner: Browser) -> None:
    uid = sell(web_on_sqlite)
    pdf = owner.client.get(f"/office/sales/{uid}/receipt.pdf")
    assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    png = owner.client.get(f"/office/sales/{uid}/receipt.png")
    assert Image.open(io.BytesIO(png.data)).width > 576
    assert owner.client.get(f"/office/sales/{uid}/receipt.doc").status_code == 404


def test_a_copy_is_queued_for_the_sales_own_till(web_on_sqlite: WebShop, owner: Browser) -> None:
    uid = sell(web_on_sqlite)
    give_printer(web_on_sqlite)
    owner.get(f"/office/sales/{uid}")
    assert owner.post(f"/office/sales/{uid}/copy").status_code == 303
    assert [one.payload for one in waiting(web_on_sqlite)] == [{"document": f"receipt:{uid}", "copy": True}]


def test_a_closed_shift_shows_its_z(web_on_sqlite: WebShop, owner: Browser) -> None:
    sell(web_on_sqlite)
    uid = new_uid()
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        close_shift(tx, web_on_sqlite.till_id, uid, {100_00: 4})
    assert f"/office/shifts/{uid}" in owner.get("/office/shifts").text
    assert "Z report" in owner.get(f"/office/shifts/{uid}").text
    assert owner.get(f"/office/shifts/{new_uid()}").status_code == 404


def test_a_shift_that_closed_by_itself_says_that_nobody_counted(web_on_sqlite: WebShop) -> None:
    sell(web_on_sqlite)
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        settings.put(tx, CLOSING_HOUR, "00:00")
    web_on_sqlite.clock.advance(timedelta(days=1))
    close_idle_shifts(web_on_sqlite.database)
    owner = web_on_sqlite.office()
    shifts = owner.get("/office/shifts").text
    assert ">automatically</span>" in shifts
    assert '<td class="is-number" colspan="2">not counted</td>' in shifts
    (uid,) = re.findall(r"/office/shifts/([0-9a-f-]{36})", shifts)
    paper = owner.get(f"/office/shifts/{uid}").text
    assert "not counted" in paper
    assert "job:" not in shifts + paper


def test_papers_say_the_new_name_and_old_ones_the_old(web_on_sqlite: WebShop, owner: Browser) -> None:
    before = sell(web_on_sqlite)
    with web_on_sqlite.database.read_unit() as tx:
        place = place_of(tx, web_on_sqlite.till_id)
    owner.get("/office/shop")
    form = {"name": "Elm & Steel", "legal_name": "", "tax_number": "", "address": "1 New Road", "phone": ""}
    assert owner.post(f"/office/shop/{place.shop_id}", form).status_code == 303
    refused = owner.post(f"/office/shop/{place.shop_id}", {**form, "name": " "})
    assert refused.status_code == 422
    assert place.shop_name in owner.get(f"/office/sales/{before}").text
    with web_on_sqlite.database.read_unit() as tx:
        assert place_of(tx, web_on_sqlite.till_id).shop_name == "Elm & Steel"


def test_a_logo_stands_on_the_papers_from_then_on(web_on_sqlite: WebShop, owner: Browser) -> None:
    with web_on_sqlite.database.read_unit() as tx:
        shop_id = place_of(tx, web_on_sqlite.till_id).shop_id
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "black").save(picture, "PNG")
    owner.get("/office/shop")
    sent = owner.client.post(
        f"/office/shop/{shop_id}/logo",
        data={"picture": (io.BytesIO(picture.getvalue()), "logo.png"), "csrf_token": owner.token},
        headers=owner.headers,
    )
    assert sent.status_code == 303, sent.text
    uid = sell(web_on_sqlite)
    address = re.search(r"/logo/[0-9a-f]{64}", owner.get(f"/office/sales/{uid}").text)
    assert address is not None
    shown = owner.client.get(address[0])
    assert Image.open(io.BytesIO(shown.data)).size == (40, 20)
    assert owner.client.get("/logo/" + "0" * 64).status_code == 404
    broken = owner.client.post(
        f"/office/shop/{shop_id}/logo",
        data={"picture": (io.BytesIO(b"no picture"), "logo.png"), "csrf_token": owner.token},
        headers=owner.headers,
    )
    assert broken.status_code == 422


def test_a_printer_is_added_changed_and_refused(web_on_sqlite: WebShop, owner: Browser) -> None:
    owner.get("/office/devices")
    where = f"/office/tills/{web_on_sqlite.till_id}/printer"
    refused = owner.post(where, {"name": "Printer", "address": "somewhere"})
    assert (refused.status_code, "escpos+tcp://192.0.2.50:9100" in refused.text) == (422, True)
    assert owner.post(where, {"name": "Printer", "address": "127.0.0.1", "roll": "80"}).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        (printer,) = devices(tx)
    assert printer.address == PRINTER
    changed = {"name": "Printer", "address": PRINTER.replace("48", "32")}
    assert owner.post(f"/office/devices/{printer.id}", changed).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        assert [(one.address, one.active) for one in devices(tx)] == [(changed["address"], False)]


def test_the_forms_of_two_tills_share_no_id(web_on_sqlite: WebShop, owner: Browser) -> None:
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        shop_id = place_of(tx, web_on_sqlite.till_id).shop_id
        second, _third = (create_till(tx, shop_id, name) for name in ("Till 2", "Till 3"))
        add_device(tx, second, RECEIPT_PRINTER, "Printer", PRINTER)
    give_printer(web_on_sqlite)
    ids = re.findall(r' id="([^"]+)"', owner.get("/office/devices").text)
    assert sorted(ids) == sorted(set(ids))


def test_a_queue_is_tested_paused_and_decided(web_on_sqlite: WebShop, owner: Browser) -> None:
    give_printer(web_on_sqlite)
    owner.get("/office/devices")
    assert owner.post(f"/office/tills/{web_on_sqlite.till_id}/printer/test").status_code == 303
    (message,) = waiting(web_on_sqlite)
    assert message.payload["document"].startswith("test:")
    assert owner.post(f"/office/lanes/{web_on_sqlite.till_id}/pause", {"paused": "yes"}).status_code == 303
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        assert outbox.claim(tx, printer_lane(web_on_sqlite.till_id)) is None
    page = owner.get("/office/devices").text
    assert "<td>Printer test</td>" in page
    assert "<td>waits</td>" in page
    assert owner.post(f"/office/outbox/{message.id}", {}).status_code == 400
    assert owner.post(f"/office/outbox/{message.id}", {"verdict": "skip"}).status_code == 303
    assert waiting(web_on_sqlite) == []


def company_form(owner: Browser, uid: str, **changed: str) -> dict[str, str]:
    """The form of the receipt for a company as the page holds it, filled in."""
    form = re.search(r'name="uid" value="([0-9a-f-]+)"', owner.get(f"/office/sales/{uid}").text)
    assert form is not None
    return {"uid": form[1], "name": "Mill & Co Ltd", "tax_number": "BG175074752", "address": "7 River Road"} | changed


def test_a_receipt_is_made_out_to_a_company_and_corrected(web_on_sqlite: WebShop, owner: Browser) -> None:
    uid = sell(web_on_sqlite)
    where = f"/office/sales/{uid}/company"
    doubtful = owner.post(where, company_form(owner, uid, tax_number="BG1"))
    assert (doubtful.status_code, "does not look like a tax number" in doubtful.text) == (409, True)
    assert 'name="accept"' in doubtful.text
    form = company_form(owner, uid)
    for _ in range(2):
        assert owner.post(where, form).status_code == 303
    page = owner.get(f"/office/sales/{uid}").text
    assert page.count("C01-0000001") == 1
    assert "Mill &amp; Co Ltd" in page
    refused = owner.post(where, company_form(owner, uid, name="Elm Ltd"))
    assert (refused.status_code, 'name="correct"' in refused.text) == (409, True)
    assert owner.post(where, company_form(owner, uid, name="Elm Ltd", correct="yes")).status_code == 303
    page = owner.get(f"/office/sales/{uid}").text
    assert "corrected by the next one" in page
    (file,) = set(re.findall(rf"{where}/[0-9a-f-]+\.pdf", page.partition("C01-0000002")[0]))
    pdf = owner.client.get(file)
    assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    assert owner.client.get(f"{where}/{new_uid()}.pdf").status_code == 404


def test_a_gift_receipt_is_queued_for_the_sales_own_till(web_on_sqlite: WebShop, owner: Browser) -> None:
    uid = sell(web_on_sqlite)
    give_printer(web_on_sqlite)
    owner.get(f"/office/sales/{uid}")
    assert owner.post(f"/office/sales/{uid}/gift").status_code == 303
    assert [one.payload["document"].partition(":")[0] for one in waiting(web_on_sqlite)] == ["gift"]


def test_a_receipt_is_sent_by_e_mail_from_its_sale(web_on_sqlite: WebShop, owner: Browser) -> None:
    uid = sell(web_on_sqlite)
    where = f"/office/sales/{uid}/mail"
    assert "E-mail address" not in owner.get(f"/office/sales/{uid}").text
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        settings.put(tx, MAIL_HOST, "mail.oak.example")
        settings.put(tx, MAIL_SENDER, "shop@oak.example")
    refused = owner.post(where, {"to": "maria", "uid": new_uid()})
    assert (refused.status_code, 'value="maria"' in refused.text) == (422, True)
    form = {"to": "maria@example.org", "uid": new_uid()}
    for _ in range(2):
        assert owner.post(where, form).status_code == 303
    page = owner.get(f"/office/sales/{uid}").text
    assert page.count("maria@example.org") == 1
    assert "waits for the mail server" in page
    assert owner.post(f"/office/sales/{uid}/company", company_form(owner, uid)).status_code == 303
    to_company = f"/office/sales/{uid}/company/mail"
    refused = owner.post(to_company, {"to": "books", "uid": new_uid()})
    assert (refused.status_code, refused.text.count('value="books"')) == (422, 1)
    assert owner.post(to_company, {"to": "books@mill.example", "uid": new_uid()}).status_code == 303
    assert "books@mill.example" in owner.get(f"/office/sales/{uid}").text
