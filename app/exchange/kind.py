"""What every kind of table does: reads a row, says what it would change, changes it, and takes it back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import ShopError
from app.exchange.cells import Habits
from app.exchange.fields import ColumnMapping, Field
from app.exchange.table.row import Cell, TableRow


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is not taken: its number in the file, the column by its header, the error."""

    row: int
    column: str
    error: ShopError


@dataclass(slots=True)
class Want:
    """What a row of the file says: values by field; a field that is not there is left as it is."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(slots=True)
class Verdict:
    """What a row would do to the books as they are: ``after`` holds the fields that differ, ``before`` what was."""

    want: Want
    act: Literal["created", "updated", "unchanged"]
    entity_id: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed, as the log of the import keeps it.

    ``customer_id`` is whom ``before`` and ``after`` tell about: the log keeps them apart, so that they can be erased.
    """

    row: int
    entity: str
    entity_id: int
    act: Literal["created", "updated"]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    customer_id: int | None = None
    id: int = 0
    erased: bool = False
    """Read from the log after its detail was erased."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row each field stands."""

    places: Mapping[str, tuple[tuple[int, str], ...]]
    fixed: Mapping[str, str]

    @classmethod
    def of(cls, mapping: ColumnMapping, headers: Sequence[str]) -> "Columns":
        """The places of the columns the mapping names."""
        return cls(
            {code: tuple((headers.index(name), name) for name in names) for code, names in mapping.columns.items()},
            dict(mapping.fixed),
        )

    def has(self, code: str) -> bool:
        """Whether the file says anything of the field."""
        return code in self.places or code in self.fixed

    def cell(self, row: TableRow, code: str) -> Cell:
        """The cell of a field, or the value for all rows; empty text where there is neither."""
        if code in self.fixed:
            return self.fixed[code]
        place = self.places.get(code)
        return row.cell(place[0][0]) if place else ""

    def cells(self, row: TableRow, code: str) -> list[Cell]:
        """The cells of a field that may stand in several columns."""
        return [row.cell(index) for index, _ in self.places.get(code, ())]

    def cell_reader(self, code: str, read: Callable[[Cell], Any]) -> Callable[[TableRow], Any]:
        """What reads the field of a row: None where its cell is empty."""

        def of_row(row: TableRow) -> Any:
            cell = self.cell(row, code)
            return None if cell == "" else read(cell)

        return of_row

    def read_into(self, want: Want, row: TableRow, readers: Mapping[str, Callable[[TableRow], Any]]) -> None:
        """Reads each field; what holds something becomes a value, what cannot be read a problem."""
        for code, read in readers.items():
            try:
                value = read(row)
            except ShopError as error:
                want.problems.append(RowProblem(row.number, self.name(code), error))
                continue
            if value not in (None, "", [], {}):
                want.values[code] = value

    def name(self, code: str) -> str:
        """The header of a field, for messages; its code where the file does not have it."""
        place = self.places.get(code)
        return place[0][1] if place else code


class Session(Protocol):
    """One walk through a file of a kind: knows what it needs of the shop, and which rows it saw before."""

    def read(self, row: TableRow) -> Want:
        """What the row says, with every problem that shows without looking at the books."""
        ...

    def compare(self, tx: ReadUnit, wants: Sequence[Want]) -> list[Verdict]:
        """What the rows would do; adds problems to the rows that cannot be done, which get no verdict."""
        ...

    def apply(self, tx: Unit, verdicts: Sequence[Verdict]) -> list[Change]:
        """Does it, and answers what the log must know to take it back."""
        ...


class Kind(Protocol):
    """A kind of table."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def right(self) -> str: ...

    @property
    def fields(self) -> tuple[Field, ...]: ...

    def values_of(self, tx: ReadUnit, code: str) -> Sequence[tuple[str, str]]:
        """The values a field may have for all rows, each with its words in English or as the shop wrote them."""
        ...

    def usual(self, tx: ReadUnit) -> Mapping[str, str]:
        """Fixed values to propose for fields that no column of a file says."""
        ...

    def begin(self, tx: ReadUnit, columns: Columns, habits: Habits) -> Session:
        """Begins a walk. Raises BadInput ``mapping_needs`` where a column is missing without which nothing goes."""
        ...

    def undo(self, tx: Unit, changes: Sequence[Change]) -> dict[int, str]:
        """Takes changes back, newest first; answers by change id the code of what had to be kept."""
        ...
