"""The pages of a till, as the page's scripts ask for them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.auth.accounts import AccountData, create_account
from app.auth.roles import list_roles
from app.core.config import read_config
from app.core.ids import new_uid
from app.factory import create_app
from app.places.pairing import pair
from app.web.shared.context import WebContext
from devices.drivers.scales import open_scale
from pos.cart.service import read_cart
from pos.cart.views import CartView
from pos.weighing.scales import Scales
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk
from tests.support.web import Browser, pin_hash


@dataclass
class TillPages:
    """A cashier's page: sends what its scripts send."""

    shop: Shop
    desk: TillDesk
    browser: Browser
    scales: Scales
    cart_uid: str = field(default_factory=new_uid)
    version: int = 0

    def post(self, path: str, form: Mapping[str, Any] | None = None, **headers: str) -> TestResponse:
        """An act: names the cart and the version the page shows, and remembers the new version."""
        fields = {"cart_uid": self.cart_uid, "version": self.version, **(form or {})}
        response = self.browser.post(f"/till/{path}", fields, headers={"HX-Request": "true", **headers})
        cart = self.cart
        self.version = cart.version if cart is not None else 0
        return response

    def scan(self, code: str, **more: Any) -> TestResponse:
        """A scan with a line uid of its own."""
        return self.post("scan", {"code": code, "line_uid": new_uid(), **more})

    def adds(self, goods: Goods, **more: Any) -> str:
        """Scans goods; answers the uid of the newest line."""
        assert self.scan(goods.code, **more).status_code == 200
        cart = self.cart
        assert cart is not None
        return cart.lines[-1].uid

    def pay(self, *parts: Mapping[str, Any], version: int | None = None) -> TestResponse:
        """Pays in parts of ``{"kind", "amount"}``."""
        shown = self.version if version is None else version
        return self.post("pay", {"tenders": json.dumps(parts), "version": shown})

    def get(self, path: str) -> TestResponse:
        """A page or a fragment."""
        return self.browser.get(f"/till/{path}", headers={"HX-Request": "true"})

    @property
    def cart(self) -> CartView | None:
        """The cart on the server."""
        with self.shop.database.read_unit() as tx:
            return read_cart(tx, self.desk.id)


@pytest.fixture
def till_pages(shop: Shop, tmp_path: Path) -> TillPages:
    """A cashier logged in at a till with an open shift, on both databases."""
    return log_in(shop, tmp_path, shop.till())


def log_in(
    shop: Shop, folder: Path, desk: TillDesk, role: str = "cashier", *, badge: str | None = "BADGE-3"
) -> TillPages:
    """Somebody with a role logs in at a till."""
    config = read_config(None, data_folder=folder / "data", environment={})
    scales = Scales(shop.database, open_scale)
    app = create_app(WebContext(config, shop.database, scales=scales))
    digest = pin_hash("3333")
    with shop.database.unit_of_work(FITTER) as tx:
        roles = {one.code: one.id for one in list_roles(tx)}
        data = AccountData("Peter Kern", None, badge, "en", frozenset({roles[role]}))
        account_id = create_account(tx, data, pin_hash=digest)
        _, token = pair(tx, desk.id, "test browser")
    client = app.test_client()
    client.set_cookie(f"regulars_till_{config.port}", token)
    browser = Browser(client, headers={"Accept-Language": "en", "Accept": "text/html"})
    browser.get("/auth/till")
    assert browser.post("/auth/till", {"account_id": account_id, "pin": "3333"}).status_code == 303
    browser.get("/till/")
    return TillPages(shop, desk, browser, scales)
