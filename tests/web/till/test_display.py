"""The customer display over HTTP: bound to the till by the browser's pairing, whoever is logged in."""

import io
import json
from collections.abc import Iterator

import pytest
from PIL import Image

from app.places.settings import PAPER_LANGUAGE
from app.web.display import live
from tests.support.web import Browser, WebShop
from tests.web.till.conftest import TillPages


@pytest.fixture(autouse=True)
def quick_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A display's heart beats every tenth of a second, so that no test waits for it."""
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.1)


def events(browser: Browser) -> Iterator[tuple[str, str]]:
    """The events of a display's stream: kind and data."""
    response = browser.client.get("/display/live")
    assert response.status_code == 200, response.text
    for chunk in response.iter_encoded():
        lines = dict(line.split(": ", 1) for line in chunk.decode().strip().splitlines())
        if "event" in lines:
            yield lines["event"], lines["data"]


def test_the_display_shows_the_cart_and_the_change(till_pages: TillPages) -> None:
    browser, shop = till_pages.browser, till_pages.shop
    assert "Oak &amp; Iron" in browser.get("/display/").text
    till_pages.adds(shop.product("Drill", "79.00"))
    part = browser.get("/display/now").text
    assert "Drill" in part
    assert "€79.00" in part
    till_pages.pay({"kind": "cash", "amount": 100_00})
    part = browser.get("/display/now").text
    assert "€21.00" in part
    assert "Thank you!" in part
    assert 'aria-label="QR code of receipt no. 1"' in part


def test_a_payout_is_said_as_what_comes_back(till_pages: TillPages) -> None:
    browser, desk = till_pages.browser, till_pages.desk
    desk.takes_back(desk.sells(till_pages.shop.product("Drill", "79.00")))
    part = browser.get("/display/now").text
    assert "You get back" in part
    assert ">€79.00</p>" in part
    desk.pays_out()
    part = browser.get("/display/now").text
    assert "Given back" in part
    assert "−€" not in part


def test_the_display_stays_when_the_cashier_goes(till_pages: TillPages) -> None:
    assert till_pages.browser.post("/auth/lock").status_code == 303
    assert till_pages.browser.get("/display/").status_code == 200


def test_a_browser_that_is_no_till_is_told_so(web_on_sqlite: WebShop) -> None:
    for path in ("/display/", "/display/now", "/display/live"):
        response = web_on_sqlite.office().get(path)
        assert response.status_code == 409
        assert "not a till" in response.text


def test_the_display_speaks_the_language_of_the_papers(till_pages: TillPages) -> None:
    till_pages.shop.sets(PAPER_LANGUAGE, "ru")
    assert 'lang="ru"' in till_pages.browser.get("/display/").text
    till_pages.shop.sets(PAPER_LANGUAGE, "hu")
    assert 'lang="en"' in till_pages.browser.get("/display/").text


def test_the_stream_says_when_there_is_something_else_to_see(till_pages: TillPages) -> None:
    stream = events(till_pages.browser)
    assert next(stream) == ("shown", json.dumps("nobody"))
    till_pages.adds(till_pages.shop.product())
    kind, first = next(stream)
    assert kind == "shown"
    till_pages.pay({"kind": "cash", "amount": None})
    kind, second = next(stream)
    assert json.loads(first).startswith("cart ")
    assert json.loads(second).startswith("paid ")


def test_the_stream_ends_where_the_browser_is_another_till(web_on_sqlite: WebShop) -> None:
    browser = web_on_sqlite.till()
    stream = events(browser)
    next(stream)
    web_on_sqlite.office(browser=browser)
    assert browser.post(f"/office/tills/{web_on_sqlite.till_id}/pair").status_code == 303
    assert list(stream) == [("moved", "{}")]
    assert browser.get("/display/").status_code == 200


def test_the_owner_adds_and_removes_pictures(web_on_sqlite: WebShop) -> None:
    till = web_on_sqlite.till()
    owner = web_on_sqlite.office()
    drawn = io.BytesIO()
    Image.new("RGB", (640, 360), "teal").save(drawn, "PNG")

    def upload(data: bytes) -> int:
        return owner.post("/office/display/1/pictures", {"picture": (io.BytesIO(data), "summer.png")}).status_code

    assert upload(drawn.getvalue()) == 303
    assert upload(b"no picture") == 422
    page = owner.get("/office/display").text
    assert page.count("Remove picture") == 1
    shown = till.get("/display/now").text
    address = shown.split('src="')[1].split('"')[0]
    image = till.client.get(address)
    assert image.mimetype == "image/webp"
    assert image.headers["Cache-Control"] == "private, max-age=31536000"
    assert owner.post("/office/display/pictures/1/remove").status_code == 303
    assert "<img" not in till.get("/display/now").text
    assert till.get(address).status_code == 404


def test_the_stream_ends_with_the_server(till_pages: TillPages, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = events(till_pages.browser)
    next(stream)
    till_pages.browser.client.application.extensions["regulars"].close_streams()
    assert list(stream) == []
