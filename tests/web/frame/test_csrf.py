"""Only our own pages change anything."""

import pytest

from tests.support.web import Browser, WebShop


@pytest.fixture
def page(shop: WebShop) -> Browser:
    """A browser with one of our pages open."""
    browser = shop.browser()
    browser.get("/auth/office")
    assert browser.token
    return browser


def test_a_form_of_ours_is_taken_by_header_and_by_field(page: Browser) -> None:
    assert page.post("/test/echo", {"a": "1"}).status_code == 200
    by_field = {"a": "1", "csrf_token": page.token}
    assert page.client.post("/test/echo", data=by_field).status_code == 200


@pytest.mark.parametrize("token", ["", "0" * 64, "€"])
def test_a_form_without_the_right_token_is_refused(page: Browser, token: str) -> None:
    response = page.client.post("/test/echo", data={"a": "1", "csrf_token": token})
    assert response.status_code == 403
    assert "Nothing was changed" in response.text


def test_a_token_belongs_to_one_browser(shop: WebShop, page: Browser) -> None:
    other = shop.browser()
    other.get("/auth/office")
    other.token = page.token
    assert other.post("/test/echo").status_code == 403


def test_a_token_of_before_the_login_is_worth_nothing_after_it(shop: WebShop) -> None:
    browser = shop.browser()
    browser.get("/auth/office")
    before = browser.token
    shop.office(browser=browser)
    assert browser.token != before
    assert browser.post("/test/echo").status_code == 200
    browser.token = before
    assert browser.post("/test/echo").status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
    ],
)
def test_what_the_browser_says_of_the_origin_must_agree(page: Browser, headers: dict[str, str], status: int) -> None:
    assert page.post("/test/echo", headers=headers).status_code == status


def test_logging_in_is_protected_too(shop: WebShop) -> None:
    browser = shop.browser()
    response = browser.client.post("/auth/office", data={"login": "olga", "password": "x"})
    assert response.status_code == 403


def test_a_browser_keeps_its_name(page: Browser) -> None:
    first = page.token
    response = page.get("/auth/office")
    assert page.token == first
    assert "Set-Cookie" not in response.headers
