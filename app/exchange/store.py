"""The rows of imports: beginning, reading, moving from state to state. Each function works in the caller's unit."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound, ShopError
from app.core.ids import new_uid
from app.exchange.fields import ColumnMapping
from app.exchange.kind import RowProblem
from app.exchange.models import DataImport
from app.exchange.table.row import Choices

MOST_KEPT_PROBLEMS: Final = 500
FILE_NAME_MOST: Final = 200
RUNNING: Final = ("checking", "applying", "undoing")


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is read and taken. ``skip_errors``: rows without an error are taken though others have one."""

    choices: Choices = field(default_factory=Choices)
    mapping: ColumnMapping = field(default_factory=ColumnMapping)
    skip_errors: bool = False

    def to_json(self) -> str:
        """The stored form."""
        return json.dumps(
            {
                "choices": asdict(self.choices),
                "mapping": self.mapping.as_json(),
                "skip_errors": self.skip_errors,
            },
            ensure_ascii=False,
        )

    @classmethod
    def parse(cls, text: str) -> "Options":
        """The options behind the stored form."""
        data = json.loads(text)
        return cls(Choices(**data["choices"]), ColumnMapping.from_json(data["mapping"]), data["skip_errors"])


@dataclass(frozen=True, slots=True)
class StoredProblem:
    """A problem as an import keeps it: the error by its code and facts, to be told in the reader's language."""

    row: int
    column: str
    code: str
    facts: dict[str, Any]

    @property
    def error(self) -> ShopError:
        """The error again."""
        return ShopError(self.code, **self.facts)


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as it stands."""

    id: int
    uid: str
    kind: str
    state: str
    file_name: str
    options: Options
    actor: str
    created_at: datetime
    ended_at: datetime | None
    stop_asked: bool
    total_rows: int
    looked_at: int
    applied_row: int
    created: int
    updated: int
    unchanged: int
    failed: int
    problems: tuple[StoredProblem, ...]

    @property
    def is_running(self) -> bool:
        """Whether the program is at work on it."""
        return self.state in RUNNING


_COLUMNS: Final = tuple(getattr(DataImport, name) for name in ImportView.__slots__)


def begin(tx: Unit, kind: str, file_name: str, options: Options) -> ImportView:
    """A new import in the state ``draft``."""
    uid = new_uid()
    tx.execute(
        insert(DataImport),
        {
            "uid": uid,
            "kind": kind,
            "state": "draft",
            "file_name": file_name[-FILE_NAME_MOST:],
            "options": options.to_json(),
            "actor": tx.actor.name,
            "created_at": tx.now,
            "stop_asked": False,
            "problems": "[]",
        }
        | dict.fromkeys(("total_rows", "looked_at", "applied_row", "created", "updated", "unchanged", "failed"), 0),
    )
    return by_uid(tx, uid)


def by_uid(tx: ReadUnit, uid: str) -> ImportView:
    """The import; NotFound ``no_import``."""
    row = tx.execute(select(*_COLUMNS).where(DataImport.uid == uid)).first()
    if row is None:
        raise NotFound("no_import")
    return _view(row)


def newest(tx: ReadUnit, limit: int, kinds: Collection[str]) -> list[ImportView]:
    """The newest imports of some kinds, newest first; drafts that were never run are left out."""
    found = tx.execute(
        select(*_COLUMNS)
        .where(DataImport.state != "draft", DataImport.kind.in_(kinds))
        .order_by(DataImport.id.desc())
        .limit(limit)
    )
    return [_view(row) for row in found]


def unfinished(tx: ReadUnit) -> list[ImportView]:
    """The imports that the program was at work on, oldest first."""
    found = tx.execute(select(*_COLUMNS).where(DataImport.state.in_(RUNNING)).order_by(DataImport.id))
    return [_view(row) for row in found]


def drafts_before(tx: ReadUnit, instant: datetime) -> list[str]:
    """The uids of drafts from before the instant."""
    found = tx.execute(select(DataImport.uid).where(DataImport.state == "draft", DataImport.created_at < instant))
    return list(found.scalars())


def save(tx: Unit, import_id: int, **values: Any) -> None:
    """Writes columns of an import."""
    tx.execute(update(DataImport).where(DataImport.id == import_id).values(values))


def move(tx: Unit, view: ImportView, states: Sequence[str], to: str, **values: Any) -> None:
    """Moves an import on; Conflict ``import_busy`` where it is in none of the states, as somebody was faster."""
    moved = tx.execute(
        update(DataImport).where(DataImport.id == view.id, DataImport.state.in_(states)).values({"state": to, **values})
    )
    if not moved.rowcount:
        raise Conflict("import_busy", file=view.file_name)


def problems_json(problems: Sequence[RowProblem]) -> str:
    """Problems in the stored form, as many as a person would ever read."""
    return json.dumps(
        [
            {"row": one.row, "column": one.column, "code": one.error.code, "facts": one.error.facts}
            for one in problems[:MOST_KEPT_PROBLEMS]
        ],
        ensure_ascii=False,
        default=str,
    )


def _view(row: Any) -> ImportView:
    values = dict(zip(ImportView.__slots__, row, strict=True))
    values["options"] = Options.parse(values["options"])
    values["problems"] = tuple(StoredProblem(**one) for one in json.loads(values["problems"]))
    return ImportView(**values)


def forget_draft(tx: Unit, uid: str) -> None:
    """Removes a draft that nobody ran."""
    tx.execute(delete(DataImport).where(DataImport.uid == uid, DataImport.state == "draft"))
