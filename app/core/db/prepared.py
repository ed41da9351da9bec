"""Statements of the hot path, handed to the driver without the toolkit between.

SQLAlchemy builds a context, a result and rows around each statement, some 40 µs on a machine where SQLite answers
a barcode in 8. Here a statement is compiled once; what is left per call is the driver's work and the types'.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Date, Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from app.core.db.unit import ReadUnit, Unit
from app.core.db.wire import Answer, Convert, Plan, Row, Values

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete


class Prepared:
    """A statement compiled once for each database product, when it is first used.

    Its values have the same names every time; an insert writes the columns that were named the first time.
    ``columns`` are the names of the values where rows are given without them (``write_rows``).
    """

    def __init__(self, statement: Statement, columns: Sequence[str] = ()) -> None:
        self._statement = statement
        self._columns = columns
        self._plans: dict[str, Plan] = {}

    def ask(self, tx: ReadUnit, values: Values) -> Answer:
        """Asks. On PostgreSQL questions asked in a row travel together if their answers are looked at afterwards."""
        return tx.wire.ask(self._plan(tx, values), values)

    def first(self, tx: ReadUnit, values: Values) -> Row | None:
        """The first row, its values in the types of the columns; None where there is no row."""
        return self.ask(tx, values).first()

    def all(self, tx: ReadUnit, values: Values) -> list[Row]:
        """Every row, its values in the types of the columns."""
        return self.ask(tx, values).all()

    def write(self, tx: Unit, *rows: Values) -> None:
        """Writes each of the rows; nothing where there is none.

        What the database has against it is raised now or later, with the commit at the latest: where a failure is to
        be caught, use ``tx.execute``.
        """
        if rows:
            plan = self._plan(tx, rows[0])
            tx.wire.write(plan, [plan.bind(row) for row in rows])

    def write_rows(self, tx: Unit, rows: Sequence[Row]) -> None:
        """Writes rows whose values stand in the order of ``columns``; otherwise as ``write``."""
        if rows:
            plan = self._plan(tx, self._columns)
            tx.wire.write(plan, [plan.bind_row(row) for row in rows])

    def _plan(self, tx: ReadUnit, names: Iterable[str]) -> Plan:
        dialect = tx.database.dialect
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = self._plans[dialect.name] = _compiled(self._statement, dialect, list(names))
        return plan


def _compiled(statement: Statement, dialect: Dialect, names: list[str]) -> Plan:
    # psycopg numbers values by itself where they have no names, and takes them faster.
    counting: Any = type(dialect)
    style: Dialect = dialect if dialect.positional else counting(paramstyle="format")
    # "For many" keeps the compiler from asking for keys that nobody reads.
    compiled: Any = statement.compile(dialect=style, column_keys=names, for_executemany=True)
    if compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch:
        raise TypeError(f"a prepared statement has one text and all its values: {compiled}")
    binds = {name: (bind, _convert(bind.type, dialect)) for name, bind in compiled.binds.items()}
    columns = statement.exported_columns
    reads = [(index, column.type.dialect_impl(dialect)) for index, column in enumerate(columns)]
    converts = [(index, kind.result_processor(dialect, None)) for index, kind in reads]
    return Plan(
        sql=str(compiled),
        pick=_picker(compiled.positiontup),
        sort=_sorter(names, compiled.positiontup),
        binds=tuple(
            (index, convert)
            for index, name in enumerate(compiled.positiontup)
            if (convert := binds[name][1]) is not None
        ),
        reads=tuple((index, convert) for index, convert in converts if convert is not None),
        value_count=sum(bind.required for bind, _ in binds.values()),
        constants={name: bind.value for name, (bind, _) in binds.items() if not bind.required},
    )


def _picker(names: Sequence[str]) -> Callable[[Values], Row]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


def _sorter(names: Sequence[str], positions: Sequence[str]) -> Callable[[Row], Row]:
    if len(names) > 1 and set(names) >= set(positions):
        return itemgetter(*[names.index(name) for name in positions])
    return tuple


def _day_text(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _convert(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(kind, Date) and dialect.name == "sqlite":
        # What the toolkit writes too, without taking the date apart and putting it together again.
        return _day_text
    return kind.dialect_impl(dialect).bind_processor(dialect)
