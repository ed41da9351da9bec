"""The days whose rows are exported."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

from app.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Period:
    """Business dates, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def checked(self) -> "Period":
        """The period; BadInput ``period_backwards`` where it ends before it begins."""
        if self.first is not None and self.last is not None and self.last < self.first:
            raise BadInput("period_backwards", "to")
        return self

    def conditions(self, column: Any) -> list[ColumnElement[bool]]:
        """That a row's date lies in the period."""
        from_first = [column >= self.first] if self.first is not None else []
        return from_first + ([column <= self.last] if self.last is not None else [])
