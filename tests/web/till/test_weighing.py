"""Goods by weight at a till with a scale: taken at once, asked for, refused in words, typed."""

import re
import time
from collections.abc import Iterator

import pytest

from app.core.ids import new_uid
from app.core.journal_pages import Wanted, journal_page
from app.places.devices import add_device, change_device, devices
from app.places.service import SCALE
from devices.emulators.scale.server import ScaleEmulator
from tests.factories.shop import FITTER, Goods, Shop
from tests.web.till.conftest import TillPages

LONGEST_S = 60.0


@pytest.fixture
def emulator(till_pages: TillPages) -> Iterator[ScaleEmulator]:
    """The scale of the till, with nothing on it."""
    with ScaleEmulator(protocol="cas") as emulator:
        emulator.order("settle 0")
        add_scale(till_pages, emulator.port)
        yield emulator
        till_pages.scales.stop()


@pytest.fixture
def apples(shop: Shop) -> Goods:
    """Sold by the kilogram."""
    return shop.product("Apples", "2.00", unit="kg")


def add_scale(till_pages: TillPages, port: int) -> None:
    with till_pages.shop.database.unit_of_work(FITTER) as tx:
        add_device(tx, till_pages.desk.id, SCALE, "Scale", f"cas+tcp://127.0.0.1:{port}?least_g=20")


def shown_until(till_pages: TillPages, words: str) -> str:
    """What the page is told of the scale, once it says so."""
    deadline, after = time.monotonic() + LONGEST_S, "0"
    while time.monotonic() < deadline:
        text = till_pages.get(f"scale/{after}").text
        if words in text:
            return text
        found = re.search(r'data-number="(\d+)"', text)
        assert found is not None
        after = found[1]
    raise TimeoutError(words)


def posts_until_added(till_pages: TillPages, path: str, form: dict[str, object]) -> None:
    """Sends an act, again where a busy machine has not read the scale for long; TimeoutError."""
    deadline, before = time.monotonic() + LONGEST_S, len(quantities(till_pages))
    while time.monotonic() < deadline:
        answer = till_pages.post(path, form)
        if len(quantities(till_pages)) > before:
            assert answer.status_code == 200, answer.text
            return
    raise TimeoutError(path)


def quantities(till_pages: TillPages) -> list[int]:
    cart = till_pages.cart
    return [] if cart is None else [line.qty_milli for line in cart.lines]


def test_goods_that_lie_on_the_scale_become_a_line_at_once(
    till_pages: TillPages, emulator: ScaleEmulator, apples: Goods
) -> None:
    emulator.order("weight 1234")
    shown_until(till_pages, 'data-grams="1234"')
    posts_until_added(till_pages, "scan", {"code": apples.code, "line_uid": new_uid()})
    assert quantities(till_pages) == [1234]
    with till_pages.shop.database.read_unit() as tx:
        (row,) = [row for row in journal_page(tx, Wanted()) if row.kind == "cart.weighed"]
    assert (row.body["grams"], row.body["qty_milli"]) == (1234, 1234)


def test_what_may_not_be_sold_is_said_and_may_be_typed(
    till_pages: TillPages, emulator: ScaleEmulator, apples: Goods
) -> None:
    answer = till_pages.scan(apples.code)
    assert (answer.status_code, answer.headers["X-Open"]) == (409, "weigh")
    assert "Apples" in answer.text
    for order, words in (
        ("weight 0", "Nothing lies on the scale"),
        ("weight 15", "too little for the scale"),
        ("weight -50", "less than nothing"),
        ("weight 99999", "too much on the scale"),
        ("mute on", "does not answer"),
    ):
        emulator.order(order)
        assert 'data-grams=""' in shown_until(till_pages, words)
    line_uid = new_uid()
    typed = till_pages.post("lines", {"product_id": apples.id, "quantity": "0.75", "line_uid": line_uid})
    assert typed.status_code == 200
    assert quantities(till_pages) == [750]


def test_a_weight_is_taken_once_and_only_while_it_is_shown(
    till_pages: TillPages, emulator: ScaleEmulator, apples: Goods
) -> None:
    emulator.order("weight 500")
    shown_until(till_pages, 'data-grams="500"')
    form: dict[str, object] = {"product_id": apples.id, "grams": 500, "line_uid": new_uid()}
    gone = till_pages.post("weighed", {**form, "grams": 480})
    assert (gone.headers["X-Weight-Gone"], quantities(till_pages)) == ("yes", [])
    posts_until_added(till_pages, "weighed", form)
    assert till_pages.post("weighed", form).status_code == 200
    assert quantities(till_pages) == [500]
    shown_until(till_pages, "Take it once more")
    assert till_pages.scan(apples.code).headers["X-Open"] == "weigh"
    posts_until_added(till_pages, "weighed", {**form, "line_uid": new_uid(), "again": "yes"})
    assert quantities(till_pages) == [500, 500]


def test_packing_is_taken_off_by_a_scale_that_can_and_the_others_say_so(
    till_pages: TillPages, emulator: ScaleEmulator
) -> None:
    refused = till_pages.post("scale/tare", {})
    assert (refused.status_code, "by its own key only" in refused.text) == (409, True)
    till_pages.scales.stop()
    with ScaleEmulator(protocol="sics") as better:
        for order in ("settle 0", "weight 120"):
            better.order(order)
        with till_pages.shop.database.unit_of_work(FITTER) as tx:
            (device,) = [one for one in devices(tx) if one.role == SCALE]
            change_device(tx, device.id, "Scale", f"sics+tcp://127.0.0.1:{better.port}", active=True)
        assert "data-rests" in shown_until(till_pages, "0.120")
        assert till_pages.post("scale/tare", {}).status_code == 200
        better.order("weight 620")
        shown_until(till_pages, 'data-grams="500"')
        refused = till_pages.post("scale/zero", {})
        assert (refused.status_code, "empty it" in refused.text) == (409, True)
        till_pages.scales.stop()


def test_without_a_scale_and_with_a_quantity_nothing_is_weighed(till_pages: TillPages, apples: Goods) -> None:
    till_pages.adds(apples)
    till_pages.adds(apples, quantity="0.3")
    assert quantities(till_pages) == [1000, 300]
    add_scale(till_pages, 9)
    till_pages.adds(apples, quantity="0.4")
    asked = till_pages.scan(apples.code)
    assert (asked.status_code, asked.headers["X-Open"]) == (409, "weigh")
    assert "The weight can be typed" in asked.text
    till_pages.scales.stop()
