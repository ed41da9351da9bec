"""A sale of ten lines through the lane of a fiscal register: all of our own time until its number is kept."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import thread_time
from typing import Any, Final

from app.core import outbox
from app.core.db import migrate
from app.core.db.engine import sqlite_url
from app.core.db.unit import Database
from app.core.ids import new_uid
from app.core.money import Money, UnitPrice
from app.core.outbox import LaneHandler, Message
from app.core.registry import Registry
from app.places.day import shop_zone
from app.wiring import held_devices, lane_handlers
from benchmarks.figures import SECONDS_TO_MS, Goal, Report, Times
from benchmarks.shop import ACTOR, REDUCED_BP, Opened, open_shop
from benchmarks.stage import Stage
from devices.emulators.atol.server import AtolEmulator
from devices.emulators.datecs.server import DatecsEmulator
from devices.emulators.fiscal.register import ServedRegister
from devices.emulators.shtrih.server import ShtrihEmulator
from pos.cart.service import add_one_off
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.fiscal.codes import add_register
from pos.fiscal.queue import FISCAL_KIND, fiscal_lane
from pos.shift.service import open_shift

SALES: Final = 60
LINES: Final = 10
MOST_MS: Final = 15
_PRICE: Final = UnitPrice.of(Money(1_234))


def through_the_lane(stage: Stage) -> Report:
    """Claimed, sent with its evidence before and after, kept and laid out with its fiscal data; the emulator apart."""
    with _shop() as (database, opened):
        with database.read_unit() as tx:
            zone = shop_zone(tx)
        machines: dict[str, tuple[ServedRegister[Any, Any, Any], str]] = {
            "Shtrih": (ShtrihEmulator(zone=zone), "shtrih+tcp://{place}"),
            "ATOL": (AtolEmulator(zone=zone), "atol+tcp://{place}"),
            "Datecs": (DatecsEmulator(zone=zone), "datecs+tcp://{place}"),
        }
        handlers = lane_handlers(database, held_devices(database), mail_password="")
        own = [
            _registered(stage, database, handlers, opened, till_id, name, *machine)
            for till_id, (name, machine) in zip(opened.till_ids, machines.items(), strict=False)
        ]
    goals = [Goal(f"p50 in ms, {one.name}", one.p50 * SECONDS_TO_MS, MOST_MS) for one in own]
    return Report("Our own time of a registration, through lane, driver and books", own, goals)


@contextmanager
def _shop() -> Iterator[tuple[Database, Opened]]:
    with ExitStack() as ending:
        folder = Path(ending.enter_context(TemporaryDirectory()))
        database = ending.enter_context(closing(Database(sqlite_url(folder / "regulars.db"))))
        migrate.upgrade(database)
        yield database, open_shop(database)


def _registered(
    stage: Stage,
    database: Database,
    handlers: Registry[LaneHandler],
    opened: Opened,
    till_id: int,
    name: str,
    machine: ServedRegister[Any, Any, Any],
    address: str,
) -> Times:
    times = Times(name)
    (standard,) = [category for category, rate_bp in opened.taxes if rate_bp != REDUCED_BP]
    with machine as emulator:
        place = address.format(place=f"{emulator.host}:{emulator.port}")
        with database.unit_of_work(ACTOR) as tx:
            add_register(tx, till_id, "Register", place)
        _work(database, handlers, till_id)
        with database.unit_of_work(ACTOR) as tx:
            open_shift(tx, till_id, new_uid(), {1000: 10})
        _work(database, handlers, till_id)
        for _sale in range(stage.times(SALES)):
            _sell(database, till_id, standard)
            times.add(_work(database, handlers, till_id))
    return times


def _sell(database: Database, till_id: int, tax_category_id: int) -> None:
    cart_uid = new_uid()
    with database.unit_of_work(ACTOR) as tx:
        for number in range(LINES):
            add_one_off(tx, till_id, cart_uid, new_uid(), f"Goods {number} with a name", _PRICE, 2_000, tax_category_id)
        checkout(tx, till_id, cart_uid, None, [TenderRequest("cash")])


def _work(database: Database, handlers: Registry[LaneHandler], till_id: int) -> list[float]:
    """What the lane's thread does until nothing waits; how much of its own time each registration took."""
    took: list[float] = []
    lane = fiscal_lane(till_id)
    while True:
        began = thread_time()
        message = database.transact(ACTOR, lambda tx: outbox.claim(tx, lane))
        if message is None:
            return took
        _carry_out(database, handlers.get(message.kind), message)
        if message.kind == FISCAL_KIND:
            took.append(thread_time() - began)


def _carry_out(database: Database, handler: LaneHandler, message: Message) -> None:
    outcome = handler.act(message)
    assert outcome.state == "done", outcome

    def settle(tx: Any) -> None:
        outbox.settle(tx, message, outcome)
        handler.settle(tx, message, outcome)

    database.transact(ACTOR, settle)
