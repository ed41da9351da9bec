"""Finding goods among fifty thousand: by a scanned code and by words, beside the same question in the bare driver."""

from random import Random
from typing import Final

from app.core.codes import match_code
from app.core.db.unit import Database, ReadUnit
from app.core.folding import fold
from benchmarks.bare import BareSqlite
from benchmarks.data import Shop
from benchmarks.figures import Goal, Report, Times
from benchmarks.stage import Stage
from warehouse.catalogue.sold_as import product_by_code
from warehouse.shelf.search import search_products

CODES: Final = 20_000
QUERIES: Final = 600
HITS: Final = 20

_BARCODE: Final = """
SELECT p.id, p.sku, p.name, p.unit_code, u.decimals, p.tax_category_id, b.id, b.pack_qty_milli, b.pack_price,
  (SELECT price FROM product_price WHERE product_id = p.id AND valid_from <= datetime('now')
   ORDER BY valid_from DESC LIMIT 1),
  (SELECT rate_bp FROM tax_rate WHERE tax_category_id = p.tax_category_id AND valid_from <= date('now')
   ORDER BY valid_from DESC LIMIT 1)
FROM barcode b JOIN product p ON p.id = b.product_id JOIN unit u ON u.code = p.unit_code
WHERE b.match_code = ?
"""
_WORDS: Final = """
SELECT p.id, p.sku, p.name, p.unit_code,
  (SELECT price FROM product_price WHERE product_id = p.id AND valid_from <= datetime('now')
   ORDER BY valid_from DESC LIMIT 1),
  (SELECT qty_milli FROM stock_level WHERE product_id = p.id AND location_id = 1)
FROM product_search s JOIN product p ON p.id = s.rowid
WHERE product_search MATCH ? AND p.active ORDER BY length(p.name), p.name LIMIT ?
"""


def among_many(stage: Stage) -> Report:
    """A barcode's 99th percentile and the median of a search by words, each × bare SQLite."""
    shop = stage.store.sqlite()
    bare = BareSqlite(shop)
    database = Database(shop.url)
    try:
        with database.read_unit() as tx:
            by_code, bare_code = _codes(tx, bare, shop, stage.times(CODES))
            by_words, bare_words = _words(tx, bare, shop, stage.times(QUERIES))
    finally:
        database.close()
        bare.close()
    return Report(
        "Finding goods among 50,000 products, SQLite",
        (by_code, bare_code, by_words, bare_words),
        (
            Goal("barcode p99 × bare sqlite3 p99", by_code.p99 / bare_code.p99, 4),
            Goal("search p50 × bare sqlite3 p50", by_words.p50 / bare_words.p50, 4),
        ),
    )


def _codes(tx: ReadUnit, bare: BareSqlite, shop: Shop, count: int) -> tuple[Times, Times]:
    ours, others = Times("barcode to price and tax"), Times("the same, bare driver")
    random = Random("codes")  # the same codes in every run
    for one in random.choices(shop.catalogue, k=count):
        assert product_by_code(tx, one.code) is not None
        bare.connection.execute(_BARCODE, (match_code(one.code),)).fetchone()
    for turn, one in enumerate(random.choices(shop.catalogue, k=count)):
        steps = [
            lambda code=one.code: ours.measure(lambda: product_by_code(tx, code)),
            lambda code=one.code: others.measure(
                lambda: bare.connection.execute(_BARCODE, (match_code(code),)).fetchone()
            ),
        ]
        # Whoever asks second finds the page in memory.
        for step in steps if turn % 2 else reversed(steps):
            step()
    return ours, others


def _words(tx: ReadUnit, bare: BareSqlite, shop: Shop, count: int) -> tuple[Times, Times]:
    ours, others = Times("search by words, best 20"), Times("one index question, bare driver")
    random = Random("words")  # the same words in every run
    for one in random.choices(shop.catalogue, k=count):
        query = _typed(one.name, random)
        match = " AND ".join(f'"{word}"' for word in fold(query).split())
        ours.measure(lambda query=query: search_products(tx, query, HITS, 1))  # type: ignore[misc]  # a value bound early
        others.measure(lambda match=match: bare.connection.execute(_WORDS, (match, HITS)).fetchall())  # type: ignore[misc]  # a value bound early
    return ours, others


def _typed(name: str, random: Random) -> str:
    """One to three fragments of the words of a name, as people type them."""
    words = [word for word in name.split() if len(word) > 3] or name.split()
    chosen = random.sample(words, min(len(words), random.randrange(1, 4)))
    return " ".join(word[: random.randrange(3, len(word) + 1)] for word in chosen)
