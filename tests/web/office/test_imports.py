"""The pages of imports: a file is dropped, looked at, imported, taken back."""

import io
import re
import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from app.auth.accounts import AccountData, change_account
from app.auth.roles import create_role
from app.core.journal import JournalEntry
from app.crm.customers import customers
from app.crm.models import CustomerConsent
from app.exchange import store
from app.exchange.store import ImportView
from app.web.office.imports.listing import STATES
from tests.support.web import SETUP, Browser, WebShop
from warehouse.catalogue.models import Product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units

GOODS = "Артикул;Наименование;Цена;НДС\nA-1;Молоко;12,50;20\nA-2;Сыр;-1;20\n"
PATIENCE_SECONDS = 60


@pytest.fixture
def olga(web: WebShop) -> Browser:
    with web.database.unit_of_work(SETUP) as tx:
        add_standard_units(tx)
        create_tax_category(tx, "Standard", 2000)
    return web.office()


def drop(browser: Browser, data: bytes, kind: str = "products") -> Any:
    """Sends a file; answers what came back."""
    return browser.post(
        "/office/imports", {"kind": kind, "file": (io.BytesIO(data), "goods.csv")}, content_type="multipart/form-data"
    )


def draft_of(browser: Browser, data: bytes, kind: str = "products") -> str:
    """Sends a file; answers the address of its page."""
    response = drop(browser, data, kind)
    assert response.status_code == 303, response.text
    return str(response.location)


def ended(web: WebShop, page: str) -> ImportView:
    """The import once the program is no longer at work on it."""
    uid = page.rpartition("/")[2]
    for thread in threading.enumerate():
        if thread.name == f"import {uid}":
            thread.join(PATIENCE_SECONDS)
    with web.database.read_unit() as tx:
        view = store.by_uid(tx, uid)
    assert not view.is_running
    return view


def products(web: WebShop) -> int:
    with web.database.read_unit() as tx:
        return int(tx.execute(select(func.count()).select_from(Product)).scalar_one())


def test_a_file_is_looked_at_imported_and_taken_back(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, GOODS.encode("cp1251"))
    shown = olga.get(page)
    assert shown.status_code == 200
    assert "Молоко" in shown.text
    assert "A price cannot be below zero" in shown.text
    assert products(web) == 0
    assert olga.post(f"{page}/run", {}).status_code == 303
    assert ended(web, page).state == "refused"
    told = olga.get(page).text
    assert "Nothing was written." in told
    assert "Цена" in told

    page = draft_of(olga, GOODS.encode("cp1251"))
    olga.post(f"{page}/run", {"skip_errors": "yes"})
    assert (ended(web, page).state, products(web)) == ("done", 1)
    assert "Take it all back" in olga.get(page).text
    olga.post(f"{page}/undo")
    assert (ended(web, page).state, products(web)) == ("undone", 0)
    assert "as it was" in olga.get(page).text
    listed = olga.get("/office/imports").text
    assert listed.count("goods.csv") == 2
    assert olga.post(f"{page}/undo").status_code == 409


