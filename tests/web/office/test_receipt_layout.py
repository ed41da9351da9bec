"""The page of the receipts' layout: what it keeps, what it refuses, and its picture."""

import io
from typing import TypeVar

import pytest
from PIL import Image
from werkzeug.datastructures import MultiDict

from app.core import settings
from app.core.settings import Setting
from app.crm.settings import COUNTRY
from pos.papers.layout import FOOT_ORDER, RECEIPT_FOOTER, SHOW_PART
from pos.papers.wish import PRINT_RECEIPT
from printing.receipt_layout import Part
from tests.support.web import SETUP, Browser, WebShop

V = TypeVar("V", int, str, bool)

PAGE = "/office/receipts"
FORM = {setting.key: "yes" for setting in SHOW_PART.values()} | {
    FOOT_ORDER.key: "words barcode qr",
    "paper.print": "always",
    "preview_language": "en",
    "preview_width": "80",
}


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga, with the page open."""
    browser = web_on_sqlite.office()
    browser.get(PAGE)
    return browser


def value(shop: WebShop, setting: Setting[V]) -> V:
    with shop.database.read_unit() as tx:
        return settings.get(tx, setting)


def picture(browser: Browser, **changed: str) -> Image.Image:
    answer = browser.post(f"{PAGE}/picture", FORM | changed)
    assert (answer.status_code, answer.mimetype) == (200, "image/png"), answer.text
    return Image.open(io.BytesIO(answer.data))


def test_the_layout_is_kept_and_journaled(web_on_sqlite: WebShop, owner: Browser) -> None:
    form = {name: text for name, text in FORM.items() if name != "paper.show_till"}
    sent = owner.post(PAGE, form | {FOOT_ORDER.key: "qr barcode words", RECEIPT_FOOTER.key: "Bye\r\nbye"})
    assert sent.status_code == 303, sent.text
    assert value(web_on_sqlite, SHOW_PART[Part.TILL]) is False
    assert value(web_on_sqlite, SHOW_PART[Part.LOGO]) is True
    assert value(web_on_sqlite, FOOT_ORDER) == "qr barcode words"
    assert value(web_on_sqlite, RECEIPT_FOOTER) == "Bye\nbye"
    assert "paper.show_till" in owner.get("/office/journal").text
    assert "Bye\nbye" in owner.get(sent.headers["Location"]).text


def test_what_the_law_wants_is_fixed_on_the_page_and_kept_as_it_was(web_on_sqlite: WebShop, owner: Browser) -> None:
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        settings.put(tx, COUNTRY, "BG")
    page = owner.get(PAGE).text
    assert "the law of your country wants it" in page
    # A browser sends nothing of a field that cannot be ticked.
    form = {name: text for name, text in FORM.items() if name not in ("paper.show_address", "paper.show_cashier")}
    assert owner.post(PAGE, form).status_code == 303
    assert value(web_on_sqlite, SHOW_PART[Part.ADDRESS]) is True


def test_what_is_wrong_is_said_and_nothing_of_it_is_kept(web_on_sqlite: WebShop, owner: Browser) -> None:
    refused = owner.post(PAGE, FORM | {RECEIPT_FOOTER.key: "x" * 401, "paper.receipt_qr": "kept in the form"})
    assert refused.status_code == 422
    assert "Words below the receipt" in refused.text
    assert "kept in the form" in refused.text
    assert value(web_on_sqlite, RECEIPT_FOOTER) == ""
    assert owner.post(PAGE, FORM | {FOOT_ORDER.key: "qr"}).status_code == 422


def test_the_picture_shows_what_stands_in_the_form(owner: Browser) -> None:
    usual = picture(owner)
    assert picture(owner, **{RECEIPT_FOOTER.key: "One more line"}).height > usual.height
    assert picture(owner, preview_width="58").width < usual.width
    assert picture(owner, preview_language="ar").tobytes() != usual.tobytes()
    assert owner.post(f"{PAGE}/picture", FORM | {RECEIPT_FOOTER.key: "x" * 401}).status_code == 422
    kept = owner.client.get(f"{PAGE}/picture?preview_width=58&preview_language=xx")
    assert Image.open(io.BytesIO(kept.data)).width < usual.width


def test_only_who_may_change_settings_opens_it(web_on_sqlite: WebShop) -> None:
    anna = web_on_sqlite.office("anna")
    assert anna.get(PAGE).status_code == 403
    anna.get("/office/")
    assert anna.post(PAGE, MultiDict(FORM)).status_code == 403


def test_the_general_page_leaves_the_receipts_to_their_own(owner: Browser) -> None:
    assert "paper.show_logo" not in owner.get("/office/settings").text
    assert owner.post("/office/settings/paper", FORM).status_code == 404


def test_printing_only_on_request_is_a_choice_where_the_law_leaves_one(web_on_sqlite: WebShop, owner: Browser) -> None:
    assert "Each sale prints its receipt" in owner.get(PAGE).text
    assert owner.post(PAGE, FORM | {PRINT_RECEIPT.key: "ask"}).status_code == 303
    assert value(web_on_sqlite, PRINT_RECEIPT) == "always"
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        settings.put(tx, COUNTRY, "FR")
    assert PRINT_RECEIPT.key in owner.get(PAGE).text
    assert owner.post(PAGE, FORM | {PRINT_RECEIPT.key: "ask"}).status_code == 303
    assert value(web_on_sqlite, PRINT_RECEIPT) == "ask"
    assert owner.post(PAGE, FORM | {PRINT_RECEIPT.key: "sometimes"}).status_code == 422
