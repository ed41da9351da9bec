"""Emulated devices tried from the office: they run at once, say what they are everywhere, and show their papers."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from app.demo.emulated import EmulatedDevices
from app.factory import create_app
from app.places.devices import DeviceView, change_device, devices
from app.places.service import CARD_TERMINAL, SCALE, place_of
from app.web.office.trials import TRIED, trial_choices
from app.web.shared.context import WebContext
from devices.address import LOOPBACK
from devices.drivers.labels import open_label_printer
from devices.drivers.shtrih.register import open_shtrih
from devices.emulators.trials import REGISTERS, at_port, is_like
from devices.errors import Trouble
from devices.fiscal.port import FiscalSettings
from devices.labels.port import Labels
from printing.labels.layout import lay_out_tag
from printing.labels.tag import PriceTag
from tests.support.web import SETUP, WebShop


@pytest.fixture
def running(web_on_sqlite: WebShop, tmp_path: Path) -> Iterator[EmulatedDevices]:
    """The emulated devices of the shop's server."""
    emulated = EmulatedDevices(tmp_path, web_on_sqlite.database)
    context = WebContext(web_on_sqlite.config, web_on_sqlite.database, emulators=emulated.by_till, trials=emulated)
    web_on_sqlite.app = create_app(context)
    yield emulated
    emulated.stop()


def newest_device(shop: WebShop) -> DeviceView:
    with shop.database.read_unit() as tx:
        return devices(tx)[-1]


def only_device(shop: WebShop) -> DeviceView:
    with shop.database.read_unit() as tx:
        (device,) = devices(tx)
    return device


def test_a_register_is_tried_without_a_shell_and_taken_for_no_real_one(
    web_on_sqlite: WebShop, running: EmulatedDevices
) -> None:
    shop, owner = web_on_sqlite, web_on_sqlite.office()
    owner.get("/office/registers")
    try_it = f"/office/tills/{shop.till_id}/try"
    for nonsense in ("", "fiscal_register", "fiscal_register:no such maker", "no such role:shtrih"):
        assert owner.post(try_it, {"device": nonsense}).status_code == 404
    for _twice in range(2):
        assert owner.post(try_it, {"device": "fiscal_register:shtrih"}).status_code == 303
    device = only_device(shop)
    assert "its receipts are none" in owner.get("/office/registers").text
    assert "Emulated register: nothing counts" in shop.cashier().get("/till/lights").text
    open_shtrih(device.address, FiscalSettings({}, {}, UTC)).print_text(["Hello from the till"])
    papers = f"/office/emulated/{device.id}"
    shown = owner.get(papers).text
    assert "Hello from the till" in shown
    assert "EMULATED - TRAINING" in shown
    assert owner.post(papers, {"order": "swap 7"}).status_code == 404
    assert owner.post(papers, {"order": "paper out"}).status_code == 303
    assert open_shtrih(device.address, FiscalSettings({}, {}, UTC)).status().trouble is Trouble.PAPER_OUT
    real = {"name": "KKT", "address": f"atol+tcp://{LOOPBACK}:16799", "active": "yes"}
    assert owner.post(f"/office/registers/{device.id}", real).status_code == 303
    with shop.database.read_unit() as tx:
        assert not place_of(tx, shop.till_id).has_emulated_register, "a real one stands there now, on this machine"
    assert "See the emulated paper" not in owner.get("/office/registers").text


def test_an_emulated_label_printer_shows_its_labels_and_is_there_after_a_restart(
    web_on_sqlite: WebShop, running: EmulatedDevices, tmp_path: Path
) -> None:
    shop, owner = web_on_sqlite, web_on_sqlite.office()
    owner.get("/office/devices")
    assert owner.post(f"/office/tills/{shop.till_id}/try", {"device": "label_printer:tspl"}).status_code == 303
    device = only_device(shop)
    assert "Emulated: it exists only in the program" in owner.get("/office/devices").text
    printer = open_label_printer(device.address)
    printer.print_labels([Labels(lay_out_tag(PriceTag("Bread", "45.50", code="96385074"), printer.info.stock), 1)])
    picture = f"/office/emulated/{device.id}/1.png"
    assert owner.client.get(picture, base_url=owner.base_url, buffered=True).mimetype == "image/png"
    assert owner.get(f"/office/emulated/{device.id}/2.png").status_code == 404
    assert picture in owner.get(f"/office/emulated/{device.id}").text
    running.stop()
    assert owner.get(f"/office/emulated/{device.id}").status_code == 404
    running.start()
    assert owner.client.get(picture, base_url=owner.base_url, buffered=True).status_code == 200
    assert only_device(shop).address.startswith(f"tspl+tcp://{LOOPBACK}:")


def test_another_kind_of_register_takes_the_place_of_the_one_that_was_tried(
    web_on_sqlite: WebShop, running: EmulatedDevices
) -> None:
    shop, owner = web_on_sqlite, web_on_sqlite.office()
    owner.get("/office/registers")
    for kind in ("atol", "shtrih", "datecs", "datecs_x"):
        owner.post(f"/office/tills/{shop.till_id}/try", {"device": f"fiscal_register:{kind}"})
        device, trial = newest_device(shop), REGISTERS[kind]
        emulator = running.of(device.id)
        assert emulator is not None
        assert is_like(device.address, trial.address)
        assert device.address.startswith(at_port(trial.address, emulator.port).partition("?")[0])
    device = only_device(shop)
    with shop.database.unit_of_work(SETUP) as tx:
        change_device(tx, device.id, "KKT", device.address, active=False)
    running.start()
    assert running.of(device.id) is None, "out of use"


def test_hands_around_a_device_do_what_they_are_told_and_only_that(
    web_on_sqlite: WebShop, running: EmulatedDevices
) -> None:
    shop, owner = web_on_sqlite, web_on_sqlite.office()
    offered = owner.get("/office/devices").text
    assert {role for role in TRIED if f'value="{role}:' in offered} == set(TRIED)
    for role, order, told in (
        ("scale:cas", {"order": "weight", "typed": "1250"}, "1.250 kg"),
        ("pole_display:epson", {"order": "power off"}, "No power"),
        ("scanner:scanner", {"order": "scan", "typed": "4006381333931"}, "Ready"),
        ("card_terminal:training", {"order": "by itself approve"}, "Ready"),
    ):
        assert owner.post(f"/office/tills/{shop.till_id}/try", {"device": role}).status_code == 303
        page = f"/office/emulated/{newest_device(shop).id}"
        assert owner.post(page, order).status_code == 303
        assert told in owner.get(page).text, role
        assert owner.post(page, {"order": "swap 7"}).status_code == 404
    assert not trial_choices([newest_device(shop)], shop.till_id, CARD_TERMINAL), "a till has one"
    assert owner.post(f"/office/tills/{shop.till_id}/try", {"device": "receipt_printer:escpos"}).status_code == 303
    assert owner.get(f"/office/paper/{shop.till_id}").status_code == 200
    with shop.database.read_unit() as tx:
        scale = next(one for one in devices(tx) if one.role == SCALE)
    refused = owner.post(f"/office/emulated/{scale.id}", {"order": "weight", "typed": "a lot"})
    assert (refused.status_code, "does not know this order" in refused.text) == (422, True)