def test_columns_and_reading_can_be_changed(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, "Nr|Was|Preis\n1|Grün|1.234\n".encode("cp1252"))
    assert "1.234" in olga.get(page).text
    form = {"field-sku": "Nr", "field-name": "Was", "field-price": "Preis", "field-tax": "=standard"}
    reading = {"encoding": "cp1252", "delimiter": "|"}
    assert olga.post(f"{page}/mapping", {**form, **reading}).status_code == 303
    assert "may be thousands or decimals" in olga.get(page).text
    assert olga.post(f"{page}/mapping", {**form, **reading, "point": ","}).status_code == 303
    shown = olga.get(page).text
    assert "may be thousands or decimals" not in shown
    assert re.search(r'<option value="=standard" selected>', shown)
    olga.post(f"{page}/run", {})
    assert ended(web, page).created == 1


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"field-sku": "Nowhere"}, "no column Nowhere"),
        ({"field-sku": "Nr", "field-name": "Nr"}, "cannot be two fields"),
        ({}, "at least one column"),
        ({"field-sku": "Nr", "encoding": "cp-of-mars"}, "cp-of-mars"),
        ({"field-sku": "Nr", "point": "x"}, "mapping is not understood"),
    ],
)
def test_what_cannot_be_read_like_that_is_told(olga: Browser, form: dict[str, str], sentence: str) -> None:
    page = draft_of(olga, b"Nr;Was\n1;Eins\n")
    response = olga.post(f"{page}/mapping", {"encoding": "utf-8", "delimiter": ";", **form})
    assert response.status_code == 422
    assert sentence in response.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"%PDF-1.7", "another kind"), (b"", "no table")],
)
def test_a_file_that_is_no_table_is_told_beside_its_field(olga: Browser, data: bytes, sentence: str) -> None:
    response = drop(olga, data)
    assert response.status_code == 422
    assert sentence in response.text
    assert "field-file-wrong" in response.text


def test_the_headings_may_stand_below_a_title_and_be_chosen(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, b"Price list of March\nSKU,Name\nsku,name\nA-1,Milk\n")
    shown = olga.get(page).text
    assert "Milk" in shown
    assert "3: sku · name" in shown
    olga.post(f"{page}/mapping", {"field-sku": "SKU", "field-name": "Name", "heading": "3"})
    assert '<option value="3" selected>3: sku · name</option>' in olga.get(page).text
    assert olga.post(f"{page}/mapping", {"field-sku": "sku", "heading": "x"}).status_code == 422
    olga.post(f"{page}/run", {})
    assert ended(web, page).created == 1


def test_after_an_import_there_is_somewhere_to_go(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, b"SKU,Name,Price,Tax\nA-1,Milk,12.50,20\n")
    olga.post(f"{page}/run", {})
    assert ended(web, page).created == 1
    shown = olga.get(page).text
    assert 'href="/office/products"' in shown
    assert 'href="/office/imports?kind=stock"' in shown
    assert '<option value="stock" selected>' in olga.get("/office/imports?kind=stock").text


def test_a_draft_can_be_thrown_away(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, GOODS.encode())
    assert olga.post(f"{page}/discard").status_code == 303
    assert "Thrown away" in olga.get(page).text
    assert olga.post(f"{page}/run", {}).status_code in (409, 422)
    assert products(web) == 0


def test_progress_is_asked_until_it_ends(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, GOODS.encode())
    with web.database.unit_of_work(SETUP) as tx:
        store.move(tx, store.by_uid(tx, page.rpartition("/")[2]), ("draft",), "applying", total_rows=2, looked_at=1)
    running = olga.get(f"{page}/progress")
    assert "1 of 2 rows" in running.text
    assert "HX-Refresh" not in running.headers
    with web.database.unit_of_work(SETUP) as tx:
        store.move(tx, store.by_uid(tx, page.rpartition("/")[2]), ("applying",), "done")
    assert olga.get(f"{page}/progress").headers["HX-Refresh"] == "true"


def test_every_state_has_its_word(web: WebShop, olga: Browser) -> None:
    for state in STATES:
        page = draft_of(olga, GOODS.encode())
        with web.database.unit_of_work(SETUP) as tx:
            store.move(tx, store.by_uid(tx, page.rpartition("/")[2]), ("draft",), state)
        assert olga.get(page).status_code == 200
        assert STATES[state] in olga.get("/office/imports").text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_downloaded_can_be_imported(web: WebShop, olga: Browser, form: str) -> None:
    page = draft_of(olga, GOODS.replace("-1;", "1;").encode())
    olga.post(f"{page}/run", {})
    assert ended(web, page).created == 2
    file = olga.client.get(f"/office/export/products.{form}", buffered=True)
    assert f"products.{form}" in file.headers["Content-Disposition"]
    page = draft_of(olga, file.data)
    olga.post(f"{page}/run", {})
    assert ended(web, page).unchanged == 2


