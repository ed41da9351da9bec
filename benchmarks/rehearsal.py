"""Tries a promotion on all past receipts, in a process of its own: how long, with how much memory.

The limit beside it is the pricing engine alone: the same carts, without the promotion and with it, from memory. Every
receipt is touched and half of them are known customers': less work is there in no shop.
"""

import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, insert, select

import app.schema  # noqa: F401  # every table must be known
from app.core.clock import SystemClock
from app.core.db.unit import Database, Unit
from app.core.ids import new_uid
from app.core.money import Money
from app.crm.models import Customer
from benchmarks.figures import Goal, Report, Times
from benchmarks.history import DAYS, FIRST_DAY
from benchmarks.shop import ACTOR
from benchmarks.stage import Stage
from loyalty.program.store import program_of
from pos.pricing.engine import price
from pos.rehearsal.carts import scenario_of
from pos.rehearsal.goods import GoodsBook
from pos.rehearsal.receipts import receipts_between, span_of
from pos.rehearsal.running import RECEIPTS_A_UNIT, rehearse
from pos.rehearsal.store import Asked, begin, by_uid
from pos.rehearsal.trying import as_proposed
from pos.sale.models import Sale, SaleCustomer
from pos.settings import pricing_shop
from warehouse.stock.locations import locations_of
from warehouse.stock.models import StockMove

CUSTOMERS: Final = 20_000
MOST_SECONDS: Final = 60
FOR_RECEIPTS: Final = 100_000
MOST_TIMES_ENGINE: Final = 3
MOST_MEMORY: Final = 1.1
_ROWS: Final = 10_000
_TENTH_OF_DAYS: Final = DAYS // 10
_RULE: Final[dict[str, Any]] = {"reward": {"type": "percent", "value": "10"}}


def over_a_year(stage: Stage) -> Report:
    """Runs over a tenth of the receipts and over all of them, each in a new process."""
    shop = stage.store.sqlite()
    _prepare(shop.url)
    some, every = _run(shop.url, _TENTH_OF_DAYS), _run(shop.url, DAYS)
    engine, run = Times("a receipt by the engine alone, twice"), Times("a receipt of a run")
    engine.add([every["engine_seconds"]])
    run.add([every["seconds"] / every["receipts"]])
    return Report(
        f"A promotion tried on {every['receipts']:.0f} past receipts",
        (engine, run),
        (
            Goal(f"seconds for {FOR_RECEIPTS:,} receipts", run.p50 * FOR_RECEIPTS, MOST_SECONDS),
            Goal("ratio to the engine alone", run.p50 / engine.p50, MOST_TIMES_ENGINE),
            Goal("peak memory, all receipts / a tenth", every["peak_mb"] / some["peak_mb"], MOST_MEMORY),
        ),
        tuple(f"peak memory for {one['receipts']:.0f} receipts: {one['peak_mb']:.0f} MB" for one in (some, every)),
    )


def _run(url: str, days: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rehearsal", url, str(days)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _prepare(url: str) -> None:
    """Customers for half of the receipts, and what the goods came in for: the history knows neither."""
    database = Database(url)
    try:
        database.transact(ACTOR, _add_customers)
        with database.read_unit() as tx:
            last_id: int = tx.execute(select(func.max(Sale.id))).scalar_one()
            shop_id: int = tx.execute(select(Sale.shop_id).limit(1)).scalar_one()
        for first_id in range(1, last_id + 1, _ROWS):
            database.transact(ACTOR, partial(_name, first_id=first_id, last_id=min(last_id, first_id + _ROWS - 1)))
        database.transact(ACTOR, partial(_add_costs, shop_id=shop_id))
    finally:
        database.close()


def _add_customers(tx: Unit) -> None:
    rows = [
        {
            "uid": new_uid(),
            "name": f"Customer {number}",
            "language": "en",
            "note": "",
            "created_at": tx.now,
            "search_text": f"customer {number}",
            "sort_name": f"customer {number}",
        }
        for number in range(1, CUSTOMERS + 1)
    ]
    tx.execute(insert(Customer), rows)


def _name(tx: Unit, first_id: int, last_id: int) -> None:
    rows = [
        {"sale_id": sale_id, "customer_id": sale_id * 7919 % CUSTOMERS + 1, "at": tx.now, "account_name": ACTOR.name}
        for sale_id in range(first_id, last_id + 1, 2)
    ]
    tx.execute(insert(SaleCustomer), rows)


def _add_costs(tx: Unit, shop_id: int) -> None:
    ends = locations_of(tx, shop_id)
    sold = tx.execute(select(StockMove.product_id).distinct()).scalars()
    rows = [
        {
            "product_id": product_id,
            "from_location_id": ends.supplier,
            "to_location_id": ends.shop,
            "qty_milli": 10_000,
            "cost": Money(500 + product_id % 5_000),
            "document_kind": "receipt",
            "document_id": product_id,
            "at": tx.now,
            "business_date": tx.now.date(),
        }
        for product_id in sold
    ]
    tx.execute(insert(StockMove), rows)


def _measured(url: str, days: int) -> dict[str, float]:
    database = Database(url, clock=SystemClock())
    first_day = FIRST_DAY.date()
    last_day = first_day + timedelta(days=days - 1)
    try:
        asked = Asked(new_uid(), "A tenth off", _RULE, first_day, last_day)
        run = database.transact(ACTOR, lambda tx: begin(tx, asked))
        started = time.perf_counter()
        rehearse(database, run.uid)
        seconds = time.perf_counter() - started
        peak_mb = _peak_mb()
        with database.read_unit() as tx:
            figures = by_uid(tx, run.uid).figures
        engine_seconds = _engine_alone(database, first_day, last_day, run.uid)
    finally:
        database.close()
    if figures.touched != figures.receipts:
        raise AssertionError("not every receipt was touched: the run did less than it should")
    return {
        "receipts": figures.receipts,
        "seconds": seconds,
        "peak_mb": peak_mb,
        "engine_seconds": engine_seconds,
    }


def _peak_mb() -> float:
    """The most memory this process has held; ``ru_maxrss`` would begin with what its parent held at the fork."""
    held = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
    assert held is not None
    return int(held[1]) / 1024


def _engine_alone(database: Database, first_day: date, last_day: date, uid: str) -> float:
    """How long the engine needs for one receipt without the promotion and with it, the carts being there."""
    with database.read_unit() as tx:
        promotion = as_proposed(by_uid(tx, uid).promotion(tx))
        first_id = span_of(tx, first_day, last_day).first_id
        receipts = receipts_between(tx, first_id, first_id + 2 * RECEIPTS_A_UNIT, first_day, last_day)
        book = GoodsBook(tx)
        book.meet(tx, {line.product_id for one in receipts for line in one.lines if line.product_id is not None})
        shop, program = pricing_shop(tx), program_of(tx)
    without = [scenario_of(shop, program, book, one, (), None) for one in receipts]
    with_it = [replace(one, promotions=(promotion,)) for one in without]
    started = time.perf_counter()
    for scenario in (*without, *with_it):
        price(scenario)
    return (time.perf_counter() - started) / len(receipts)


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1], int(sys.argv[2]))))
