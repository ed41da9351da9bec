"""Fiscal registers in the office: added, told how they call things, asked, paused, decided about."""

import pytest

from app.core import outbox, outbox_view
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from app.places.service import place_of
from devices.errors import Trouble
from devices.exchanges.log import log_of
from devices.fiscal.evidence import ActKind, Attempt, Counters
from devices.fiscal.makers import NO_TAX
from pos.fiscal.codes import add_register, register_of_till, tables_of
from pos.fiscal.keeping import keep_attempt
from pos.fiscal.queue import TEST_KIND, fiscal_lane, queue_cash
from pos.numbering.numbers import begin_numbers, drop_number, give_number
from pos.numbering.registers import accept
from tests.support.web import SETUP, Browser, WebShop
from warehouse.catalogue.taxes import create_tax_category

ADDRESS = "shtrih+tcp://192.0.2.60:7778"


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga at her desk."""
    return web_on_sqlite.office()


def add(shop: WebShop, owner: Browser, address: str = ADDRESS) -> int:
    owner.get("/office/registers")
    answer = owner.post(f"/office/tills/{shop.till_id}/register", {"name": "KKT", "address": address})
    return answer.status_code


def device_id(shop: WebShop) -> int:
    with shop.database.read_unit() as tx:
        device = register_of_till(tx, shop.till_id)
        assert device is not None
        return device.id


def test_a_register_is_added_once_and_by_an_address_that_is_one(web_on_sqlite: WebShop, owner: Browser) -> None:
    assert add(web_on_sqlite, owner, "escpos+tcp://192.0.2.60:9100") == 422
    assert add(web_on_sqlite, owner) == 303
    assert add(web_on_sqlite, owner) == 422
    with web_on_sqlite.database.read_unit() as tx:
        assert place_of(tx, web_on_sqlite.till_id).has_register
    assert ADDRESS in owner.get("/office/registers").text
    assert "Fiscal registers" in owner.get("/office/devices").text


def test_a_register_that_is_no_longer_emulated_is_not_called_so(web_on_sqlite: WebShop, owner: Browser) -> None:
    shop, name, emulated = web_on_sqlite, "Emulated fiscal register", "shtrih+tcp://127.0.0.1:7778"
    with shop.database.unit_of_work(SETUP) as tx:
        device = add_register(tx, shop.till_id, name, emulated, emulated=True)
    for address, called in ((f"{emulated}?timeout_ms=900", name), (ADDRESS, "Fiscal register")):
        owner.post(f"/office/registers/{device}", {"name": name, "address": address, "active": "yes"})
        with shop.database.read_unit() as tx:
            kept = register_of_till(tx, shop.till_id)
        assert kept is not None
        assert kept.name == called


def test_the_owner_says_how_the_register_calls_a_tax(web_on_sqlite: WebShop, owner: Browser) -> None:
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        create_tax_category(tx, "VAT", 2000, code="vat")
        create_tax_category(tx, "VAT 9 %", 900, code="reduced")
    add(web_on_sqlite, owner)
    device = device_id(web_on_sqlite)
    page = owner.get("/office/registers").text
    assert page.count('<option value="" selected>not said yet</option>') == 1, "no rate stands there that nobody chose"
    codes = {"tax-2000": "0x02", f"tax-{NO_TAX}": "0x08", "tender-cash": "1", "tender-card": "2", "tax_system": "0x02"}
    codes["tax-900"] = ""
    assert owner.post(f"/office/registers/{device}/codes", {**codes, "tax-2000": "0x99"}).status_code == 422
    assert owner.post(f"/office/registers/{device}/codes", codes).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        found = register_of_till(tx, web_on_sqlite.till_id)
        assert found is not None
        tables = tables_of(tx, found)
    assert (tables.taxes["2000"], tables.tax_system, tables.tenders["account"]) == ("0x02", "0x02", "15")
    assert "900" not in tables.taxes
    assert "Set its clock" in page
    owner.post(f"/office/registers/{device}", {"name": "KKT", "address": "atol+tcp://127.0.0.1:16732", "active": "yes"})
    with web_on_sqlite.database.read_unit() as tx:
        found = register_of_till(tx, web_on_sqlite.till_id)
        assert found is not None
        assert tables_of(tx, found).taxes["2000"] == "vat20", "the codes of the other maker are gone"
    assert "Set its clock" not in owner.get("/office/registers").text, "no task of this maker's does"


def test_a_register_is_asked_how_it_is_and_its_queue_paused(web_on_sqlite: WebShop, owner: Browser) -> None:
    add(web_on_sqlite, owner)
    lane = fiscal_lane(web_on_sqlite.till_id)
    owner.get("/office/registers")
    test = f"/office/tills/{web_on_sqlite.till_id}/register/test"
    assert owner.post(test, {"task": "clock"}).status_code == 303
    assert owner.post(test, {"task": "melt"}).status_code == 400
    owner.post(f"/office/tills/{web_on_sqlite.till_id}/register/pause", {"paused": "yes"})
    with web_on_sqlite.database.read_unit() as tx:
        assert [one.kind for one in outbox_view.open_messages(tx, lane)] == [TEST_KIND]
        assert outbox.lane_state(tx, lane)[0] == "paused"
    assert "Let it go on" in owner.get("/office/registers").text


def test_what_the_lane_stands_at_is_decided_with_a_reason(web_on_sqlite: WebShop, owner: Browser) -> None:
    shop = web_on_sqlite
    add(shop, owner)
    lane = fiscal_lane(shop.till_id)
    with shop.database.unit_of_work(SETUP) as tx:
        queue_cash(tx, shop.till_id, new_uid(), Money(5000))
        message = outbox.claim(tx, lane)
        assert message is not None
        outbox.settle(tx, message, outbox.Outcome("failed", Trouble.REGISTER_REFUSED, {"maker_code": "45h"}))
    page = owner.get("/office/registers").text
    assert "The fiscal register refuses this" in page
    url = f"/office/tills/{shop.till_id}/register/decide/{message.id}"
    assert owner.post(url, {"verdict": "skip", "reason": ""}).status_code == 422
    assert owner.post(url, {"verdict": "nonsense", "reason": "x"}).status_code == 400
    assert owner.post(url, {"verdict": "skip", "reason": "the service was here"}).status_code == 303
    with shop.database.read_unit() as tx:
        assert outbox_view.open_messages(tx, lane) == []


def test_what_was_sent_to_the_register_before_is_not_said_to_be_unregistered(
    web_on_sqlite: WebShop, owner: Browser
) -> None:
    shop = web_on_sqlite
    add(shop, owner)
    before = Counters("0001", "9999", 7, 1, shift_is_open=True, cash=ZERO, cash_moves=0)
    device, attempt = (
        device_id(shop),
        Attempt(new_uid(), ActKind.CASH_IN, Money(5000), is_correction=False, before=before),
    )
    with shop.database.unit_of_work(SETUP) as tx:
        queue_cash(tx, shop.till_id, new_uid(), Money(5000))
        message = outbox.claim(tx, fiscal_lane(shop.till_id))
        assert message is not None
        keep_attempt(tx, message.id, device, attempt)
        result = {"open": True, "trouble": Trouble.SWAPPED.value, "maker_code": "0002", "seen": []}
        outbox.settle(tx, message, outbox.Outcome("in_doubt", Trouble.IN_DOUBT, result))
    told = shop.cashier().get("/till/fiscal").text
    assert "Another fiscal register answers now" in told
    assert "Nothing was registered" not in told


def test_the_last_bytes_are_shown_as_figures_and_letters(web_on_sqlite: WebShop, owner: Browser) -> None:
    add(web_on_sqlite, owner)
    log = log_of(ADDRESS)
    log.note("sent", b"\x05")
    log.note("received", b"\x15ok")
    log.note("sent", bytes.fromhex("02051a4e61bc00c3"))
    log.note_trouble("device_lost", "reset by peer")
    where = f"/office/devices/{device_id(web_on_sqlite)}/log"
    page = owner.get(where).text
    for words in ("15 6f 6b", ".ok", "02 05 1a 2a 2a 2a 2a c3", "reset by peer"):
        assert words in page
    file = owner.get(f"{where}.txt")
    assert "15 6f 6b" in file.text
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert owner.get("/office/devices/77/log").status_code == 404


def test_a_bulgarian_register_has_its_groups_and_shows_the_numbers_it_gave(
    web_on_sqlite: WebShop, owner: Browser
) -> None:
    shop = web_on_sqlite
    assert add(shop, owner, "datecs+tcp://192.0.2.70:4999?dialect=x") == 303
    page = owner.get("/office/registers").text
    assert "Г (9 %)" in page
    assert "Tax system" not in page
    device = device_id(shop)
    numbers = f"/office/registers/{device}/numbers"
    assert "has not said yet which one it is" in owner.get(numbers).text
    with shop.database.unit_of_work(SETUP) as tx:
        accept(tx, device, "DT000600")
        begin_numbers(tx, "DT000600", 0)
    owner.get(numbers)
    assert owner.post(numbers, {"after": "many"}).status_code == 422
    assert owner.post(numbers, {"after": "41"}).status_code == 303
    with shop.database.unit_of_work(SETUP) as tx:
        give_number(tx, shop.till_id, new_uid())
        dropped = new_uid()
        give_number(tx, shop.till_id, dropped)
        drop_number(tx, dropped, Money(999), [("Saw", 1000, 99900)], "changed his mind")
    text = owner.get(numbers).text
    assert "DT000600-0000-0000042" in text
    assert "changed his mind" in text
    assert owner.post(numbers, {"after": "90"}).status_code == 409
