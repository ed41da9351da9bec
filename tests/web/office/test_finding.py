"""Finding devices: ports with what is known of them, printers of the network, each on its way into its form."""

import time
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo
from usb.backend import libusb1

from app.factory import create_app
from app.places.devices import add_device
from app.places.service import LABEL_PRINTER, SCALE
from app.web.shared.context import WebContext
from devices.emulators.escpos.server import EscposEmulator
from devices.plain_address import whole_label_address
from devices.transports import finding
from devices.transports.finding import MOST_NETWORKS, NetworkSearch, around
from tests.devices.usb_bus import UsbPrinter, plug_in
from tests.support.web import SETUP, WebShop

LONGEST_S = 60.0


def plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """One adapter on USB."""
    port = ListPortInfo("/dev/ttyUSB7")
    port.vid, port.pid, port.product = 0x1A86, 0x7523, "USB Serial"
    monkeypatch.setattr(list_ports, "comports", lambda: [port])


def test_a_port_is_found_and_fills_the_form_it_is_added_by(
    web_on_sqlite: WebShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged_in(monkeypatch)
    shop = web_on_sqlite
    with shop.database.unit_of_work(SETUP) as tx:
        add_device(tx, shop.till_id, SCALE, "Old scale", "cas+serial:///dev/ttyUSB7")
    owner = shop.office()
    page = owner.get("/office/devices/find").text
    for words in ("/dev/ttyUSB7", "USB Serial · WCH CH340", "In use as Old scale", f"{shop.till_id}:datecs"):
        assert words in page
    for kind in ("receipt_printer", "label_printer", "scale", "pole_display", "scanner"):
        form = owner.get(
            f"/office/devices/find/add?as={shop.till_id}:{kind}&address=/dev/ttyUSB7", follow_redirects=True
        )
        assert form.text.count('value="/dev/ttyUSB7"') == 1, kind
    form = owner.get(f"/office/devices/find/add?as={shop.till_id}:shtrih&address=COM3", follow_redirects=True)
    assert 'value="shtrih+serial://COM3"' in form.text
    assert owner.get("/office/devices/find/add?as=1:fridge&address=COM3").status_code == 400


def test_a_printer_on_usb_is_found_by_its_name_and_added(
    web_on_sqlite: WebShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(monkeypatch, UsbPrinter(serial="J3 AF/1"), UsbPrinter(product=0x0202, allowed=False))
    shop = web_on_sqlite
    owner = shop.office()
    way = "usb://04b8:0e15/J3%20AF%2F1"
    page = owner.get("/office/devices/find").text
    for words in ("EPSON TM-T20II", f"<bdi>{way}</bdi>", "Serial number J3 AF/1", "<b>Epson</b>", "to the group lp"):
        assert words in page
    asked = {"as": f"{shop.till_id}:label_printer", "address": way}
    form = owner.get("/office/devices/find/add", query_string=asked, follow_redirects=True)
    assert f'value="{way}"' in form.text
    with shop.database.unit_of_work(SETUP) as tx:
        add_device(tx, shop.till_id, LABEL_PRINTER, "Tags", whole_label_address(way, "tspl", "58x40"))
    assert "In use as Tags" in owner.get("/office/devices/find").text
    monkeypatch.setattr(libusb1, "get_backend", lambda: None)
    assert "install libusb-1.0" in owner.get("/office/devices/find").text


def test_a_printer_is_found_in_the_network_when_the_owner_asks(tmp_path: Path, web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    with EscposEmulator(0, tmp_path) as printer:
        search = NetworkSearch(lambda: ["127.0.0.2", "127.0.0.1"], printer.port)
        shop.app = create_app(WebContext(shop.config, shop.database, search=search))
        owner = shop.office()
        assert "addresses asked" not in owner.get("/office/devices/find").text
        assert owner.post("/office/devices/find/network", {"do": "start"}).status_code == 303
        deadline = time.monotonic() + LONGEST_S
        while "2 of 2" not in (text := owner.get("/office/devices/find/network").text) or search.state.is_running:
            assert time.monotonic() < deadline, text
        assert search.state.found == ("127.0.0.1",)
        assert "<bdi>127.0.0.1</bdi>" in owner.get("/office/devices/find").text


def test_a_search_that_is_stopped_asks_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    search = NetworkSearch(lambda: ["127.0.0.1"] * 1_000, 1)
    asked = []

    def nobody(host: str, _port: int) -> bool:
        asked.append(host)
        return not search._cancelled.wait(LONGEST_S)

    monkeypatch.setattr(finding, "_takes_jobs", nobody)
    search.start()
    search.cancel()
    assert not search.state.is_running
    assert len(asked) < 100


def test_only_private_neighbours_are_asked() -> None:
    hosts = around(map(IPv4Address, ("127.0.0.1", "8.8.8.8", "192.168.7.20", "192.168.7.21", "10.1.2.3")))
    assert len(hosts) == 254 - 2 + 254 - 1
    assert {"192.168.7.1", "10.1.2.254"} < set(hosts)
    assert len(around(IPv4Address(f"10.1.{network}.9") for network in range(9))) == MOST_NETWORKS * 253
