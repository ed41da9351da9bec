"""Reads that every scan makes, handed to the driver without the toolkit between.

SQLAlchemy builds a context, a result and rows around each statement, some 40 µs on a machine where SQLite answers
a barcode in 8. Here a statement is compiled once; what is left per call is the driver's work and the types'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Dialect

from app.core.db.unit import ReadUnit

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    sql: str
    names: tuple[str, ...] | None
    """The order of the values where the driver counts them; None where it names them."""
    binds: tuple[tuple[str, Convert | None], ...]
    constants: dict[str, Any]
    reads: tuple[tuple[int, Convert], ...]


def _plan(statement: Select[*tuple[Any, ...]], dialect: Dialect) -> _Plan:
    compiled: Any = statement.compile(dialect=dialect)
    bound = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    constants = {
        name: bound[name](bind.value) if bound[name] else bind.value
        for name, bind in compiled.binds.items()
        if not bind.required
    }
    reads = [
        (index, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for index, column in enumerate(statement.selected_columns)
    ]
    return _Plan(
        sql=str(compiled),
        names=tuple(compiled.positiontup) if compiled.positional else None,
        binds=tuple((name, convert) for name, convert in bound.items() if name not in constants),
        constants=constants,
        reads=tuple((index, convert) for index, convert in reads if convert is not None),
    )


class Prepared:
    """A select that answers one row, compiled once for each database product."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._plans: dict[str, _Plan] = {}

    def first(self, tx: ReadUnit, values: Mapping[str, Any]) -> list[Any] | None:
        """The first row, its values in the types of the columns; None where there is no row.

        Raises what ``tx.execute`` raises: after a driver's error the statement runs again the common way.
        """
        dialect = tx.connection.dialect
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = self._plans[dialect.name] = _plan(self._statement, dialect)
        bound = dict(plan.constants)
        for name, convert in plan.binds:
            value = values[name]
            bound[name] = convert(value) if convert is not None else value
        cursor = tx.connection.connection.cursor()
        try:
            cursor.execute(plan.sql, [bound[name] for name in plan.names] if plan.names is not None else bound)
            found = cursor.fetchone()
        except dialect.loaded_dbapi.Error:
            again = tx.execute(self._statement, values).first()
            return None if again is None else list(again)
        finally:
            cursor.close()
        if found is None:
            return None
        row = list(found)
        for index, convert in plan.reads:
            row[index] = convert(row[index])
        return row
