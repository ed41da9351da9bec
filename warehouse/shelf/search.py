"""Finding a product by any fragments, in any order, in either keyboard layout; the best hit first."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, literal_column, select, union_all
from sqlalchemy.sql import FromClause

from app.core.db.search import Shape, ask, name_start, whole_code, word_start
from app.core.db.unit import ReadUnit
from app.core.folding import fold, in_other_layout
from warehouse.catalogue.codes import match_code
from warehouse.catalogue.models import Barcode, Favourite, Product, UnitOfMeasure
from warehouse.shelf.cards import CARD_COLUMNS, ProductCard, card_values, read_card

TABLE: Final = "product"
CANDIDATES: Final = 100
"""How many products of each rank are compared: what follows would be page ten of a list nobody reads at a till."""
MAX_WORDS: Final = 8
MAX_QUERY_LENGTH: Final = 200

Words = Sequence[Sequence[str]]
"""For each word of a query the folded forms it may have."""


def search_products(tx: ReadUnit, query: str, limit: int, shop_id: int) -> list[ProductCard]:
    """The active products that hold every word of the query in name, SKU or codes, best first.

    Best is the exact code or SKU, then a name that begins with one of the words, then words that begin so, then
    fragments; among equals favourites, then the shorter name. Where nothing is found, each word is also tried as
    the same keys write it in the other layout (``lhtkm`` is ``дрель``).
    """
    typed = query[:MAX_QUERY_LENGTH].split()[:MAX_WORDS]
    words = [[folded] for folded in map(fold, typed) if folded]
    found = _search(tx, query, words, limit, shop_id)
    if not found:
        either = [sorted({fold(word), fold(in_other_layout(word))} - {""}) for word in typed]
        found = _search(tx, in_other_layout(query), [forms for forms in either if forms], limit, shop_id)
    return found


def _search(tx: ReadUnit, whole: str, words: Words, limit: int, shop_id: int) -> list[ProductCard]:
    if not words:
        return []
    on = tx.database.is_sqlite
    starts = [[word_start(form) for form in forms] for forms in words]
    names = [name_start(form) for forms in words for form in forms]
    exact, of_exact = ask(TABLE, [[whole_code(fold(whole))]], is_sqlite=on, name="exact")
    name, of_name = ask(TABLE, [names, *starts], is_sqlite=on, name="name")
    start, of_start = ask(TABLE, starts, is_sqlite=on, name="start")
    values: dict[str, Any] = card_values(tx, shop_id) | {"limit": limit, "code": match_code(whole)}
    best = tx.execute(_beginnings(exact, name, start), values | of_exact | of_name | of_start).all()
    hits = [read_card(row) for row in best]
    if len(hits) < limit:
        anywhere, of_anywhere = ask(TABLE, words, is_sqlite=on, name="anywhere")
        more = tx.execute(_fragments(anywhere), values | of_anywhere | {"seen": [hit.product_id for hit in hits]})
        hits += [read_card(row) for row in more]
    return hits[:limit]


@lru_cache(maxsize=64)
def _beginnings(exact: Shape, name: Shape, start: Shape) -> Select[*tuple[Any, ...]]:
    """The products found by whole codes, by the beginning of the name and by the beginnings of words, in that order."""
    by_code = select(Barcode.product_id.label("id")).where(Barcode.match_code == bindparam("code"))
    ranked = [
        (0, by_code.subquery()),
        *((rank, _candidates(shape)) for rank, shape in enumerate((exact, name, start))),
    ]
    found = union_all(*(select(rows.c.id, _number(rank).label("rank")) for rank, rows in ranked)).subquery()
    best = select(found.c.id, func.min(found.c.rank).label("rank")).group_by(found.c.id).subquery()
    return _cards(best, best.c.rank)


@lru_cache(maxsize=64)
def _fragments(anywhere: Shape) -> Select[*tuple[Any, ...]]:
    """The products that hold the words anywhere, but those already found."""
    return _cards(_candidates(anywhere, Product.id.not_in(bindparam("seen", expanding=True))))


def _candidates(shape: Shape, *where: ColumnElement[bool]) -> FromClause:
    return shape.ids(Product.active.is_(True), *where).limit(_number(CANDIDATES)).subquery()


def _cards(found: FromClause, *rank: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """The cards of the best of the products found. They are chosen first, so that only theirs are looked up."""
    favourite = exists().where(Favourite.product_id == Product.id, Favourite.shop_id == bindparam("shop"))
    order: list[Any] = [*rank, favourite.desc(), func.length(Product.name), Product.name, Product.id]
    chosen = (
        select(Product.id, func.row_number().over(order_by=order).label("place"))
        .join(found, found.c.id == Product.id)
        .where(Product.active)
        .order_by(literal_column("2"))
        .limit(bindparam("limit"))
        .subquery()
    )
    return (
        select(*CARD_COLUMNS)
        .join(chosen, chosen.c.id == Product.id)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .order_by(chosen.c.place)
    )


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value), Integer)
