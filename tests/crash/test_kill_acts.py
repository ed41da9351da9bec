"""The plug is pulled at other acts than paying: a scan, the count at night, a sale a program sends."""

import contextlib
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.core.ids import new_uid
from devices.emulators.escpos.server import EscposEmulator
from pos.papers.store import printings
from pos.shift.models import ShiftClose
from tests.crash.browser import LostAnswer
from tests.crash.scene import MakeScene, Scene
from tests.factories.amounts import money
from tests.support.databases import Backend

ON_SQLITE: list[tuple[Backend, str]] = [("sqlite", "before"), ("sqlite", "after")]
ON_BOTH: list[tuple[Backend, str]] = [*ON_SQLITE, ("postgresql", "after")]


def dies(scene: Scene, step: str, act: Callable[[], object]) -> None:
    """Does something at a server that dies of it."""
    with scene.start(step) as server:
        scene.log_in()
        with contextlib.suppress(LostAnswer):
            act()
        assert server.wait() != 0, "".join(server.output)


@pytest.mark.parametrize(("backend", "end"), ON_SQLITE)
def test_a_scan_is_in_the_cart_or_can_be_sent_again(make_scene: MakeScene, backend: Backend, end: str) -> None:
    with EscposEmulator() as printer:
        scene = make_scene(backend, printer)
        scene.desk.adds(scene.saw)
        scan = {"cart_uid": scene.desk.cart_uid, "line_uid": new_uid(), "code": scene.saw.code}
        dies(scene, f"{end} a scan is kept", lambda: scene.browser.post("/till/scan", scan))
        assert scene.desk.rung_up.lines[0].qty_milli == (1000 if end == "before" else 2000)
        with scene.start("never") as server:
            scene.browser.get("/till/")
            for _ in range(2):
                scene.browser.post("/till/scan", scan)
            assert scene.desk.rung_up.lines[0].qty_milli == 2000
            assert scene.desk.rung_up.gross == money("240.00")
            server.stop()
        assert scene.shop.faults() == ([], [])


@pytest.mark.parametrize(("backend", "end"), ON_SQLITE)
def test_a_shift_is_closed_once_with_one_report(make_scene: MakeScene, backend: Backend, end: str) -> None:
    with EscposEmulator() as printer:
        scene = make_scene(backend, printer)
        count = {"uid": new_uid(), "count-10000": "1", "reason": ""}
        dies(scene, f"{end} the count is kept", lambda: scene.browser.post("/till/shift/close", count))
        assert (scene.desk.shift() is None) == (end == "after")
        with scene.start("never") as server:
            scene.browser.get("/till/")
            for _ in range(2):
                scene.browser.post("/till/shift/close", count)
            printer.wait_for_papers(1)
            server.stop()
        with scene.shop.database.read_unit() as tx:
            assert tx.execute(select(func.count()).select_from(ShiftClose)).scalar_one() == 1
            assert [one.outcome for one in printings(tx, f"z:{count['uid']}")] == ["printed"]
        assert len(printer.papers) == 1
        assert scene.shop.faults() == ([], [])


@pytest.mark.parametrize(("backend", "end"), ON_BOTH)
def test_a_programs_sale_is_written_once(make_scene: MakeScene, backend: Backend, end: str) -> None:
    with EscposEmulator() as printer:
        scene = make_scene(backend, printer)
        uid = new_uid()
        body = {"uid": uid, "lines": [{"product_id": scene.saw.id, "qty": "2"}], "tenders": [{"kind": "card"}]}
        step = f"{end} a program's sale is kept"
        dies(scene, step, lambda: scene.browser.write_sale(scene.api_token, body))
        assert scene.sales() == ([] if end == "before" else [1])
        assert scene.desk.cart is None, "half a sale stands in the cart"
        with scene.start("never") as server:
            answers = [scene.browser.write_sale(scene.api_token, body) for _ in range(2)]
            server.stop()
        assert [answer["number"] for answer in answers] == [1, 1]
        assert [answer["repeated"] for answer in answers] == [end == "after", True]
        assert (scene.sales(), scene.moves(), scene.shop.stock_of(scene.saw)) == ([1], 1, 3000)
        assert scene.shop.faults() == ([], [])
