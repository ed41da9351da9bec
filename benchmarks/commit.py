"""The commit of a sale of ten lines: the whole domain function beside bare rows on the same database product."""

import time
from random import Random

from app.core.db.unit import Database
from app.core.ids import new_uid
from benchmarks.bare import BarePostgres, BareSqlite, BareWriter, sales
from benchmarks.data import Shop
from benchmarks.figures import Goal, Report, Times
from benchmarks.history import LINES_PER_SALE
from benchmarks.selling import pay, pick, scan
from benchmarks.stage import CHECKPOINT_SECONDS, Stage

ROUNDS = 50
SALES_A_ROUND = 40
WARM_UP = 20


def on_sqlite(stage: Stage) -> Report:
    """SQLite, synchronous=FULL: the median, and the tail with the checkpoints."""
    bare_shop = stage.store.sqlite()
    bare_writer = BareSqlite(bare_shop)
    checkout, scans, bare = _interleaved(stage, stage.store.sqlite(), bare_shop, bare_writer, as_text=True)
    bare_writer.close()
    return Report(
        "Commit of a 10-line sale, SQLite, synchronous=FULL",
        (checkout, bare, scans),
        (
            Goal("p50 × bare p50", checkout.p50 / bare.p50, 2.5),
            Goal("p99 × bare p99", checkout.p99 / bare.p99, 0.4),
        ),
    )


def on_postgresql(stage: Stage) -> Report:
    """PostgreSQL as it comes, commits on disk."""
    bare_shop = stage.store.postgresql()
    bare_writer = BarePostgres(bare_shop)
    checkout, scans, bare = _interleaved(stage, stage.store.postgresql(), bare_shop, bare_writer, as_text=False)
    bare_writer.close()
    return Report(
        "Commit of a 10-line sale, PostgreSQL",
        (checkout, bare, scans),
        (Goal("p50 × psycopg pipeline p50", checkout.p50 / bare.p50, 2),),
    )


def _interleaved(  # two sides of one comparison
    stage: Stage, shop: Shop, bare_shop: Shop, bare_writer: BareWriter, *, as_text: bool
) -> tuple[Times, Times, Times]:
    random = Random("carts")  # the same carts in every run
    checkout, scans, bare = Times("checkout, whole domain function"), Times("scan to line"), Times("bare driver")
    rows = sales(bare_shop, as_text=as_text)
    database = Database(shop.url)
    try:
        for turn in range(1 + stage.times(ROUNDS)):
            if turn == 1:  # what the first round measured was warming up
                for times in (checkout, scans, bare):
                    times.seconds.clear()
            for _ in range(SALES_A_ROUND if turn else WARM_UP):
                _sell(database, shop, random, scans, checkout)
            if database.is_sqlite:
                # Our checkpoint must not disturb the other side.
                time.sleep(CHECKPOINT_SECONDS)
            for _ in range(SALES_A_ROUND if turn else WARM_UP):
                sale = next(rows)
                bare.measure(lambda sale=sale: bare_writer.commit(sale))  # type: ignore[misc]  # a value bound early
    finally:
        database.close()
    return checkout, scans, bare


def _sell(database: Database, shop: Shop, random: Random, scans: Times, checkout: Times) -> None:
    till_id, cart_uid = shop.till_ids[0], new_uid()
    for one in pick(shop.catalogue, random, LINES_PER_SALE):
        scans.measure(lambda code=one.code: scan(database, till_id, cart_uid, code))  # type: ignore[misc]  # a value bound early
    checkout.measure(lambda: pay(database, till_id, cart_uid))
