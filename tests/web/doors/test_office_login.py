"""Logging in to the office, and what one login opens."""

from datetime import timedelta

import pytest

from tests.support.web import PASSWORD, WebShop


def test_the_password_opens_the_office(web: WebShop) -> None:
    browser = web.browser()
    assert browser.get("/office/").location == "/auth/office?next=/office/"
    browser.get("/auth/office")
    response = browser.post("/auth/office", {"login": "Olga", "password": PASSWORD, "next": "/office/journal"})
    assert (response.status_code, response.location) == (303, "/office/journal")
    assert browser.get("/office/journal").status_code == 200


@pytest.mark.parametrize(
    "form", [{}, {"login": "olga"}, {"login": "olga", "password": "x"}, {"login": "x", "password": PASSWORD}]
)
def test_a_wrong_one_says_the_same_whatever_was_wrong(web_on_sqlite: WebShop, form: dict[str, str]) -> None:
    browser = web_on_sqlite.browser()
    browser.get("/auth/office")
    response = browser.post("/auth/office", form)
    assert response.status_code == 422
    assert "The login or the password is not right" in response.text
    assert PASSWORD not in response.text


def test_too_many_wrong_ones_lock(web: WebShop) -> None:
    browser = web.browser()
    browser.get("/auth/office")
    statuses = [browser.post("/auth/office", {"login": "olga", "password": "x"}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    refused = browser.post("/auth/office", {"login": "olga", "password": PASSWORD})
    assert refused.status_code == 429
    assert "Wait 30 seconds" in refused.text
    web.clock.advance(timedelta(seconds=31))
    assert browser.post("/auth/office", {"login": "olga", "password": PASSWORD}).status_code == 303


def test_the_office_on_a_till_serves_the_till_and_the_next_pin_ends_it(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    browser = shop.office("olga", shop.till())
    assert browser.get("/till/").status_code == 200
    assert browser.get("/").location == "/office/"
    browser.get("/auth/till")
    assert browser.post("/auth/till", {"account_id": shop.people["Peter"], "pin": "3333"}).status_code == 303
    assert browser.get("/").location == "/till/"
    assert browser.get("/office/").status_code == 303


def test_the_first_address_leads_to_the_right_door(web_on_sqlite: WebShop) -> None:
    assert web_on_sqlite.browser().get("/").location == "/auth/office"
    assert web_on_sqlite.till().get("/").location == "/auth/till"


def test_an_idle_office_locks_itself(web_on_sqlite: WebShop) -> None:
    office = web_on_sqlite.office()
    web_on_sqlite.clock.advance(timedelta(minutes=60))
    assert office.get("/office/").status_code == 303


def test_the_office_speaks_the_language_of_the_account(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    office = shop.office()
    form = {"name": "Olga", "login": "olga", "language": "ru", "roles": [shop.roles["owner"]]}
    assert office.post(f"/office/staff/{shop.people['Olga']}", form).status_code == 303
    assert '<html lang="ru"' in office.get("/office/").text
