"""Column types that carry the shop's values through both databases unchanged."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, cast, func
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ColumnElement
from sqlalchemy.types import TypeDecorator

from app.core.money import Money, UnitPrice

BigId = BigInteger().with_variant(Integer, "sqlite")
"""Keys: SQLite gives row ids only to a column declared INTEGER."""


def _minor(value: Money | None) -> int | None:
    if value is None:
        return None
    if not isinstance(value, Money):
        raise TypeError(f"Money is wanted, not {type(value).__name__}")
    return value.minor


def _scaled(value: UnitPrice | None) -> int | None:
    if value is None:
        return None
    if not isinstance(value, UnitPrice):
        raise TypeError(f"UnitPrice is wanted, not {type(value).__name__}")
    return value.scaled


def _instant(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise TypeError("a time without zone cannot be stored")
    return value.astimezone(UTC)


class _InstantText:
    """Writes an instant as SQLite keeps it. The instant of a unit is written many times, so the last one is kept."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: tuple[datetime | None, str | None] = (None, None)

    def __call__(self, value: datetime | None) -> str | None:
        last, text = self._last
        if value is last:
            return text
        instant = _instant(value)
        if instant is None:
            return None
        text = instant.replace(tzinfo=None).isoformat(" ", "microseconds")
        self._last = (value, text)
        return text


_instant_text = _InstantText()


def _money(value: Any | None) -> Money | None:
    # PostgreSQL answers Decimal for a sum of BIGINT, SQLite int.
    return None if value is None else Money(int(value))


def _unit_price(value: Any | None) -> UnitPrice | None:
    return None if value is None else UnitPrice(int(value))


class MoneyType(TypeDecorator[Money]):
    """Money as BIGINT minor units."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Money | None], int | None]:
        return _minor

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any | None], Money | None]:
        return _money


class UnitPriceType(TypeDecorator[UnitPrice]):
    """A unit price as BIGINT ten-thousandths of a minor unit."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[UnitPrice | None], int | None]:
        return _scaled

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any | None], UnitPrice | None]:
        return _unit_price


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. SQLite would drop an offset in silence, so naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _instant_text if dialect.name == "sqlite" else _instant

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