def anna_with(web: WebShop, *rights: str) -> Browser:
    """Anna at the office, with nothing but these rights."""
    with web.database.unit_of_work(SETUP) as tx:
        role = create_role(tx, "Keeper", rights)
        change_account(tx, web.people["Anna"], AccountData("Anna", "anna", None, "en", frozenset({role})))
    return web.office("anna")


def test_whoever_may_only_look_finds_the_exports_and_no_import(web: WebShop, olga: Browser) -> None:
    anna = anna_with(web, "sales.view")
    assert "/office/imports" in anna.get("/office/").text
    page = anna.get("/office/imports").text.partition("<main")[2]
    assert "/office/export/sales.xlsx" in page
    assert "/office/export/products.xlsx" not in page
    assert 'type="file"' not in page
    assert drop(anna, b"Name\nZina\n").status_code == 403
    assert anna.client.get("/office/export/sales.csv").status_code == 200


def test_whoever_keeps_goods_sees_no_customers(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, b"Name;Phone\nZina;0888 123 456\n", "customers")
    anna = anna_with(web, "catalogue.edit", "customers.view")
    assert anna.get(page).status_code == 403
    assert drop(anna, b"Name\nZina\n", "customers").status_code == 403
    assert anna.client.get("/office/export/customers.csv").status_code == 403
    assert "Customers" not in anna.get("/office/imports").text.partition("<main")[2]
    for act in ("mapping", "run", "undo", "stop", "discard"):
        assert anna.post(f"{page}/{act}", {"field-name": "Name"}).status_code == 403
    assert "Zina" in olga.get(page).text
    olga.post(f"{page}/run", {})
    assert ended(web, page).created == 1
    assert "goods.csv" not in anna.get("/office/imports").text


def test_the_client_book_is_exported_and_noted(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, "Имя;Телефон;SMS\nZina;0888 123 456;yes\n".encode(), "customers")
    olga.post(f"{page}/run", {})
    assert ended(web, page).created == 1
    for form in ("csv", "xlsx"):
        file = olga.client.get(f"/office/export/customers.{form}", buffered=True)
        assert f"customers.{form}" in file.headers["Content-Disposition"]
    with web.database.read_unit() as tx:
        noted = tx.execute(select(JournalEntry.actor).where(JournalEntry.kind == "table.exported")).scalars().all()
    assert noted == ["Olga", "Olga"]
    assert "Table exported" in olga.get("/office/journal").text
    assert olga.get("/office/export/staff.csv").status_code == 404


def test_a_choice_for_all_rows_is_offered_by_its_words(web: WebShop, olga: Browser) -> None:
    page = draft_of(olga, b"Name;Phone;SMS\nZina;0888 123 456;yes\n", "customers")
    assert "signed paper for all rows" in olga.get(page).text
    form = {"field-name": "Name", "field-phone": "Phone", "field-consent_sms": "SMS", "field-consent_source": "=paper"}
    assert olga.post(f"{page}/mapping", form).status_code == 303
    olga.post(f"{page}/run", {})
    assert ended(web, page).created == 1
    with web.database.read_unit() as tx:
        assert tx.execute(select(CustomerConsent.source)).scalars().all() == ["paper"]


def test_the_page_of_a_customer_shows_what_was_bought_before(web: WebShop, olga: Browser) -> None:
    for kind, table in (
        ("customers", b"Name;Phone\nZina;0888 123 456\n"),
        ("sales", b"Number;Date;Customer;Name;Amount\n17;2024-03-01;Zina;Chainsaw;250\n17;2024-03-01;;Oil;10.40\n"),
    ):
        page = draft_of(olga, table, kind)
        olga.post(f"{page}/run", {})
        assert ended(web, page).state == "done"
    with web.database.read_unit() as tx:
        (zina,) = customers(tx)
    shown = olga.get(f"/office/customers/{zina.uid}").text
    for piece in ("Before Regulars", "1 purchase", "Chainsaw, Oil", "260.40"):
        assert piece in shown
