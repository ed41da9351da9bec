"""The plug is pulled at every step between PAY and the paper; the shop is opened again and counted."""

import contextlib

import pytest

from devices.emulators.escpos.server import EscposEmulator
from pos.cart.service import read_cart
from pos.status import till_status
from tests.crash.browser import LostAnswer
from tests.crash.launcher import STEPS
from tests.crash.scene import MakeScene, Scene
from tests.support.databases import Backend

PAID_BEFORE_THE_COMMIT = ("before the checkout", "before the commit")
PRINTS_AGAIN_BY_ITSELF = (
    *PAID_BEFORE_THE_COMMIT,
    "after the commit, before the answer",
    "before the drawer is settled",
    "after the drawer is settled",
)
ON_POSTGRESQL_TOO = ("before the commit", "after the commit, before the answer", "half of the bytes sent")
CASES: list[tuple[Backend, str]] = [
    *(("sqlite", step) for step in STEPS if step != "never"),
    *(("postgresql", step) for step in ON_POSTGRESQL_TOO),
]


def pull_the_plug_while_paying(scene: Scene, step: str) -> int:
    """Pays on a server that dies at the step; answers the version of the cart that was on the screen."""
    with scene.start(step) as server:
        scene.log_in()
        version = scene.desk.rung_up.version
        with contextlib.suppress(LostAnswer):
            scene.pay()
        if step != "never":
            assert server.wait() != 0, "".join(server.output)
    return version


@pytest.mark.parametrize(("backend", "step"), CASES)
def test_one_sale_and_one_paper_or_an_honest_doubt(backend: Backend, step: str, make_scene: MakeScene) -> None:
    with EscposEmulator() as printer:
        scene = make_scene(backend, printer)
        scene.desk.adds(scene.saw, "2")
        version = pull_the_plug_while_paying(scene, step)

        if step in PAID_BEFORE_THE_COMMIT:
            assert scene.sales() == []
            assert scene.desk.rung_up.lines[0].qty_milli == 2000, "the cart is lost"

        with scene.start("never") as server:
            scene.browser.get("/till/")
            scene.browser.post("/till/pay", scene.form(version))
            if step in PRINTS_AGAIN_BY_ITSELF:
                printer.wait_for_papers(1)
            # Another sale comes after it: what is printed then, was printed in order.
            scene.desk.cart_uid, first = scene.desk.cart_uid.replace("0", "1", 1), scene.desk.cart_uid
            scene.desk.adds(scene.saw)
            scene.pay()
            printer.wait_for(lambda p: any("R" in piece.text and "0000002" in piece.text for piece in p.papers))
            scene.desk.cart_uid = first
            server.stop()

        assert scene.sales() == [1, 2]
        assert scene.moves() == 2
        assert scene.shop.stock_of(scene.saw) == 2000
        assert scene.shop.faults() == ([], [])
        papers = [piece for piece in printer.papers if "0000001" in piece.text]
        assert len(papers) <= 1, "the receipt came out twice"
        outcomes = [one.outcome for one in scene.printed()]
        if step in PRINTS_AGAIN_BY_ITSELF:
            assert (len(papers), outcomes) == (1, ["printed"])
        else:
            assert outcomes == ["may_have_printed"]
            with scene.shop.database.read_unit() as tx:
                doubtful = till_status(tx, scene.desk.id).doubtful_papers
            assert [one.payload["document"] for one in doubtful] == [f"receipt:{first}"]
        with scene.shop.database.read_unit() as tx:
            assert read_cart(tx, scene.desk.id) is None


def test_without_a_plug_pulled_everything_happens_once(make_scene: MakeScene) -> None:
    with EscposEmulator() as printer:
        scene = make_scene("sqlite", printer)
        scene.desk.adds(scene.saw, "2")
        with scene.start("never") as server:
            scene.log_in()
            scene.pay()
            printer.wait_for_papers(1)
            server.stop()
        assert scene.sales() == [1]
        assert [one.outcome for one in scene.printed()] == ["printed"]
        assert printer.condition.kicks == 1
