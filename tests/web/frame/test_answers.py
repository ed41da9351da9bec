"""What people and programs get when something goes wrong, and how little a page may do."""

import logging
import re

import pytest

from app.web.shared.headers import CONTENT_SECURITY_POLICY
from tests.support.web import WebShop

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}
STYLE = "/static/another-version/css/tokens.css"


def test_an_unexpected_error_gives_a_number_and_no_stack(shop: WebShop, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = shop.browser().get("/test/broken")
    assert response.status_code == 500
    found = re.search(r"\d{3}-\d{3}", response.text)
    assert found is not None
    assert "ZeroDivisionError" not in response.text
    assert "1234" not in response.text
    record = caplog.records[-1]
    assert found[0] in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_fragment_and_a_program_get_the_number_in_their_shape(shop: WebShop) -> None:
    browser = shop.browser()
    fragment = browser.get("/test/broken", headers=HTMX).text
    assert "<html" not in fragment
    assert re.search(r"\d{3}-\d{3}", fragment)
    body = browser.get("/api/test/broken").get_json()["error"]
    assert body["code"] == "incident"
    assert re.fullmatch(r"\d{3}-\d{3}", body["incident"])


@pytest.mark.parametrize(("language", "figure"), [("en", "€1,234.56"), ("ru", "1\u00a0234,56\u00a0€")])
def test_a_refusal_names_its_field_and_writes_figures_for_the_reader(shop: WebShop, language: str, figure: str) -> None:
    response = shop.browser(language=language).get("/test/refused", headers=JSON)
    error = response.get_json()["error"]
    assert response.status_code == 409
    assert error["code"] == "tenders_below_total"
    assert figure in error["message"]


def test_nothing_is_at_an_unknown_address(shop: WebShop) -> None:
    browser = shop.browser()
    page, fragment, program = (browser.get("/no/such", headers=each) for each in ({}, HTMX, JSON))
    assert page.status_code == fragment.status_code == program.status_code == 404
    assert "<html" in page.text
    assert "<html" not in fragment.text
    assert program.get_json()["error"]["code"] == "not_found"
    assert browser.get("/api/v1/no-such").get_json()["error"]["code"] == "not_found"


def test_a_wrong_method_is_told(shop: WebShop) -> None:
    response = shop.browser().client.get("/test/echo")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "<html" in response.text


def test_more_than_the_server_takes_is_refused_with_the_limit(shop: WebShop) -> None:
    response = shop.browser().client.post("/test/echo", data=b"x" * (16 * 1024 * 1024 + 1), headers=JSON)
    assert response.status_code == 413
    assert "16 MiB" in response.get_json()["error"]["message"]


def test_every_answer_tells_the_browser_how_little_it_may_do(shop: WebShop) -> None:
    browser = shop.browser()
    for path in ("/auth/office", "/no/such", "/health", "/test/broken", STYLE):
        headers = browser.get(path).headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
    assert browser.get("/auth/office").headers["Cache-Control"] == "no-store"
    assert "no-store" not in browser.get(STYLE).headers["Cache-Control"]


def test_the_policy_allows_nothing_unsafe_and_nothing_foreign() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "192.168.1.20:8080", "LOCALHOST."]
)
def test_the_server_answers_to_its_own_names(shop: WebShop, host: str) -> None:
    assert shop.browser().get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080", "a b", ""])
def test_a_foreign_name_is_an_attack(shop: WebShop, host: str) -> None:
    response = shop.browser().client.get("/health", headers={"Host": host})
    assert response.status_code == 400


def test_health_says_the_version(shop: WebShop) -> None:
    assert shop.browser().get("/health").get_json() == {"ok": True, "version": "0.1.0"}


def test_pages_speak_the_browsers_language_and_say_so(shop: WebShop) -> None:
    assert '<html lang="ru"' in shop.browser(language="ru-RU,ru;q=0.9,en;q=0.8").get("/auth/office").text
    assert '<html lang="en"' in shop.browser(language="fr").get("/auth/office").text
