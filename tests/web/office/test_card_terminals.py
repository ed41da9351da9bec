"""Card terminals in the office: connected, changed, and what is open at them decided."""

import pytest

from app.core.ids import new_uid
from app.core.money import Money
from pos.payments.keeping import Wanted, begin, note_doubtful, note_sent
from pos.payments.reading import all_live, payment_by_uid, terminal_of_till
from tests.support.web import SETUP, Browser, WebShop

ADDRESS = "training+tcp://192.0.2.70:9150"


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga at her desk, with a terminal at the till."""
    browser = web_on_sqlite.office()
    assert add(web_on_sqlite, browser) == 303
    return browser


def add(shop: WebShop, owner: Browser, address: str = ADDRESS) -> int:
    owner.get("/office/card-terminals")
    form = {"name": "Terminal", "address": address}
    return owner.post(f"/office/tills/{shop.till_id}/card-terminal", form).status_code


def doubtful(shop: WebShop) -> str:
    """A payment that was sent, and of which nobody knows more; its uid."""
    uid = new_uid()
    with shop.database.unit_of_work(SETUP) as tx:
        device = terminal_of_till(tx, shop.till_id)
        assert device is not None
        begin(tx, uid, shop.till_id, device, Wanted("payment", "sale", new_uid(), Money(1250)), {})
        note_sent(tx, uid, "TRAINING-7")
        note_doubtful(tx, uid, "device_unreachable")
    return uid


def test_a_terminal_is_connected_once_by_an_address_that_is_one(web_on_sqlite: WebShop, owner: Browser) -> None:
    assert add(web_on_sqlite, owner) == 422
    assert add(web_on_sqlite, owner, "escpos+tcp://192.0.2.70") == 422
    assert ADDRESS in owner.get("/office/card-terminals").text
    assert "Card terminals" in owner.get("/office/devices").text
    with web_on_sqlite.database.read_unit() as tx:
        device = terminal_of_till(tx, web_on_sqlite.till_id)
    assert device is not None
    form = {"name": "Old", "address": ADDRESS}
    assert owner.post(f"/office/card-terminals/{device.id}", form).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        assert terminal_of_till(tx, web_on_sqlite.till_id) is None


def test_a_senior_decides_with_the_evidence_in_view(web_on_sqlite: WebShop, owner: Browser) -> None:
    uid = doubtful(web_on_sqlite)
    page = owner.get("/office/card-terminals").text
    for evidence in ("TRAINING-7", "12.50", "in doubt", "The device can not be reached"):
        assert evidence in page
    path, code = f"/office/card-payments/{uid}", {"authorisation": "998877"}
    assert owner.post(path, {"verdict": "moved", "reason": "slip", "authorisation": ""}).status_code == 422
    assert owner.post(path, {"verdict": "moved", "reason": "", **code}).status_code == 422
    assert owner.post(path, {"verdict": "moved", "reason": "slip", **code}).status_code == 303
    assert "approved, no sale yet" in owner.get("/office/card-terminals").text
    assert owner.post(path, {"verdict": "given_back", "reason": "in cash"}).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        payment, live = payment_by_uid(tx, uid), all_live(tx)
    assert (payment.state, live) == ("given_back", [])
    assert "Card terminal: given back" in owner.get("/office/journal").text
