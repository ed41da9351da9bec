"""The plug is pulled at every step of a registration: one registration a sale, none lost, books equal fiscal memory."""

import contextlib
from datetime import UTC

import pytest
from sqlalchemy import select

from app.core.clock import SystemClock
from app.core.outbox_tables import OutboxMessage
from devices.emulators.escpos.server import EscposEmulator
from pos.fiscal.codes import add_register
from pos.fiscal.keeping import documents_of_till
from pos.fiscal.queue import fiscal_lane
from tests.crash.browser import LostAnswer
from tests.crash.launcher import FISCAL_STEPS
from tests.crash.scene import MakeScene, Scene
from tests.factories.emulated_registers import KINDS, address_of
from tests.factories.shop import FITTER
from tests.factories.together import until
from tests.support.databases import Backend

ON_POSTGRESQL_TOO = ("before the evidence is kept", "registered, not yet settled")
AT_EVERY_MAKER = ("in the middle of the receipt", "registered, not yet settled")
CASES: list[tuple[Backend, str, str]] = [
    *(("sqlite", "shtrih", step) for step in FISCAL_STEPS),
    *(("postgresql", "shtrih", step) for step in ON_POSTGRESQL_TOO),
    *(("sqlite", maker, step) for maker in ("atol", "datecs p") for step in AT_EVERY_MAKER),
]


def pays(scene: Scene, step: str) -> None:
    """Pays the saw in the cart at a server that dies at the step of its registration."""
    with scene.start(step) as server:
        until(lambda: step == "before the register is asked" or not waits(scene))
        scene.log_in()
        with contextlib.suppress(LostAnswer):
            scene.pay()
        assert server.wait() != 0, "".join(server.output)


def waits(scene: Scene) -> int:
    """How many registrations have not come to an end."""
    with scene.shop.database.read_unit() as tx:
        states = tx.execute(select(OutboxMessage.state).where(OutboxMessage.lane == fiscal_lane(scene.desk.id)))
        return sum(state != "done" for (state,) in states)


@pytest.mark.parametrize(("backend", "maker", "step"), CASES)
def test_a_sale_is_registered_once_wherever_the_power_goes(
    backend: Backend, maker: str, step: str, make_scene: MakeScene
) -> None:
    kind = KINDS[maker]
    with EscposEmulator() as printer, kind.emulator(SystemClock(), UTC) as register:
        scene = make_scene(backend, printer)
        scene.desk.adds(scene.saw)
        with scene.shop.database.unit_of_work(FITTER) as tx:
            add_register(tx, scene.desk.id, "Register", address_of(kind, register))
        pays(scene, step)
        with scene.start("never") as server:
            until(lambda: not waits(scene))
            server.stop()
        with scene.shop.database.read_unit() as tx:
            documents = documents_of_till(tx, scene.desk.id, 100)
        books = [(one.number, one.total.minor, one.sign) for one in documents if one.kind == "sale"]
        assert books == [(kept.number, kept.total, str(kept.sign)) for kept in register.receipts]
        assert [total for _number, total, _sign in books] == [120_00]
        assert scene.shop.faults() == ([], [])
