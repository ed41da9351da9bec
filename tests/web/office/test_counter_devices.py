"""Scales, pole displays and scanners on the page of devices: added, tried out, seen live."""

import re
from collections.abc import Iterator

import pytest

from app.core import feed
from app.factory import create_app
from app.places.devices import devices
from app.web.shared.context import WebContext
from devices.drivers.poles import open_pole
from devices.drivers.scales import open_scale
from devices.drivers.scanners import open_scanner
from devices.emulators.display.server import DisplayEmulator
from devices.emulators.scale.server import ScaleEmulator
from devices.emulators.scanner.server import ScannerEmulator
from pos.poles.worker import PoleDisplays
from pos.scanning.readers import Scanners
from pos.weighing.scales import Scales
from tests.factories.together import until
from tests.support.web import Browser, WebShop


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Iterator[Browser]:
    """Olga, at a server that holds the devices."""
    shop = web_on_sqlite
    scales = Scales(shop.database, open_scale)
    poles, scanners = PoleDisplays(shop.database, open_pole), Scanners(shop.database, open_scanner, feed.WAKE)
    shop.app = create_app(WebContext(shop.config, shop.database, scales=scales, poles=poles, scanners=scanners))
    poles.start()
    scanners.start()
    yield shop.office()
    for part in (scales, poles, scanners):
        part.stop()


def adds(owner: Browser, shop: WebShop, role: str, **form: str) -> int:
    """Adds a device by the page's form; answers its id."""
    answer = owner.post(f"/office/tills/{shop.till_id}/{role}", {"name": role, **form})
    assert answer.status_code == 303, answer.text
    with shop.database.read_unit() as tx:
        return devices(tx)[-1].id


def seen_live(owner: Browser, device_id: int, words: str) -> str:
    """The device's live state once it says the words."""
    path = f"/office/devices/{device_id}/live"
    until(lambda: words in owner.get(path).text)
    return owner.get(path).text


def test_each_is_added_by_the_address_its_owner_knows_and_seen_live(web_on_sqlite: WebShop, owner: Browser) -> None:
    with ScaleEmulator(protocol="massa") as scale, DisplayEmulator() as pole, ScannerEmulator() as scanner:
        scale.order("settle 0")
        scale.order("weight 1234")
        scale_id = adds(owner, web_on_sqlite, "scale", address=f"127.0.0.1:{scale.port}", kind="massa")
        assert "At rest" in seen_live(owner, scale_id, "1.234 kg")
        scale.order("power off")
        seen_live(owner, scale_id, "can not be reached")

        pole_id = adds(
            owner, web_on_sqlite, "pole_display", address=f"127.0.0.1:{pole.port}", kind="epson", codepage="cp866"
        )
        seen_live(owner, pole_id, "Corner")
        assert owner.post(f"/office/devices/{pole_id}/test-pole").status_code == 303
        pole.wait_for(lambda one: "0123456789" in "".join(one.lines))

        scanner_id = adds(owner, web_on_sqlite, "scanner", address=f"127.0.0.1:{scanner.port}")
        seen_live(owner, scanner_id, "Scan something")
        scanner.wait_for(lambda one: one.plugged == 1)
        scanner.scan("4006381333931")
        seen_live(owner, scanner_id, "no page of this till was open")
    with web_on_sqlite.database.read_unit() as tx:
        kinds = [re.sub(r":\d+", ":PORT", device.address) for device in devices(tx)]
    assert kinds == [
        "massa+tcp://127.0.0.1:PORT",
        "epson+tcp://127.0.0.1:PORT?codepage=cp866",
        "scanner+tcp://127.0.0.1:PORT",
    ]
    page = owner.get("/office/devices").text
    assert page.count("not yet verified on hardware") == 3


def test_an_address_that_can_not_be_is_shown_again_with_its_reason(web_on_sqlite: WebShop, owner: Browser) -> None:
    for role, address, words in (
        ("scale", "scales+tcp://192.0.2.70", "There are no scales of the kind scales"),
        ("pole_display", "epson+tcp://192.0.2.70?codepage=cp9", "The code page of the address is not known"),
        ("scanner", "scanner+file:///dev/usb/lp0", "There is no way file to a device"),
    ):
        answer = owner.post(f"/office/tills/{web_on_sqlite.till_id}/{role}", {"name": "X", "address": address})
        assert answer.status_code == 422
        assert words in answer.text
    assert owner.get("/office/devices/77/live").status_code == 404
