"""Column types that carry the shop's values through both databases unchanged."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, cast, func
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ColumnElement
from sqlalchemy.types import TypeDecorator

from app.core.money import Money, UnitPrice

BigId = BigInteger().with_variant(Integer, "sqlite")
"""Keys: SQLite gives row ids only to a column declared INTEGER."""


class MoneyType(TypeDecorator[Money]):
    """Money as BIGINT minor units."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Money):
            raise TypeError(f"Money is wanted, not {type(value).__name__}")
        return value.minor

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Money | None:
        # PostgreSQL answers Decimal for a sum of BIGINT, SQLite int.
        return None if value is None else Money(int(value))


class UnitPriceType(TypeDecorator[UnitPrice]):
    """A unit price as BIGINT ten-thousandths of a minor unit."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: UnitPrice | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, UnitPrice):
            raise TypeError(f"UnitPrice is wanted, not {type(value).__name__}")
        return value.scaled

    def process_result_value(self, value: Any | None, dialect: Dialect) -> UnitPrice | None:
        return None if value is None else UnitPrice(int(value))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. SQLite would drop an offset in silence, so naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a time without zone cannot be stored")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def money_sum(column: Any) -> ColumnElement[Money]:
    """``SUM`` of a money column as Money, zero where there is no row."""
    return func.coalesce(func.sum(column), 0, type_=MoneyType())


def whole_sum(column: Any) -> ColumnElement[int]:
    """``SUM`` of an integer column as int on both databases, zero where there is no row."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)
