"""The first day: an empty database becomes a shop somebody can sell in."""

from pathlib import Path

import pytest
from flask import Flask

from app.core import installation
from app.core.clock import SetClock
from app.core.config import read_config
from app.core.db.unit import Database
from app.factory import create_app
from app.web.shared.context import WebContext
from tests.support.web import PASSWORD, Browser, browser_at
from warehouse.catalogue.taxes import tax_categories
from warehouse.catalogue.units import units

FORM = {
    "shop_name": "Corner",
    "legal_name": "Corner Ltd",
    "tax_number": "BG1",
    "address": "1 Main St\r\nSofia",
    "phone": "+35929876543",
    "currency": "BGN",
    "zone": "Europe/Sofia",
    "tax_rate": "20",
    "language": "en",
    "owner_name": "Olga Marsh",
    "login": "olga",
    "password": PASSWORD,
    "pin": "1111",
}


@pytest.fixture
def empty(database: Database, tmp_path: Path) -> Flask:
    """A server over a database without a shop."""
    config = read_config(data_folder=tmp_path, environment={})
    return create_app(WebContext(config, database))


def browser(app: Flask, address: str = "127.0.0.1") -> Browser:
    return browser_at(app, address, {})


def test_every_door_leads_there_and_the_form_opens_everything(empty: Flask, database: Database) -> None:
    owner = browser(empty)
    assert owner.get("/auth/office").location == owner.get("/auth/till").location == "/auth/first"
    assert owner.get("/auth/first").status_code == 200
    response = owner.post("/auth/first", FORM)
    assert (response.status_code, response.location) == (303, "/office/")
    assert "Olga Marsh" in owner.get("/office/").text
    assert owner.get("/till/").status_code == 200
    with database.read_unit() as tx:
        facts = installation.facts(tx)
        rates = [category.rate_bp for category in tax_categories(tx)]
        assert units(tx)
    assert (facts.currency, facts.demo, rates) == ("BGN", False, [2000])
    owner.get("/auth/till")
    assert "Olga Marsh" in owner.get("/auth/till").text
    assert owner.get("/auth/first").status_code == 409
    assert owner.post("/auth/first", FORM).status_code == 409


def test_a_shop_without_tax_has_an_exempt_category(empty: Flask, database: Database, clock: SetClock) -> None:
    owner = browser(empty)
    owner.get("/auth/first")
    assert owner.post("/auth/first", {**FORM, "tax_rate": " "}).status_code == 303
    with database.read_unit() as tx:
        assert [category.rate_bp for category in tax_categories(tx)] == [None]


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("shop_name", " ", "Give a name"),
        ("currency", "ZZZ", "no such currency"),
        ("zone", "Mars/Base", "not allowed"),
        ("tax_rate", "12.345", "more than 2 decimals"),
        ("tax_rate", "much", "is not a number"),
        ("tax_rate", "101", "between 0 and 100"),
        ("owner_name", "", "Give a name"),
        ("login", " ", "Give a login"),
        ("password", "short", "8 characters or more"),
        ("pin", "1", "4 to 12 digits"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(
    empty: Flask, database: Database, field: str, text: str, words: str
) -> None:
    owner = browser(empty)
    owner.get("/auth/first")
    response = owner.post("/auth/first", {**FORM, field: text})
    assert response.status_code == 422
    assert words in response.text
    assert PASSWORD not in response.text
    assert 'value="Corner Ltd"' in response.text
    with database.read_unit() as tx:
        assert not installation.is_opened(tx)


def test_another_machine_opens_nothing(empty: Flask, database: Database) -> None:
    stranger = browser(empty, "192.0.2.9")
    page = stranger.get("/auth/first")
    assert page.status_code == 503
    assert "Open it at the PC the server runs on" in page.text
    assert stranger.post("/auth/first", FORM).status_code == 503
    with database.read_unit() as tx:
        assert not installation.is_opened(tx)
