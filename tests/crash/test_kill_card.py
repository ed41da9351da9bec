"""The plug is pulled at every step of a payment at a card terminal: charged once, and the sale closes afterwards."""

import contextlib
import json
from collections.abc import Iterator

import pytest

from app.core.ids import new_uid
from devices.emulators.card.server import CardTerminalEmulator
from devices.emulators.escpos.server import EscposEmulator
from pos.payments.devices import add_terminal
from pos.payments.reading import recent_payments
from tests.crash.browser import LostAnswer
from tests.crash.launcher import CARD_STEPS
from tests.crash.scene import MakeScene, Scene
from tests.factories.shop import FITTER
from tests.factories.together import until
from tests.support.databases import Backend

CASES: list[tuple[Backend, str]] = [
    *(("sqlite", step) for step in CARD_STEPS),
    ("postgresql", "charged, not yet settled"),
]


@pytest.fixture
def terminal() -> Iterator[CardTerminalEmulator]:
    """A terminal whose customers pay."""
    with CardTerminalEmulator() as emulator:
        emulator.order("by itself approve")
        yield emulator


def pays_by_card(scene: Scene) -> None:
    """Presses PAY."""
    form = {**scene.form(scene.desk.rung_up.version), "payment_uid": new_uid()}
    scene.browser.post("/till/pay", {**form, "tenders": json.dumps([{"kind": "card", "amount": None}])})


def under_way(scene: Scene) -> int:
    """How many payments nobody knows the end of."""
    with scene.shop.database.read_unit() as tx:
        return sum(one.is_under_way for one in recent_payments(tx))


@pytest.mark.parametrize(("backend", "step"), CASES)
def test_a_card_is_charged_once_wherever_the_power_goes(
    backend: Backend, step: str, make_scene: MakeScene, terminal: CardTerminalEmulator
) -> None:
    with EscposEmulator() as printer:
        scene = make_scene(backend, printer)
        with scene.shop.database.unit_of_work(FITTER) as tx:
            add_terminal(tx, scene.desk.id, "Terminal", f"training+tcp://{terminal.host}:{terminal.port}")
        scene.desk.adds(scene.saw)
        with scene.start(step) as server:
            scene.log_in()
            with contextlib.suppress(LostAnswer):
                pays_by_card(scene)
            assert server.wait() != 0, "".join(server.output)
        with scene.start("never") as server:
            until(lambda: not under_way(scene))
            # Where nothing was charged, the first press begins a payment; the last one closes the sale.
            for _ in range(2):
                if not scene.sales():
                    pays_by_card(scene)
                    until(lambda: not under_way(scene))
            if not scene.sales():
                pays_by_card(scene)
            server.stop()
        assert scene.sales() == [1]
        assert terminal.machine.taken == 120_00
        with scene.shop.database.read_unit() as tx:
            assert [one.approved.minor for one in recent_payments(tx) if one.approved] == [120_00]
        assert scene.shop.faults() == ([], [])
