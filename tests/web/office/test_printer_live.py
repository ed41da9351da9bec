"""How a device is now, on the page of devices: a printer without printing, with its drawer; terminals and scales."""

from contextlib import ExitStack
from pathlib import Path

from app.factory import create_app
from app.flows.device_tests import DeviceTests
from app.places.devices import add_device
from app.places.service import RECEIPT_PRINTER, SCALE
from app.web.shared.context import WebContext
from app.wiring import held_devices
from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.scale.server import ScaleEmulator
from devices.exchanges.log import log_of
from pos.payments.devices import add_terminal
from tests.support.web import SETUP, WebShop


def test_a_scale_is_asked_anew_by_each_test_and_a_terminal_says_how_it_is(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    held = held_devices(shop.database)
    tests = DeviceTests(shop.database, held)
    shop.app = create_app(WebContext(shop.config, shop.database, tests=tests))
    owner = shop.office()
    with ScaleEmulator(protocol="cas") as scale, ExitStack() as ending:
        ending.callback(held.scales.stop)
        with shop.database.unit_of_work(SETUP) as tx:
            scale_id = add_device(tx, shop.till_id, SCALE, "S", f"cas+tcp://127.0.0.1:{scale.port}")
            terminal_id = add_terminal(tx, shop.till_id, "T", "training+tcp://127.0.0.1:1")
        assert tests.test(scale_id).facts["grams"] == 0
        scale.order("power off")
        assert tests.test(scale_id).code is not None
    assert "can not be reached" in owner.get(f"/office/devices/{terminal_id}/live").text
    assert f'id="live-{terminal_id}"' in owner.get("/office/card-terminals").text


def test_a_printer_says_how_it_is_and_its_drawer_too(tmp_path: Path, web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    held = held_devices(shop.database)
    shop.app = create_app(WebContext(shop.config, shop.database, tests=DeviceTests(shop.database, held)))
    owner = shop.office()
    with EscposEmulator(0, tmp_path) as printer:
        plain = f"escpos+tcp://127.0.0.1:{printer.port}"
        known = f"{plain}?drawer_open=high"
        with shop.database.unit_of_work(SETUP) as tx:
            plain_id, known_id = (add_device(tx, shop.till_id, RECEIPT_PRINTER, "P", one) for one in (plain, known))

        # A port may have been another test's.
        before = log_of(plain).pieces()

        def live(device_id: int) -> str:
            return owner.get(f"/office/devices/{device_id}/live").text

        assert "It answers: ready" in live(plain_id)
        assert "The contact of the drawer: low." in live(plain_id)
        assert "The drawer is closed" in live(known_id)
        with held.printers.at(known) as opened:
            opened.open_drawer()
            assert "at work just now" in live(known_id)
        printer.wait_for(lambda one: one.drawer_open())
        assert "The drawer is open" in live(known_id)
        printer.order("paper out")
        assert "put in a new roll" in live(known_id)
        assert not printer.papers
    assert log_of(plain).pieces() == before, "a page that looks pushes nothing out"
    assert "can not be reached" in live(plain_id)
    assert f'id="live-{plain_id}"' in owner.get("/office/devices").text
