"""Returns, exchanges and voids in the office: their kind, their reason, links to and fro, figures by reason."""

from pathlib import Path

from app.auth.accounts import AccountData, create_account
from app.auth.roles import list_roles
from app.core.config import read_config
from app.core.ids import new_uid
from app.factory import create_app
from app.web.shared.context import WebContext
from pos.checkout.void import void_sale
from tests.factories.shop import FITTER, Shop
from tests.factories.till import TillDesk
from tests.support.web import PASSWORD, Browser, browser_at, password_hash, pin_hash


def office_of(shop: Shop, folder: Path) -> Browser:
    """The owner at her desk."""
    app = create_app(WebContext(read_config(None, data_folder=folder, environment={}), shop.database))
    pin, password = pin_hash("1111"), password_hash(PASSWORD)
    with shop.database.unit_of_work(FITTER) as tx:
        roles = {one.code: one.id for one in list_roles(tx)}
        data = AccountData("Olga", "olga", None, "en", frozenset({roles["owner"]}))
        create_account(tx, data, pin_hash=pin, password_hash=password)
    browser = browser_at(app, "127.0.0.1", {"Accept-Language": "en", "Accept": "text/html"})
    browser.get("/auth/office")
    assert browser.post("/auth/office", {"login": "olga", "password": PASSWORD}).status_code == 303
    return browser


def test_documents_point_at_each_other_and_say_why(shop: Shop, tmp_path: Path) -> None:
    till: TillDesk = shop.till()
    saw = shop.product("Saw", "12.50")
    sold = till.sells(saw, "2")
    till.takes_back(sold, "1", reason="wrong teeth")
    back = till.pays_out()
    other = till.sells(saw)
    void = till.does(void_sale, other.uid, new_uid(), "mistake")
    owner = office_of(shop, tmp_path)
    listed = owner.get("/office/sales").text
    assert ">Return</span>" in listed
    assert ">Void</span>" in listed
    assert f"Came back on receipt no. {back.number}" in owner.get(f"/office/sales/{sold.uid}").text
    page = owner.get(f"/office/sales/{back.uid}").text
    assert f"From receipt no. {sold.number}" in page
    assert f"/office/sales/{sold.uid}" in page
    assert "wrong teeth" in page
    assert f"Voided by receipt no. {void.number}" in owner.get(f"/office/sales/{other.uid}").text
    assert f"Voids receipt no. {other.number}" in owner.get(f"/office/sales/{void.uid}").text
    reasons = owner.get("/office/returns").text
    assert "wrong teeth" in reasons
    assert "12.50" in reasons
    assert "mistake" not in reasons
    for days in ("first=2001-01-01&last=2001-02-01", "last=0001-01-01", "first=x&last="):
        assert owner.get(f"/office/returns?{days}").status_code == 200
