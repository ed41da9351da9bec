"""Tills sell without a pause while the plug is pulled at moments nobody chose: what was answered is in the books."""

import random
import threading
from dataclasses import dataclass, field

import pytest

from app.core.ids import new_uid
from devices.emulators.escpos.server import EscposEmulator
from tests.crash.browser import HttpBrowser, LostAnswer
from tests.crash.scene import MakeScene, Scene
from tests.factories.amounts import qty
from tests.support.databases import BACKENDS, Backend
from tests.support.servers import ServerProcess

ROUNDS = 3
PROGRAMS = 3
MOST_SALES_A_ROUND = 12


@dataclass
class Ledger:
    """What the programs that sell remember: every sale they sent, and the number of each that was answered."""

    sent: list[str] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def note(self, uid: str, number: int) -> None:
        with self.changed:
            assert self.answered.setdefault(uid, number) == number, "another number for the same sale"
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.answered) >= count, 60), "the tills stand still"


def body(scene: Scene, uid: str) -> dict[str, object]:
    return {"uid": uid, "lines": [{"product_id": scene.saw.id}], "tenders": [{"kind": "card"}]}


def sell_until_the_lights_go_out(scene: Scene, ledger: Ledger) -> None:
    browser = HttpBrowser(scene.browser.address, {})
    while True:
        uid = new_uid()
        ledger.sent.append(uid)
        try:
            ledger.note(uid, browser.write_sale(scene.api_token, body(scene, uid))["number"])
        except LostAnswer:
            return


def kill_while_they_sell(scene: Scene, ledger: Ledger, server: ServerProcess, sales: int) -> None:
    """Kills the server in the moment so many more sales were answered, with others on their way."""
    programs = [threading.Thread(target=sell_until_the_lights_go_out, args=(scene, ledger)) for _ in range(PROGRAMS)]
    wanted = len(ledger.answered) + sales
    for program in programs:
        program.start()
    ledger.wait_for(wanted)
    server.kill()
    for program in programs:
        program.join(60)
        assert not program.is_alive()


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_was_answered_is_kept_and_what_was_not_can_be_sent_again(make_scene: MakeScene, backend: Backend) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  # shown where the test fails
    chance, ledger = random.Random(seed), Ledger()
    with EscposEmulator() as printer:
        scene = make_scene(backend, printer)
        scene.shop.receives(scene.saw, "995")
        for _ in range(ROUNDS):
            with scene.start("never") as server:
                kill_while_they_sell(scene, ledger, server, chance.randint(1, MOST_SALES_A_ROUND))
            assert scene.shop.faults() == ([], [])
            assert set(ledger.answered.values()) <= set(scene.sales())
        with scene.start("never") as server:
            for uid in ledger.sent:
                ledger.note(uid, scene.browser.write_sale(scene.api_token, body(scene, uid))["number"])
            server.stop()
        assert sorted(ledger.answered.values()) == scene.sales() == list(range(1, len(ledger.sent) + 1))
        assert scene.shop.stock_of(scene.saw) == qty("1000") - 1000 * len(ledger.sent)
        assert scene.shop.faults() == ([], [])
        if backend == "sqlite":
            with scene.shop.database.reader.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
