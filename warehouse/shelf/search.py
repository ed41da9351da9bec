"""Finding a product by any fragments, in any order, in either keyboard layout; the best hit first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql import FromClause

from app.core.codes import match_code
from app.core.db.search import Shape, ask, name_start, whole_code, word_start
from app.core.db.unit import ReadUnit
from app.core.folding import fold, in_other_layout
from warehouse.catalogue.models import Barcode, Favourite, Product, UnitOfMeasure, Variant
from warehouse.shelf.cards import CARD_COLUMNS, ProductCard, card_values, read_card

TABLE: Final = "product"
CANDIDATES: Final = 200
"""How many products are compared: what follows would be page ten of a list that nobody reads at a till."""
_EXACT: Final = 0
_NAME_START: Final = 1
_WORD_STARTS: Final = 2
_ANYWHERE: Final = 3
MAX_WORDS: Final = 8
MAX_QUERY_LENGTH: Final = 200

Words = Sequence[Sequence[str]]
"""For each word of a query the folded forms it may have."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A product that was found, or the best of several variants of a family (``found`` counts them) as one hit.

    ``family_id`` is None where the product is no variant, and where it was asked for by its own code.
    """

    card: ProductCard
    family_id: int | None
    found: int


def search_products(tx: ReadUnit, query: str, limit: int, shop_id: int) -> list[ProductCard]:
    """The active products that hold every word of the query in name, SKU or codes, best first.

    Best is the exact code or SKU, then a name that begins with one of the words, then words that begin so, then
    fragments; among equals favourites, then the shorter name. Where nothing is found, each word is also tried as
    the same keys write it in the other layout (``lhtkm`` is ``дрель``).
    """
    return [hit.card for hit in _in_either_layout(tx, query, limit, shop_id, by_family=False)]


def search_hits(tx: ReadUnit, query: str, limit: int, shop_id: int) -> list[Hit]:
    """The same, with the variants of a family as one hit; a variant alone where no other of its family was found."""
    return _in_either_layout(tx, query, limit, shop_id, by_family=True)


def retired_products(tx: ReadUnit, query: str, limit: int) -> list[int]:
    """The ids of products out of sale that hold every word of the query, in either layout, the newest first."""
    for words in (words_of(query), words_in_either_layout(query)):
        if not words:
            return []
        shape, values = ask(TABLE, words, is_sqlite=tx.database.is_sqlite, name="words")
        asked = select(Product.id).where(shape.condition(), Product.active.is_(False)).order_by(Product.id.desc())
        found = tx.execute(asked.limit(limit), values).scalars().all()
        if found:
            return list(found)
    return []


def _in_either_layout(tx: ReadUnit, query: str, limit: int, shop_id: int, *, by_family: bool) -> list[Hit]:
    found = _search(tx, query, words_of(query), limit, shop_id, by_family=by_family)
    if not found:
        other = in_other_layout(query)
        found = _search(tx, other, words_in_either_layout(query), limit, shop_id, by_family=by_family)
    return found


def words_of(query: str) -> Words:
    """The folded words of a query, each in one form."""
    return [[folded] for folded in map(fold, _typed(query)) if folded]


def words_in_either_layout(query: str) -> Words:
    """The folded words of a query, each as it stands and as the same keys write it in the other layout."""
    either = [sorted({fold(word), fold(in_other_layout(word))} - {""}) for word in _typed(query)]
    return [forms for forms in either if forms]


def _typed(query: str) -> list[str]:
    return query[:MAX_QUERY_LENGTH].split()[:MAX_WORDS]


@dataclass(frozen=True, slots=True)
class _Question:
    """One reading of a query: which rows hold it, and what makes a row one of the best."""

    shapes: tuple[Shape, Shape, Shape, Shape]
    values: dict[str, str]


def _question(whole: str, words: Words, *, is_sqlite: bool, row_by_row: bool) -> _Question:
    starts = [[word_start(form) for form in forms] for forms in words]
    names = [name_start(form) for forms in words for form in forms]
    ranks = {"exact": [[whole_code(fold(whole))]], "name": [names, *starts], "start": starts}
    anywhere, values = ask(TABLE, words, is_sqlite=is_sqlite, name="anywhere")
    shapes = [anywhere]
    for name, fragments in ranks.items():
        shape, of_shape = ask(TABLE, fragments, is_sqlite=is_sqlite, name=name, row_by_row=row_by_row)
        shapes.append(shape)
        values |= of_shape
    return _Question((shapes[0], shapes[1], shapes[2], shapes[3]), values)


def _search(tx: ReadUnit, whole: str, words: Words, limit: int, shop_id: int, *, by_family: bool) -> list[Hit]:
    if not words:
        return []
    values: dict[str, Any] = card_values(tx, shop_id) | {"limit": limit, "code": match_code(whole)}
    on = tx.database.is_sqlite
    asked = _question(whole, words, is_sqlite=on, row_by_row=True)
    rows = tx.execute(_ranked(*asked.shapes, by_family=by_family), values | asked.values).all()
    hits = [_hit(row) for row in rows]
    if not rows or rows[0].total <= CANDIDATES:
        return hits
    # Too many to compare them all: let the index bring those that begin so.
    asked = _question(whole, words, is_sqlite=on, row_by_row=False)
    best = map(_hit, tx.execute(_beginnings(*asked.shapes, by_family=by_family), values | asked.values))
    together: dict[tuple[int | None, int], Hit] = {}
    for hit in (*best, *hits):
        key = (hit.family_id, hit.card.product_id if hit.family_id is None else 0)
        known = together.setdefault(key, hit)
        together[key] = replace(known, found=max(known.found, hit.found))
    return list(together.values())[:limit]


def _hit(row: Row[*tuple[Any, ...]]) -> Hit:
    return Hit(read_card(row), row.family_id, row.found)


def _of_code() -> FromClause:
    return select(Barcode.product_id.label("id")).where(Barcode.match_code == bindparam("code")).subquery()


@lru_cache(maxsize=64)
def _ranked(anywhere: Shape, exact: Shape, name: Shape, start: Shape, *, by_family: bool) -> Select[*tuple[Any, ...]]:
    """The products that hold the words anywhere, each ranked by what it is found by."""
    of_code, holding = _of_code(), _candidates(anywhere)
    both = union_all(
        select(of_code.c.id, _number(_EXACT).label("rank")), select(holding.c.id, _number(_ANYWHERE).label("rank"))
    ).subquery()
    found = select(both.c.id, func.min(both.c.rank).label("rank")).group_by(both.c.id).subquery()
    rank = case(
        (or_(found.c.rank == _EXACT, exact.condition()), _EXACT),
        (name.condition(), _NAME_START),
        (start.condition(), _WORD_STARTS),
        else_=_ANYWHERE,
    )
    return _cards(found, rank, by_family=by_family)


@lru_cache(maxsize=64)
def _beginnings(
    _anywhere: Shape, exact: Shape, name: Shape, start: Shape, *, by_family: bool
) -> Select[*tuple[Any, ...]]:
    """The products found by a whole code, by the beginning of the name, by the beginnings of words, in that order."""
    ranked = [
        (_EXACT, _of_code()),
        (_EXACT, _candidates(exact)),
        (_NAME_START, _candidates(name)),
        (_WORD_STARTS, _candidates(start)),
    ]
    both = union_all(*(select(rows.c.id, _number(rank).label("rank")) for rank, rows in ranked)).subquery()
    found = select(both.c.id, func.min(both.c.rank).label("rank")).group_by(both.c.id).subquery()
    return _cards(found, found.c.rank, by_family=by_family)


def _candidates(shape: Shape) -> FromClause:
    return shape.ids(Product.active.is_(True)).limit(_number(CANDIDATES + 1)).subquery()


def _cards(found: FromClause, rank: ColumnElement[int], *, by_family: bool) -> Select[*tuple[Any, ...]]:
    """The cards of the best of the products found. They are chosen first, so that only theirs are looked up."""
    chosen = _chosen(found, rank, by_family=by_family).subquery()
    return (
        select(*CARD_COLUMNS, chosen.c.total, chosen.c.family_id, chosen.c.found)
        .join(chosen, chosen.c.id == Product.id)
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .order_by(chosen.c.place)
    )


def _chosen(found: FromClause, rank: ColumnElement[int], *, by_family: bool) -> Select[*tuple[Any, ...]]:
    favourite = exists().where(Favourite.product_id == Product.id, Favourite.shop_id == bindparam("shop"))
    order: list[Any] = [rank, favourite.desc(), func.length(Product.name), Product.name, Product.id]
    listed = select(
        Product.id,
        func.row_number().over(order_by=order).label("place"),
        func.count().over().label("total"),
    ).join(found, found.c.id == Product.id)
    if not by_family:
        alone = listed.add_columns(null().label("family_id"), _number(1).label("found"))
        return alone.where(Product.active).order_by(literal_column("2")).limit(bindparam("limit"))
    family_id = case((rank == _EXACT, null()), else_=Variant.family_id)
    of_family = listed.add_columns(family_id.label("family_id"))
    ranked = of_family.outerjoin(Variant, Variant.product_id == Product.id).where(Product.active).subquery()
    alike = func.coalesce(-ranked.c.family_id, ranked.c.id)
    counted = select(
        *ranked.c,
        func.row_number().over(partition_by=alike, order_by=ranked.c.place).label("nth"),
        func.count().over(partition_by=alike).label("found"),
    ).subquery()
    return select(counted).where(counted.c.nth == 1).order_by(counted.c.place).limit(bindparam("limit"))


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value), Integer)
