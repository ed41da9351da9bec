"""The first day: what an owner says step by step is kept, checked, and becomes one shop at once."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.auth.recovery import new_code
from app.core import installation, settings
from app.core.clock import SetClock
from app.core.config import read_config
from app.core.db.unit import Database
from app.crm.settings import COUNTRY
from app.factory import create_app
from app.flows.models import ShopOpening
from app.places.service import tills
from app.places.settings import PAPER_LANGUAGE, ZONE
from app.web.shared.context import Play, WebContext
from pos.settings import CASH_STEP, PRICES_INCLUDE_TAX
from tests.support.web import PASSWORD, Browser, browser_at
from warehouse.catalogue.taxes import tax_categories
from warehouse.catalogue.units import units

RULES = {"zone": "Europe/Budapest", "paper_language": "hu"}
ELSEWHERE = {"country": "JP", "currency": "JPY", "zone": "Asia/Tokyo", "paper_language": "en", "rate": "10"}
SHOP = {"name": "Corner", "legal_name": "Corner Ltd", "tax_number": "1", "address": "1 Main St\r\nPécs", "phone": "+36"}
OWNER = {
    "name": "Olga  Marsh",
    "login": "Olga",
    "language": "en",
    "pin": "4711",
    "password": PASSWORD,
    "again": PASSWORD,
}
TILL = {"name": "Till 1", "this_browser": "yes"}


@pytest.fixture
def wishes() -> list[Play]:
    """To which shop the server was told to go."""
    return []


@pytest.fixture
def empty(database: Database, tmp_path: Path, wishes: list[Play]) -> Flask:
    """A server over a database without a shop."""
    config = read_config(data_folder=tmp_path, environment={})
    return create_app(WebContext(config, database, change_play=wishes.append))


def browser(app: Flask, address: str = "127.0.0.1", language: str = "en") -> Browser:
    opened = browser_at(app, address, {"Accept-Language": language, "Accept": "text/html"})
    opened.get("/auth/first")
    return opened


def recovery() -> dict[str, str]:
    return {"code": new_code(), "confirmed": "yes"}


def say(owner: Browser, *, country: str = "HU", rules: dict[str, str] | None = None) -> None:
    """Answers every step but the last."""
    steps = (
        ("country", {"country": country}),
        ("rules", RULES if rules is None else rules),
        ("shop", SHOP),
        ("owner", OWNER),
        ("recovery", recovery()),
    )
    for step, form in steps:
        response = owner.post(f"/auth/first/{step}", form)
        assert response.status_code == 303, response.text


def test_every_door_leads_there_and_the_steps_open_one_shop(empty: Flask, database: Database) -> None:
    owner = browser(empty)
    assert owner.get("/auth/office").location == owner.get("/auth/till").location == "/auth/first"
    say(owner)
    with database.read_unit() as tx:
        assert not installation.is_opened(tx)
    response = owner.post("/auth/first/till", TILL)
    assert (response.status_code, response.location) == (303, "/office/first-day/printer")
    for path in ("/office/first-day/printer", "/office/first-day/done", "/office/", "/till/"):
        assert owner.get(path).status_code == 200, path
    with database.read_unit() as tx:
        facts = installation.facts(tx)
        assert (facts.currency, facts.demo) == ("HUF", False)
        assert [(tax.code, tax.rate_bp) for tax in tax_categories(tx)] == [
            ("standard", 2700),
            ("reduced", 1800),
            ("low", 500),
            ("aam", None),
        ]
        assert [settings.get(tx, one) for one in (ZONE, COUNTRY, PAPER_LANGUAGE)] == ["Europe/Budapest", "HU", "hu"]
        assert (settings.get(tx, CASH_STEP), settings.get(tx, PRICES_INCLUDE_TAX)) == (500, True)
        (place,) = tills(tx)
        assert (place.shop_name, place.address, place.till_name) == ("Corner", "1 Main St\nPécs", "Till 1")
        assert units(tx)
        assert tx.execute(select(ShopOpening.id)).first() is None
    owner.get("/auth/till")
    assert "Olga Marsh" in owner.get("/auth/till").text
    assert owner.get("/auth/first").status_code == 409
    assert owner.post("/auth/first/till", TILL).status_code == 409


def test_what_was_said_outlives_a_restart_and_can_be_said_again(
    empty: Flask, database: Database, tmp_path: Path
) -> None:
    owner = browser(empty)
    owner.post("/auth/first/country", {"country": "HU"})
    owner.post("/auth/first/rules", RULES)
    owner.post("/auth/first/shop", SHOP)
    again = browser(create_app(WebContext(read_config(data_folder=tmp_path, environment={}), database)))
    assert "Go on where you stopped" in again.get("/auth/first").text
    assert again.get("/auth/first/till").location == "/auth/first/owner"
    assert 'value="Corner Ltd"' in again.get("/auth/first/shop").text
    again.post("/auth/first/owner", OWNER)
    # Names change, secrets that stay empty do not.
    assert again.post("/auth/first/owner", {"name": "Ola", "login": "ola", "language": "ru"}).status_code == 303
    again.post("/auth/first/recovery", recovery())
    # Another country has other rules: they are asked again.
    again.post("/auth/first/country", {"country": "BG"})
    assert again.get("/auth/first/till").location == "/auth/first/rules"
    again.post("/auth/first/rules", {"zone": "Europe/Sofia", "paper_language": "bg"})
    assert again.post("/auth/first/till", TILL).status_code == 303
    login = browser(empty)
    login.get("/auth/office")
    assert login.post("/auth/office", {"login": "ola", "password": PASSWORD}).status_code == 303


def test_no_secret_lies_in_what_was_said(empty: Flask, database: Database) -> None:
    owner = browser(empty)
    owner.post("/auth/first/country", {"country": "HU"})
    owner.post("/auth/first/rules", RULES)
    owner.post("/auth/first/shop", SHOP)
    owner.post("/auth/first/owner", OWNER)
    code = recovery()
    owner.post("/auth/first/recovery", code)
    with database.read_unit() as tx:
        kept = tx.execute(select(ShopOpening.answers)).scalar_one()
    assert json.loads(kept)["recovery"]["hash"].startswith("$argon2")
    assert not [secret for secret in (PASSWORD, "4711", code["code"]) if secret in kept]
    assert PASSWORD not in owner.get("/auth/first/owner").text
    assert code["code"] not in owner.get("/auth/first/recovery").text


def test_elsewhere_the_owner_names_the_rules(empty: Flask, database: Database) -> None:
    owner = browser(empty)
    say(owner, country="", rules=ELSEWHERE)
    owner.post("/auth/first/till", {"name": "Till 1"})
    with database.read_unit() as tx:
        assert installation.facts(tx).currency == "JPY"
        assert [category.rate_bp for category in tax_categories(tx)] == [1000, None]
        assert settings.get(tx, COUNTRY) == "JP"
        assert not settings.get(tx, PRICES_INCLUDE_TAX)
    # Without the tick this browser is no till, but its owner is logged in.
    assert owner.get("/office/").status_code == 200
    assert owner.get("/till/").status_code != 200


@pytest.mark.parametrize(
    ("step", "field", "text", "words"),
    [
        ("country", "country", "XX", "is no country"),
        ("rules", "currency", "ZZZ", "no such currency"),
        ("rules", "zone", "Mars/Base", "cannot stand there"),
        ("rules", "country", "Mars", "cannot stand there"),
        ("rules", "paper_language", "tlh", "cannot stand there"),
        ("rules", "rate", "12.345", "more than 2 decimals"),
        ("rules", "rate", "much", "is not a number"),
        ("rules", "rate", "101", "between 0 and 100"),
        ("shop", "name", " ", "Give a name"),
        ("shop", "name", "x" * 121, "Give a name"),
        ("shop", "address", "x" * 401, "400"),
        ("owner", "name", "", "Give a name"),
        ("owner", "login", " ", "Give a login"),
        ("owner", "login", "two words", "one word"),
        ("owner", "language", "tlh", "not one of the choices"),
        ("owner", "password", "short", "8 characters or more"),
        ("owner", "again", "another one", "differ"),
        ("owner", "pin", "1", "4 to 12 digits"),
        ("recovery", "confirmed", "", "Write the recovery code down"),
        ("recovery", "code", "of my own", "no recovery code"),
        ("till", "name", " ", "Give a name"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(
    empty: Flask, database: Database, step: str, field: str, text: str, words: str
) -> None:
    owner = browser(empty)
    forms = {"country": {"country": ""}, "rules": ELSEWHERE, "shop": SHOP, "owner": OWNER, "recovery": recovery()}
    for name, form in forms.items():
        if name == step:
            break
        assert owner.post(f"/auth/first/{name}", form).status_code == 303
    response = owner.post(f"/auth/first/{step}", {**forms.get(step, TILL), field: text})
    assert response.status_code == 422
    assert words in response.text
    assert PASSWORD not in response.text
    with database.read_unit() as tx:
        assert not installation.is_opened(tx)


def test_the_keyboard_goes_to_what_was_wrong(empty: Flask) -> None:
    owner = browser(empty)
    for step, form in (("country", {"country": ""}), ("rules", ELSEWHERE), ("shop", SHOP)):
        owner.post(f"/auth/first/{step}", form)
    asked = owner.get("/auth/first/owner").text
    told = owner.post("/auth/first/owner", {**OWNER, "pin": "1"}).text
    focused = [re.findall(r'id="field-(\w+)"[^>]* autofocus', page) for page in (asked, told)]
    assert focused == [["name"], ["pin"]]


def test_another_machine_opens_nothing(empty: Flask, database: Database) -> None:
    stranger = browser(empty, "192.0.2.9")
    for path in ("/auth/first", "/auth/first/country", "/auth/first/till"):
        page = stranger.get(path)
        assert page.status_code == 503
        assert "Open it at the PC the server runs on" in page.text
    for path in ("/auth/first/country", "/auth/first/till", "/auth/look-around"):
        assert stranger.post(path, {"country": "HU"}).status_code == 503
    with database.read_unit() as tx:
        assert tx.execute(select(ShopOpening.id)).first() is None


def test_two_browsers_open_one_shop(empty: Flask, database: Database) -> None:
    first, second = browser(empty), browser(empty)
    say(first)
    second.get("/auth/first/till")
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda one: one.post("/auth/first/till", TILL).status_code, (first, second)))
    assert sorted(answers) == [303, 409]
    with database.read_unit() as tx:
        assert len(tills(tx)) == 1


def test_looking_around_leaves_for_the_demo_and_never_once_a_shop_is_open(
    empty: Flask, wishes: list[Play], clock: SetClock
) -> None:
    owner = browser(empty)
    assert "Look around" in owner.get("/auth/first").text
    assert owner.post("/auth/look-around").status_code == 303
    assert wishes == ["demo"]
    say(owner)
    assert owner.post("/auth/first/till", TILL).status_code == 303
    owner.get("/office/")
    assert owner.post("/auth/look-around").status_code == 409
    assert owner.post("/auth/own-shop").status_code == 303
    assert wishes == ["demo"]


def test_the_steps_speak_russian(empty: Flask) -> None:
    assert "Где ваш магазин?" in browser(empty, language="ru").get("/auth/first/country").text
