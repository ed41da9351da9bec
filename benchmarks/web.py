"""A till over HTTP: from the scan to the line on the page, and a whole sale."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Final

from app.auth.accounts import AccountData, create_account
from app.auth.passwords import hash_password, hash_pin
from app.auth.roles import list_roles, make_built_in_roles
from app.core.config import URL_VARIABLE, read_config
from app.core.db.unit import Database
from app.core.ids import new_uid
from app.places.pairing import pair
from app.web.shared.cookies import TILL
from benchmarks.bare import BareSqlite, sales
from benchmarks.browser import PIN, Page, TillPage
from benchmarks.data import Shop
from benchmarks.figures import Goal, Report, Times
from benchmarks.history import LINES_PER_SALE
from benchmarks.selling import TENDERS, pick
from benchmarks.shop import ACTOR
from benchmarks.stage import CHECKPOINT_SECONDS, Stage
from tests.support.servers import ServerProcess

ROUNDS: Final = 30
SALES_A_ROUND: Final = 6
CLIENTS: Final = 16
SALES_A_CLIENT: Final = 12


def scan_to_line(stage: Stage) -> Report:
    """A scan over HTTP × a page of three lines on the same server, asked by one and by sixteen clients."""
    shop = stage.store.sqlite()
    scan, trivial = Times("scan to line, 1 client"), Times("trivial JSON, 1 client")
    scan_16, trivial_16 = Times("scan to line, 16 clients"), Times("trivial JSON, 16 clients")
    with _tills(shop, CLIENTS) as tills, _trivial_pages(CLIENTS) as pages:
        random = Random("pages")  # the same goods in every run
        for turn in range(1 + stage.times(ROUNDS)):
            if turn == 1:  # what the first round measured was warming up
                scan.seconds.clear()
                trivial.seconds.clear()
            for _ in range(SALES_A_ROUND):
                _sell(tills[0], shop, random, scan)
            time.sleep(CHECKPOINT_SECONDS if turn % 5 == 0 else 0)
            for _ in range(SALES_A_ROUND * LINES_PER_SALE):
                trivial.measure(lambda: _ask_trivial(pages[0]))
        for _ in range(stage.times(5)):
            _at_once([lambda times, one=one: _sell_some(one, shop, times) for one in tills], scan_16)  # type: ignore[misc]  # a value bound early
            time.sleep(CHECKPOINT_SECONDS)
            _at_once([lambda times, one=one: _ask_some(one, times) for one in pages], trivial_16)  # type: ignore[misc]  # a value bound early
    return Report(
        "Scan to line over HTTP, SQLite",
        (scan, trivial, scan_16, trivial_16),
        (
            Goal("1 client, p50 × trivial p50", scan.p50 / trivial.p50, 2.5),
            Goal("1 client, p99 × trivial p99", scan.p99 / trivial.p99, 3),
            Goal("16 clients, p99 × trivial p99", scan_16.p99 / trivial_16.p99, 1.5),
        ),
    )


def whole_sale(stage: Stage) -> Report:
    """Ten scans and the payment over HTTP × one bare commit of the sale."""
    shop, bare_shop = stage.store.sqlite(), stage.store.sqlite()
    bare_writer, rows = BareSqlite(bare_shop), sales(bare_shop, as_text=True)
    sale, bare = Times("ten scans and pay"), Times("bare driver, one commit")
    with _tills(shop, 1) as tills:
        random = Random("sales")  # the same goods in every run
        for turn in range(1 + stage.times(ROUNDS)):
            if turn == 1:  # what the first round measured was warming up
                sale.seconds.clear()
                bare.seconds.clear()
            for _ in range(SALES_A_ROUND):
                sale.measure(lambda: _sell(tills[0], shop, random, Times("unused")))
            # Our checkpoint must not disturb the other side.
            time.sleep(CHECKPOINT_SECONDS)
            for _ in range(4 * SALES_A_ROUND):
                row = next(rows)
                bare.measure(lambda row=row: bare_writer.commit(row))  # type: ignore[misc]  # a value bound early
    bare_writer.close()
    return Report(
        "A whole sale over HTTP, SQLite",
        (sale, bare),
        (Goal("p50 × bare commit p50", sale.p50 / bare.p50, 25),),
    )


def _sell(till: TillPage, shop: Shop, random: Random, scans: Times) -> None:
    for one in pick(shop.catalogue, random, LINES_PER_SALE):
        scans.measure(lambda code=one.code: till.scan(code))  # type: ignore[misc]  # a value bound early
    till.pay([(one.kind, one.amount) for one in TENDERS])


def _sell_some(till: TillPage, shop: Shop, times: Times) -> None:
    random = Random(till.cart_uid)
    for _ in range(SALES_A_CLIENT // 4):
        _sell(till, shop, random, times)


def _ask_some(page: Page, times: Times) -> None:
    for _ in range(SALES_A_CLIENT // 4 * LINES_PER_SALE):
        times.measure(lambda: _ask_trivial(page))


def _ask_trivial(page: Page) -> None:
    form = {"code": "4006381333931", "line_uid": new_uid(), "cart_uid": new_uid(), "version": "1"}
    status, _ = page.ask("POST", "/till/scan", form)
    assert status == 200


def _at_once(acts: Sequence[Callable[[Times], None]], times: Times) -> None:
    """Every act in a thread of its own, with times of its own."""
    own = [Times(times.name) for _ in acts]
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act, mine) for act, mine in zip(acts, own, strict=True)]:
            done.result()
    for mine in own:
        times.add(mine.seconds)


@contextmanager
def _tills(shop: Shop, count: int) -> Iterator[list[TillPage]]:
    """The program in a process of its own, and tills somebody is logged in at."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ending:
        account_id, pairings = _people(shop, count, folder)
        server = ending.enter_context(ServerProcess(["-m", "benchmarks.server", "shop", shop.url, folder]))
        pages = [TillPage(server.address, pairing, account_id) for pairing in pairings]
        for page in pages:
            ending.callback(page.close)
        yield pages


@contextmanager
def _trivial_pages(count: int) -> Iterator[list[Page]]:
    with ExitStack() as ending:
        server = ending.enter_context(ServerProcess(["-m", "benchmarks.server", "trivial"]))
        pages = [Page(server.address) for _ in range(count)]
        for page in pages:
            ending.callback(page.close)
        yield pages


def _people(shop: Shop, tills: int, folder: str) -> tuple[int, list[tuple[str, str]]]:
    """A cashier, and the pairing cookie of each till."""
    config = read_config(None, data_folder=Path(folder), environment={URL_VARIABLE: shop.url})
    database = Database(shop.url)
    try:
        pin_hash, password_hash = hash_pin(PIN), hash_password("a long password")
        with database.unit_of_work(ACTOR) as tx:
            make_built_in_roles(tx)
            owner = next(role.id for role in list_roles(tx) if role.code == "owner")
            data = AccountData("Anna", "anna", None, "en", frozenset({owner}))
            account_id = create_account(tx, data, pin_hash=pin_hash, password_hash=password_hash)
            tokens = [pair(tx, till_id, "benchmark")[1] for till_id in shop.till_ids[:tills]]
    finally:
        database.close()
    return account_id, [(f"{TILL}_{config.port}", token) for token in tokens]
