"""Price tags and label printers on the pages of the office."""

import re

import pytest

from app.core import outbox, outbox_view
from app.core.outbox import Outcome
from app.places.devices import devices
from app.places.service import LABEL_PRINTER, place_of
from devices.labels.options import label_options
from tests.factories.amounts import unit_price
from tests.support.web import SETUP, Browser, WebShop
from warehouse.catalogue.categories import create_category
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.stock.locations import ensure_locations
from warehouse.stock.receiving import Received, receive
from warehouse.tags.jobs import tag_lane

TAGS = "/office/products/tags"
ADDRESS = "zpl+tcp://192.0.2.60:9100?width_mm=43&height_mm=25"


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga at her desk; two tools on the shelf."""
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        shop_id = place_of(tx, web_on_sqlite.till_id).shop_id
        ensure_locations(tx, shop_id)
        add_standard_units(tx)
        tax = create_tax_category(tx, "Tag tax", 2000, code="tagtax")
        saws = create_category(tx, "Saws", create_category(tx, "Tools"))
        saw = create_product(tx, ProductData("Saw", tax, category_id=saws), price=unit_price("15.99"))
        create_product(tx, ProductData("Hammer", tax), price=unit_price("9"))
        receive(tx, shop_id, Received(saw, 7000), "Opening stock")
    return web_on_sqlite.office()


def add_printer(shop: WebShop, owner: Browser) -> int:
    owner.get("/office/devices")
    assert owner.post("/office/tills/1/label-printer", {"name": "Back", "address": ADDRESS}).status_code == 303
    with shop.database.read_unit() as tx:
        return next(device.id for device in devices(tx) if device.role == LABEL_PRINTER)


def shown(owner: Browser, query: str) -> dict[str, str]:
    """The goods in the list, with the tags that are proposed."""
    page = owner.get(f"{TAGS}?{query}").text
    return dict(re.findall(r'aria-label="Tags of (\w+)" value="(\d+)"', page))


def test_goods_are_found_by_branch_word_and_stock(owner: Browser) -> None:
    assert "Every tag says the price of today" in owner.get(TAGS).text
    assert shown(owner, "which=untagged") == {"Hammer": "1", "Saw": "1"}
    assert shown(owner, "category=1&copies=stock") == {"Saw": "7"}
    assert shown(owner, "q=рфььук") == {"Hammer": "1"}
    assert "There is no label printer yet" in owner.get(f"{TAGS}?which=all").text


def test_tags_are_asked_for_once_and_refused_in_words(web_on_sqlite: WebShop, owner: Browser) -> None:
    device_id = add_printer(web_on_sqlite, owner)
    page = owner.get(f"{TAGS}?which=all").text
    uid = re.findall(r'name="uid" value="([^"]+)"', page)[0]
    typed = {"device_id": str(device_id), "uid": uid, "copies-1": "3", "copies-2": ""}
    assert "at most; 0 for none" in owner.post(f"{TAGS}?which=all", typed | {"copies-2": "many"}).text
    assert "No tag was chosen" in owner.post(f"{TAGS}?which=all", typed | {"copies-1": "0"}).text
    for _ in range(2):
        assert owner.post(f"{TAGS}?which=all&_external=1&done=x", typed).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        (message,) = outbox_view.open_messages(tx, tag_lane(device_id))
    assert message.payload == {"job": 1, "start": 0, "count": 3, "clear": False}
    assert owner.get(f"{TAGS}/jobs/1").status_code == 200
    assert owner.get(f"{TAGS}/jobs/99").status_code == 404
    assert owner.post(f"{TAGS}/jobs/1/count", {"came_out": "1"}).status_code == 409
    assert owner.post(f"{TAGS}/jobs/1/stop").status_code == 303
    assert "Stopped after 0" in owner.get(TAGS).text


def test_a_batch_in_doubt_is_decided_on_the_page_of_tags(web_on_sqlite: WebShop, owner: Browser) -> None:
    device_id = add_printer(web_on_sqlite, owner)
    owner.post(TAGS, {"device_id": str(device_id), "uid": "0" * 32, "copies-1": "3"})
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        message = outbox.claim(tx, tag_lane(device_id))
        assert message is not None
        outbox.settle(tx, message, Outcome("in_doubt", "device_lost"))
    answer = owner.post(f"/office/outbox/{message.id}", {"verdict": "happened"})
    assert answer.headers["Location"].endswith(TAGS)
    with web_on_sqlite.database.read_unit() as tx:
        assert outbox.in_doubt(tx) == [message]
    assert "Somebody has to count" in owner.get("/office/devices").text


def test_a_label_printer_is_added_tested_and_paused(web_on_sqlite: WebShop, owner: Browser) -> None:
    wrong = owner.post("/office/tills/1/label-printer", {"name": "Back", "address": "fax+tcp://192.0.2.60"})
    assert (wrong.status_code, "no label printers of the kind fax" in wrong.text) == (422, True)
    device_id = add_printer(web_on_sqlite, owner)
    page = owner.get("/office/devices").text
    assert "not yet verified on hardware" in page
    assert "Add a receipt printer" in page
    assert owner.post(f"/office/devices/{device_id}/test-label").status_code == 303
    assert owner.post(f"/office/devices/{device_id}/pause", {"paused": "yes"}).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        assert outbox_view.lane_status(tx, tag_lane(device_id)).state == "paused"
        assert [message.kind for message in outbox_view.open_messages(tx, tag_lane(device_id))] == ["label_test"]
    plain = {"name": "Desk", "address": "192.0.2.61", "language": "tspl", "size": "30x20"}
    assert owner.post("/office/tills/1/label-printer", plain).status_code == 303
    with web_on_sqlite.database.read_unit() as tx:
        added = devices(tx)[-1]
    assert added.address == "tspl+tcp://192.0.2.61:9100?width_mm=30&height_mm=20"
    changed = {"name": "Desk", "address": "192.0.2.62", "as_written": "yes", "active": "yes"}
    assert owner.post(f"/office/devices/{added.id}", changed).status_code == 422
    picture = owner.client.get(f"/office/products/1/tag.png?device={device_id}", base_url=owner.base_url)
    stock = label_options(ADDRESS).stock
    assert picture.data[16:24] == stock.width_dots.to_bytes(4, "big") + stock.height_dots.to_bytes(4, "big")
