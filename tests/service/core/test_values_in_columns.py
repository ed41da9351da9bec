"""Values come out of both databases as they went in, and what would change on the way is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.types import TypeEngine

from app.core.actor import Actor
from app.core.db.types import MoneyType, UnitPriceType, UtcDateTime, money_sum, whole_sum
from app.core.db.unit import Database, Unit
from app.core.money import ZERO, Money, UnitPrice

ANNA = Actor("Anna")
MOST = 2**63 - 1

kept = Table(
    "kept",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("amount", MoneyType),
    Column("price", UnitPriceType),
    Column("at", UtcDateTime),
)


@pytest.fixture
def table(database: Database) -> Iterator[Database]:
    """A database with a table of each kind of value."""
    with database.writer.begin() as connection:
        kept.create(connection)
    yield database
    with database.writer.begin() as connection:
        kept.drop(connection)


def keep(database: Database, **values: Any) -> Any:
    """What a row of these values reads as."""

    def use_case(tx: Unit) -> Any:
        key = tx.execute(insert(kept), values).inserted_primary_key
        assert key is not None
        return tx.execute(select(kept).where(kept.c.id == key[0])).one()

    return database.transact(ANNA, use_case)


@pytest.mark.parametrize("minor", [0, 1, -1, 2**53 + 1, -(2**53) - 1, MOST, -MOST])
def test_amounts_come_back_to_the_last_unit(table: Database, minor: int) -> None:
    row = keep(table, amount=Money(minor), price=UnitPrice(minor))
    assert (row.amount, row.price) == (Money(minor), UnitPrice(minor))


@pytest.mark.parametrize("hours", [-11, 0, 3, 14])
def test_an_instant_comes_back_in_utc(table: Database, hours: int) -> None:
    told = datetime(2026, 3, 6, 1, 30, 15, 123456, tzinfo=timezone(timedelta(hours=hours)))
    at = keep(table, at=told).at
    assert at == told
    assert at.tzinfo is UTC


def test_nothing_stays_nothing(table: Database) -> None:
    row = keep(table, amount=None)
    assert (row.amount, row.price, row.at) == (None, None, None)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount", 100),
        ("amount", 1.0),
        ("amount", "1.00"),
        ("amount", UnitPrice(1)),
        ("price", 100),
        ("price", Money(1)),
        ("at", datetime(2026, 3, 6, 12, 0)),  # noqa: DTZ001  # the mistake that is meant
    ],
)
def test_values_of_another_kind_are_refused(table: Database, column: str, value: Any) -> None:
    with pytest.raises((TypeError, StatementError)):
        keep(table, **{column: value})


def test_an_instant_without_zone_is_not_even_asked_for(table: Database) -> None:
    with table.read_unit() as tx, pytest.raises((TypeError, StatementError)):
        tx.execute(select(kept).where(kept.c.at < datetime(2026, 3, 6))).all()  # noqa: DTZ001  # the mistake


def test_sums_are_of_the_kind_of_their_column(table: Database) -> None:
    def sums(tx: Unit) -> Any:
        return tx.execute(select(money_sum(kept.c.amount), whole_sum(kept.c.id))).one()

    assert tuple(table.transact(ANNA, sums)) == (ZERO, 0)
    for minor in (10, 10, 10, -1):
        keep(table, amount=Money(minor))
    total, ids = table.transact(ANNA, sums)
    assert total == Money(29)
    assert (type(ids), ids) == (int, 1 + 2 + 3 + 4)


@pytest.mark.parametrize("kind", [MoneyType(), UnitPriceType(), UtcDateTime()])
def test_statements_with_these_types_are_compiled_once(kind: TypeEngine[Any]) -> None:
    assert kind._static_cache_key is not None
    assert kind.cache_ok  # type: ignore[attr-defined]  # a decorator of types has it
