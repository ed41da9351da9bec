"""The list of customers: searched, sorted and paged by the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, func, select

from app.core import settings
from app.core.db.search import ask, whole_code
from app.core.db.unit import ReadUnit
from app.core.folding import fold, in_other_layout
from app.crm.customers import TABLE, CustomerView, customers_by_ids
from app.crm.labels import bears
from app.crm.links import IS_SOMEBODY
from app.crm.models import Customer
from app.crm.phones import normal_phone, typed_digits
from app.crm.settings import COUNTRY

PAGE_ROWS: Final = 50
MAX_WORDS: Final = 8
MAX_QUERY_LENGTH: Final = 200
PHONE_END_LEAST: Final = 4
"""How many last figures of a phone name its owner well enough."""

Sort = Literal["name", "newest", "birth_date"]
SORTED: Final[tuple[Sort, ...]] = ("name", "newest", "birth_date")
Fragments = Sequence[Sequence[str]]
"""For each piece of a query the folded forms of which one must be there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which customers are asked for, by the uid of a ``label`` too; pages count from 1."""

    query: str = ""
    label: str = ""
    sort: Sort = "name"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """One page of customers, and how many there are in all."""

    wanted: Wanted
    customers: tuple[CustomerView, ...]
    total: int

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE_ROWS))


def list_customers(tx: ReadUnit, wanted: Wanted) -> CustomerPage:
    """The page asked for, or the last one there is.

    A query holds fragments of name, e-mail, phone or card in any order, or a phone in any way of writing. Its
    likeliest reading that finds somebody counts: a whole card or phone, the last figures of one, every fragment
    somewhere, and fragments as the same keys write them in the other layout.
    """
    page = CustomerPage(wanted, (), 0)
    for fragments in _readings(wanted.query, settings.get(tx, COUNTRY)):
        page = _listed(tx, wanted, fragments)
        if page.total:
            break
    return page


def _readings(query: str, country: str) -> Iterator[Fragments]:
    query = query[:MAX_QUERY_LENGTH]
    words = query.split()[:MAX_WORDS]
    if not words:
        yield ()
        return
    figures = typed_digits(query)
    number = normal_phone(query, country) if figures else None
    whole = {fold(query), *([figures] if figures else []), *([number.removeprefix("+")] if number else [])} - {""}
    if whole:
        yield [[whole_code(form) for form in sorted(whole)]]
    if len(figures) >= PHONE_END_LEAST:
        # A national number begins with a zero that is not kept.
        yield [[f"{form}\n" for form in sorted({figures, figures.lstrip("0") or figures})]]
        yield [sorted({figures, figures.lstrip("0") or figures})]
    yield [[form] for form in map(fold, words) if form]
    either = [sorted({fold(word), fold(in_other_layout(word))} - {""}) for word in words]
    yield [forms for forms in either if forms]


def _listed(tx: ReadUnit, wanted: Wanted, fragments: Fragments) -> CustomerPage:
    conditions: list[ColumnElement[bool]] = [*IS_SOMEBODY]
    values: dict[str, Any] = {}
    if wanted.label:
        conditions.append(bears(wanted.label))
    if fragments:
        shape, values = ask(TABLE, fragments, is_sqlite=tx.database.is_sqlite, name="words")
        conditions.append(shape.condition())
    elif wanted.query:
        return CustomerPage(wanted, (), 0)
    total: int = tx.execute(select(func.count()).select_from(Customer).where(*conditions), values).scalar_one()
    empty = CustomerPage(wanted, (), total)
    page = max(1, min(wanted.page, empty.last_page))
    # The page is chosen first, so that cards are looked up for its rows only.
    chosen = select(Customer.id).where(*conditions).order_by(*_order(wanted)).limit(PAGE_ROWS)
    ids = list(tx.execute(chosen.offset((page - 1) * PAGE_ROWS), values).scalars())
    rows = customers_by_ids(tx, ids)
    return replace(empty, wanted=replace(wanted, page=page), customers=tuple(rows[id_] for id_ in ids))


def _order(wanted: Wanted) -> list[Any]:
    down = wanted.descending
    match wanted.sort:
        case "name":
            return [key.desc() if down else key for key in (Customer.sort_name, Customer.id)]
        case "newest":
            return [Customer.id if down else Customer.id.desc()]
        case "birth_date":
            born = Customer.birth_date.desc() if down else Customer.birth_date
            return [Customer.birth_date.is_(None), born, Customer.id]
