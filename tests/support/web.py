"""A small open shop with people, and browsers that talk to its pages without a server between."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import app.schema  # noqa: F401  # every table must be known
from app.auth.accounts import AccountData, create_account
from app.auth.passwords import hash_password, hash_pin
from app.auth.roles import list_roles, make_built_in_roles
from app.core import installation
from app.core.actor import program
from app.core.clock import SetClock
from app.core.config import URL_VARIABLE, Config, read_config
from app.core.db.unit import Database
from app.factory import create_app
from app.places.pairing import pair
from app.places.service import ShopData, create_shop, create_till
from app.web.shared.context import WebContext
from app.web.shared.hosts import is_loopback

SETUP: Final = program("setup")
PASSWORD: Final = "a long password"


@cache
def pin_hash(pin: str) -> str:
    """Hashing takes long by design; the same PIN is hashed once per run."""
    return hash_pin(pin)


@cache
def password_hash(password: str) -> str:
    """The same password is hashed once per run."""
    return hash_password(password)


@dataclass
class Browser:
    """One browser: keeps its cookies, sends the token of the last page with each form."""

    client: FlaskClient
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    base_url: str = "http://localhost"

    def get(self, path: str, **more: Any) -> TestResponse:
        """Opens a page, and remembers the token it carries."""
        headers = {**self.headers, **more.pop("headers", {})}
        response = self.client.get(path, headers=headers, base_url=self.base_url, buffered=True, **more)
        found = re.search(r'name="csrf-token" content="([0-9a-f]+)"', response.text)
        if found is not None:
            self.token = found[1]
        return response

    def post(self, path: str, form: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """Sends a form as a page of ours does."""
        headers = {"X-CSRF-Token": self.token, **self.headers, **more.pop("headers", {})}
        form = dict(form or {})
        return self.client.post(path, data=form, headers=headers, base_url=self.base_url, buffered=True, **more)


def browser_at(app: Flask, address: str, headers: Mapping[str, str], *, tls: bool | None = None) -> Browser:
    """A browser on the machine with an address; by default it comes by TLS where that is another machine."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    by_tls = not is_loopback(address) if tls is None else tls
    return Browser(client, headers=dict(headers), base_url="https://localhost" if by_tls else "http://localhost")


@dataclass
class WebShop:
    """A shop with one till, an owner Olga (PIN 1111), a senior Anna (2222), a cashier Peter (3333, badge B-003)."""

    database: Database
    clock: SetClock
    config: Config
    app: Flask
    till_id: int
    people: dict[str, int]
    roles: dict[str, int]

    def browser(self, *, address: str = "127.0.0.1", language: str = "en") -> Browser:
        """A browser that was never here; another machine's comes by TLS."""
        return browser_at(self.app, address, {"Accept-Language": language, "Accept": "text/html"})

    def till(self, till_id: int | None = None) -> Browser:
        """A browser that is a till; nobody is logged in."""
        browser = self.browser()
        with self.database.unit_of_work(SETUP) as tx:
            _, token = pair(tx, till_id or self.till_id, "test browser")
        browser.client.set_cookie(f"regulars_till_{self.config.port}", token)
        browser.get("/auth/till")
        return browser

    def cashier(self, name: str = "Peter", pin: str = "3333") -> Browser:
        """A till somebody is logged in at."""
        browser = self.till()
        response = browser.post("/auth/till", {"account_id": self.people[name], "pin": pin})
        assert response.status_code == 303, response.text
        browser.get("/auth/till")
        return browser

    def office(self, login: str = "olga", browser: Browser | None = None) -> Browser:
        """A browser somebody is logged in to the office with."""
        browser = browser or self.browser()
        browser.get("/auth/office")
        response = browser.post("/auth/office", {"login": login, "password": PASSWORD})
        assert response.status_code == 303, response.text
        browser.get("/office/")
        return browser


def open_web_shop(database: Database, clock: SetClock, folder: Path, *, demo: bool = False) -> WebShop:
    """Opens the shop and its pages."""
    url = database.url.render_as_string(hide_password=False)
    config = read_config(None, data_folder=folder, environment={URL_VARIABLE: url})
    with database.unit_of_work(SETUP) as tx:
        installation.open_installation(tx, "EUR", demo=demo)
        shop_id = create_shop(tx, ShopData("Corner", "Corner Ltd", "BG123456789", "1 Main St", "+35929876543"))
        till_id = create_till(tx, shop_id, "Till 1")
        make_built_in_roles(tx)
        roles = {role.code: role.id for role in list_roles(tx)}
    people = {}
    for name, role, pin, badge in (
        ("Olga", "owner", "1111", None),
        ("Anna", "senior", "2222", None),
        ("Peter", "cashier", "3333", "B-003"),
    ):
        pin_digest, password_digest = pin_hash(pin), password_hash(PASSWORD)
        data = AccountData(name, name.lower(), badge, "en", frozenset({roles[role]}))
        with database.unit_of_work(SETUP) as tx:
            people[name] = create_account(tx, data, pin_hash=pin_digest, password_hash=password_digest)
    web = create_app(WebContext(config, database))
    web.testing = False
    return WebShop(database, clock, config, web, till_id, people, roles)
