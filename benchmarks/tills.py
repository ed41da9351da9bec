"""Eight tills paying at the same moment, in one process."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from time import perf_counter
from typing import Final

from app.core.db.unit import Database
from app.core.errors import ShopError
from app.core.ids import new_uid
from benchmarks.bare import BareSqlite, sales
from benchmarks.data import Shop
from benchmarks.figures import Goal, Report, Times
from benchmarks.history import LINES_PER_SALE
from benchmarks.selling import pay, pick
from benchmarks.shop import ACTOR, TILLS
from benchmarks.stage import CHECKPOINT_SECONDS, Stage
from pos.cart.service import add_code

ROUNDS: Final = 12
ALONE: Final = 40
"""Carts a round that one cashier pays alone; the other tills' carts are paid by eight at once."""
TOGETHER: Final = 160

Cart = tuple[int, str]


def at_once(stage: Stage) -> Report:
    """Eight cashiers on SQLite beside one bare writer, and beside the time a sale takes alone."""
    shop, bare_shop = stage.store.sqlite(), stage.store.sqlite()
    bare_writer, rows = BareSqlite(bare_shop), sales(bare_shop, as_text=True)
    alone, together, bare = Times("checkout, one till"), Times("checkout, eight tills at once"), Times("bare driver")
    random = Random("tills")  # the same carts in every run
    took_s = 0.0
    failures = 0
    database = Database(shop.url)
    try:
        for _ in range(stage.times(ROUNDS)):
            carts = _filled(database, shop, random)
            for till_id, cart_uid in carts[:ALONE]:
                alone.measure(lambda till_id=till_id, cart_uid=cart_uid: pay(database, till_id, cart_uid))  # type: ignore[misc]  # values bound early
            seconds, failed = _pay_at_once(database, carts[ALONE:], together)
            took_s += seconds
            failures += failed
            # Our checkpoint must not disturb the other side.
            time.sleep(CHECKPOINT_SECONDS)
            for _ in range(TOGETHER):
                sale = next(rows)
                bare.measure(lambda sale=sale: bare_writer.commit(sale))  # type: ignore[misc]  # a value bound early
    finally:
        database.close()
        bare_writer.close()
    rate = len(together.seconds) / took_s
    return Report(
        "Eight tills at once, SQLite, one process",
        (together, alone, bare),
        (
            Goal("sales/s × one bare writer", rate / bare.per_second, 0.7, at_least=True),
            Goal("p99 × 8 of its own p50", together.p99 / (TILLS * alone.p50), 2.5),
            Goal("failures", failures, 0),
        ),
        (f"{rate:.0f} sales/s by eight tills, {bare.per_second:.0f} by one bare writer",),
    )


def _filled(database: Database, shop: Shop, random: Random) -> list[Cart]:
    carts = []
    for till_id in shop.till_ids[TILLS : TILLS + ALONE + TOGETHER]:
        cart_uid = new_uid()
        with database.unit_of_work(ACTOR) as tx:
            for one in pick(shop.catalogue, random, LINES_PER_SALE):
                add_code(tx, till_id, cart_uid, new_uid(), one.code)
        carts.append((till_id, cart_uid))
    return carts


def _pay_at_once(database: Database, carts: list[Cart], times: Times) -> tuple[float, int]:
    """Eight threads, each with its own tills, start together; answers how long they took and how many sales failed."""
    begin = threading.Barrier(TILLS + 1)

    def cashier(own: list[Cart]) -> tuple[list[float], int]:
        seconds, failed = [], 0
        begin.wait()
        for till_id, cart_uid in own:
            started = perf_counter()
            try:
                pay(database, till_id, cart_uid)
            except ShopError:
                failed += 1
            seconds.append(perf_counter() - started)
        return seconds, failed

    with ThreadPoolExecutor(TILLS) as pool:
        at_work = [pool.submit(cashier, carts[number::TILLS]) for number in range(TILLS)]
        begin.wait()
        started = perf_counter()
        outcomes = [one.result() for one in at_work]
        took_s = perf_counter() - started
    for seconds, _ in outcomes:
        times.add(seconds)
    return took_s, sum(failed for _, failed in outcomes)
