"""The job that counts habits, favourites and pairs of goods anew, in small units that keep no till waiting."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import delete, func, insert, select

from app.core.actor import program
from app.core.db.unit import Database, ReadUnit, Unit
from app.crm.models import Customer
from app.places.day import today
from pos.recognition.buying import buying_days_between
from pos.recognition.favourites import count_favourites
from pos.recognition.groups import BEST_FROM
from pos.recognition.habit import Habit, habit_of
from pos.recognition.models import CustomerFavourite, CustomerHabit, GoodsPair
from pos.recognition.pairs import PAIRS_OF_PRODUCT, pairs_of_goods

CUSTOMERS_A_UNIT: Final = 500
PAIRS_A_UNIT: Final = 2_000
_ACTOR: Final = program("job:recognise_regulars")
_HABIT_COLUMNS: Final = tuple(field.name for field in fields(Habit))


def recognise_regulars(database: Database) -> None:
    """Counts every customer's habit and favourites as of today, and what goods go with what."""
    with database.read_unit() as tx:
        last_id = tx.execute(select(func.max(Customer.id))).scalar() or 0
    for first_id in range(1, last_id + 1, CUSTOMERS_A_UNIT):
        _count_customers(database, first_id, min(last_id, first_id + CUSTOMERS_A_UNIT - 1))
    _count_pairs(database)


def _count_customers(database: Database, first_id: int, last_id: int) -> None:
    # The long part reads only. A sale in between is counted the next time: these are figures of a day.
    with database.read_unit() as tx:
        erased = _erased(tx, first_id, last_id)
        found: dict[type[CustomerHabit | CustomerFavourite], list[dict[str, Any]]] = {
            CustomerHabit: _habits(tx, first_id, last_id),
            CustomerFavourite: count_favourites(tx, first_id, last_id),
        }

    def write(tx: Unit) -> None:
        tx.outdate(BEST_FROM)
        for table, rows in found.items():
            tx.execute(delete(table).where(table.customer_id.between(first_id, last_id)))
            known = [row for row in rows if row["customer_id"] not in erased]
            if known:
                tx.execute(insert(table), known)

    database.transact(_ACTOR, write)


def _erased(tx: ReadUnit, first_id: int, last_id: int) -> set[int]:
    between = Customer.id.between(first_id, last_id)
    return set(tx.execute(select(Customer.id).where(between, Customer.erased_at.is_not(None))).scalars())


def _habits(tx: ReadUnit, first_id: int, last_id: int) -> list[dict[str, Any]]:
    as_of = today(tx)
    rows = []
    for customer_id, days in buying_days_between(tx, first_id, last_id).items():
        habit = habit_of(days, as_of)
        if habit is not None:
            values = {name: getattr(habit, name) for name in _HABIT_COLUMNS}
            rows.append({"customer_id": customer_id, "as_of": as_of, **values})
    return rows


def _count_pairs(database: Database) -> None:
    with database.read_unit() as tx:
        pairs = pairs_of_goods(tx)
        known = set(tx.execute(select(GoodsPair.product_id).distinct()).scalars())
    by_product: dict[int, list[dict[str, Any]]] = {product_id: [] for product_id in known}
    for pair in pairs:
        by_product.setdefault(pair["product_id"], []).append(pair)
    products = sorted(by_product)
    step = PAIRS_A_UNIT // PAIRS_OF_PRODUCT
    for start in range(0, len(products), step):
        _write_pairs(database, products[start : start + step], by_product)


def _write_pairs(database: Database, products: Sequence[int], by_product: dict[int, list[dict[str, Any]]]) -> None:
    rows = [row for product_id in products for row in by_product[product_id]]

    def write(tx: Unit) -> None:
        tx.execute(delete(GoodsPair).where(GoodsPair.product_id.in_(products)))
        if rows:
            tx.execute(insert(GoodsPair), rows)

    database.transact(_ACTOR, write)
