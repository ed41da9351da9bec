"""A shop into which tables are imported."""

import io
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from app.core.actor import Actor
from app.core.db.model import Base
from app.exchange import change_log, store
from app.exchange.fields import ColumnMapping
from app.exchange.kinds import kind_named
from app.exchange.runs import Imports, Report
from app.exchange.store import ImportView, Options
from app.exchange.table.row import Choices
from tests.factories.shop import FITTER, Shop

NOT_RESTORED = {
    "data_import", "import_change", "import_change_detail", "import_undo", "import_mapping", "journal_entry",
    "journal_head", "journal_detail", "event_feed", "number_series", "product_search",
}  # fmt: skip
"""Tables that only grow, whatever is taken back."""


@dataclass
class Exchange:
    """Imports of one shop, each from its text to its end."""

    shop: Shop
    folder: Path

    @property
    def imports(self) -> Imports:
        """The imports of the shop."""
        return Imports(self.shop.database, self.folder)

    def draft(self, kind: str, table: str | bytes, actor: Actor = FITTER) -> ImportView:
        """A file that was dropped and not run yet."""
        data = table.encode() if isinstance(table, str) else table
        return self.imports.draft(actor, kind_named(kind), io.BytesIO(data), "table.csv", Choices())

    def started(self, kind: str, table: str | bytes, *, skip_errors: bool = False, **mapping: Any) -> ImportView:
        """An import that is being worked on."""
        view = self.draft(kind, table)
        chosen = ColumnMapping.from_json(view.options.mapping.as_json() | mapping)
        return self.imports.start(FITTER, view.uid, Options(view.options.choices, chosen, skip_errors))

    def run(self, kind: str, table: str | bytes, *, skip_errors: bool = False, **mapping: Any) -> tuple[str, Report]:
        """A whole import; answers its uid and what it did."""
        view = self.started(kind, table, skip_errors=skip_errors, **mapping)
        return view.uid, self.imports.finish(FITTER, view.uid)

    def undo(self, uid: str) -> list[change_log.Kept]:
        """Takes an import back; answers what was kept."""
        self.imports.undo(FITTER, uid)
        self.imports.finish(FITTER, uid)
        view = self.view(uid)
        assert view.state == "undone"
        with self.shop.database.read_unit() as tx:
            return change_log.kept_changes(tx, view.id)

    def view(self, uid: str) -> ImportView:
        """The import as it stands."""
        with self.shop.database.read_unit() as tx:
            return store.by_uid(tx, uid)

    def dump(self, *, but: Collection[str] = ()) -> str:
        """Every row of every table that an undo restores, some left out."""
        rows: dict[str, list[str]] = {}
        with self.shop.database.read_unit() as tx:
            for table in Base.metadata.sorted_tables:
                if table.name not in NOT_RESTORED and table.name not in but:
                    columns = [column for column in table.columns if column.name != "changed_at"]
                    rows[table.name] = sorted(repr(tuple(row)) for row in tx.execute(select(*columns)))
        return json.dumps(rows, indent=1)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.shop.database.read_unit() as tx:
            found: int = tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        return found


@pytest.fixture
def exchange(shop: Shop, tmp_path: Path) -> Exchange:
    """The imports of a shop with tax categories of 20 % and of none."""
    shop.tax("20")
    shop.tax("none")
    return Exchange(shop, tmp_path / "data")


@pytest.fixture
def codes_of() -> Callable[[Report], list[tuple[int, str, str]]]:
    """``codes_of(report)``: row, column and code of each problem."""
    return lambda report: [(one.row, one.column, one.error.code) for one in report.problems]
