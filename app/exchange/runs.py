"""Checks, runs, resumes and undoes imports.

A file is read twice. First every row is compared with the books, which writes nothing; an import that may not skip
errors ends there when one is found. Then the rows are taken in units of a few hundred, so that a till never waits
for a whole file; each unit writes the log of what it changed and how far the file is taken. A program that is killed
goes on from there when it starts again, and an undo follows the log backwards. What can only be seen while writing
(somebody gave the code to another product meanwhile) takes the whole import back.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Final

from sqlalchemy.exc import SQLAlchemyError

from app.core import journal
from app.core.actor import Actor, program
from app.core.db.unit import Database, Unit
from app.core.errors import BadInput, ShopError
from app.core.feed import announce
from app.core.ids import parse_uid
from app.exchange import change_log, store
from app.exchange.cells import Habits, habits_of
from app.exchange.fields import ColumnMapping, Field, propose, remember, remembered
from app.exchange.kind import Columns, Kind, RowProblem, Session, Verdict, Want
from app.exchange.kinds import kind_named
from app.exchange.store import ImportView, Options
from app.exchange.table.opening import open_table
from app.exchange.table.row import MOST_BYTES, Cell, Choices, Table

CHECK_ROWS: Final = 1_000
APPLY_ROWS: Final = 200
"""Rows of a unit that writes: a till waits no longer than that takes."""
HABIT_ROWS: Final = 2_000
_COPY_BYTES: Final = 1024 * 1024
DRAFTS_KEPT: Final = timedelta(days=2)
_log = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]
"""Called with the state, the rows done and all rows."""


def _quiet(_state: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rows: int = 0
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many rows have a problem."""
        return len({problem.row for problem in self.problems} - {0})


class Imports:
    """The imports of a shop: their files lie in a folder of the data folder until they are done."""

    def __init__(self, database: Database, data_folder: Path) -> None:
        self._database = database
        self._folder = data_folder / "imports"

    def draft(self, actor: Actor, kind: Kind, source: IO[bytes], file_name: str, choices: Choices) -> ImportView:
        """Keeps a file for an import, with the mapping that was used for such a file before, or a proposed one.

        Raises Forbidden, and BadInput as ``open_table`` does; nothing is kept then.
        """
        actor.require(kind.right)
        self.forget_old_drafts(actor)
        with self._database.unit_of_work(actor) as tx:
            view = store.begin(tx, kind.code, file_name, Options())
        path = self.path(view)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as kept:
                _copy(source, kept)
            table = open_table(path, choices)
        except BaseException:
            self._forget(actor, view.uid)
            raise
        with self._database.unit_of_work(actor) as tx:
            known = remembered(tx, kind.code, kind.fields, table.headers)
            mapping = known or propose(kind.fields, table.headers).with_usual(kind.usual(tx))
            options = Options(table.choices, mapping)
            store.save(tx, view.id, options=options.to_json())
            return store.by_uid(tx, view.uid)

    def path(self, view: ImportView) -> Path:
        """Where the file of an import lies."""
        return self._folder / parse_uid(view.uid)

    def table(self, view: ImportView) -> Table:
        """The file of an import, read as its options say. BadInput ``import_file_gone``, and as open_table."""
        path = self.path(view)
        if not path.exists():
            raise BadInput("import_file_gone", file=view.file_name)
        return open_table(path, view.options.choices)

    def change(self, actor: Actor, view: ImportView, options: Options) -> None:
        """Changes how a draft is read. Where the file has other headers then, its mapping is proposed anew.

        Raises Forbidden, Conflict ``import_busy``, BadInput as ``open_table`` and the mapping's check do.
        """
        kind = kind_named(view.kind)
        actor.require(kind.right)
        table = self.table(replace(view, options=options))
        if table.headers == self._old_headers(view):
            options.mapping.checked(kind.fields, table.headers)
        else:
            with self._database.read_unit() as tx:
                usual = kind.usual(tx)
            options = replace(options, mapping=propose(kind.fields, table.headers).with_usual(usual))
        options = replace(options, choices=table.choices)
        with self._database.unit_of_work(actor) as tx:
            store.move(tx, view, ("draft",), "draft", options=options.to_json())

    def _old_headers(self, view: ImportView) -> tuple[str, ...]:
        try:
            return self.table(view).headers
        except BadInput:
            return ()

    def discard(self, actor: Actor, uid: str) -> None:
        """Throws a draft away."""
        with self._database.read_unit() as tx:
            view = store.by_uid(tx, uid)
        actor.require(kind_named(view.kind).right)
        with self._database.unit_of_work(actor) as tx:
            store.move(tx, view, ("draft",), "refused", ended_at=tx.now)
        self.path(view).unlink(missing_ok=True)

    def check(self, view: ImportView, progress: Progress = _quiet) -> Report:
        """What the file would do, row by row; nothing is written. Raises BadInput where the file or mapping is bad."""
        report = Report()
        for verdicts, wants in self._compared(self._walk(view), CHECK_ROWS):
            _count(report, verdicts, wants)
            progress("checking", report.rows, 0)
        return report

    def try_out(self, actor: Actor, view: ImportView, options: Options, progress: Progress = _quiet) -> Report:
        """Checks a draft that is not to be run, and forgets it."""
        try:
            return self.check(replace(view, options=options), progress)
        finally:
            self._forget(actor, view.uid)

    def preview(self, view: ImportView, rows: int) -> list[tuple[Want, Verdict | None]]:
        """The first rows with what would happen to each."""
        shown: list[tuple[Want, Verdict | None]] = []
        for verdicts, wants in self._compared(self._walk(view), rows):
            by_row = {verdict.want.row: verdict for verdict in verdicts}
            shown += [(want, None if want.problems else by_row.get(want.row)) for want in wants]
            break
        return shown

    def start(self, actor: Actor, uid: str, options: Options) -> ImportView:
        """Fixes how a draft is taken, and says that it is being worked on. ``finish`` does the work.

        Raises Forbidden, Conflict ``import_busy``, BadInput as the mapping's check does.
        """
        with self._database.read_unit() as tx:
            view = store.by_uid(tx, uid)
        kind = kind_named(view.kind)
        actor.require(kind.right)
        table = self.table(replace(view, options=options))
        options.mapping.checked(kind.fields, table.headers)
        with self._database.unit_of_work(actor) as tx:
            kind.begin(tx, Columns.of(options.mapping, table.headers), Habits("", ""))
            store.move(tx, view, ("draft",), "checking", options=options.to_json(), actor=actor.name)
            remember(tx, kind.code, table.headers, options.mapping)
            return store.by_uid(tx, uid)

    def finish(self, actor: Actor, uid: str, progress: Progress = _quiet) -> Report:
        """Does what an import that is being worked on still wants; answers what this walk saw of problems.

        Called again after the program was killed it goes on where it stopped.
        """
        with self._database.read_unit() as tx:
            view = store.by_uid(tx, uid)
        report = Report()
        if view.state == "checking":
            report = self._check_kept(actor, view, progress)
            with self._database.read_unit() as tx:
                view = store.by_uid(tx, uid)
        if view.state == "applying":
            report.problems += self._apply_or_give_up(actor, view, progress)
            with self._database.read_unit() as tx:
                view = store.by_uid(tx, uid)
        if view.state == "undoing":
            self._undo(actor, view, progress)
        with self._database.read_unit() as tx:
            view = store.by_uid(tx, uid)
        self.path(view).unlink(missing_ok=True)
        report.created, report.updated, report.unchanged = view.created, view.updated, view.unchanged
        return report

    def undo(self, actor: Actor, uid: str) -> ImportView:
        """Says that a finished import is to be taken back; ``finish`` does the work.

        Raises Forbidden, NotFound ``no_import``, Conflict ``import_busy``.
        """
        with self._database.read_unit() as tx:
            view = store.by_uid(tx, uid)
        actor.require(kind_named(view.kind).right)
        with self._database.unit_of_work(actor) as tx:
            store.move(tx, view, ("done",), "undoing", stop_asked=False, looked_at=0)
            return store.by_uid(tx, uid)

    def stop(self, actor: Actor, uid: str) -> None:
        """Asks a running import to stop: what it took already is taken back."""
        with self._database.read_unit() as tx:
            view = store.by_uid(tx, uid)
        actor.require(kind_named(view.kind).right)
        with self._database.unit_of_work(actor) as tx:
            store.save(tx, view.id, stop_asked=True)

    def finish_all(self, progress: Progress = _quiet) -> int:
        """Finishes what a killed program left; answers how many imports that were."""
        with self._database.read_unit() as tx:
            left = store.unfinished(tx)
        for view in left:
            actor = program(view.actor)
            if view.state != "undoing" and not self.path(view).exists():
                with self._database.unit_of_work(actor) as tx:
                    store.move(tx, view, (view.state,), "undoing")
            self.finish(actor, view.uid, progress)
        return len(left)

    def _walk(self, view: ImportView) -> "_Walk":
        kind, table = kind_named(view.kind), self.table(view)
        mapping = view.options.mapping.checked(kind.fields, table.headers)
        columns = Columns.of(mapping, table.headers)
        habits = _habits(table, kind.fields, mapping, view.options.choices)
        with self._database.read_unit() as tx:
            session = kind.begin(tx, columns, habits)
        return _Walk(kind, table, session)

    def _compared(self, walk: "_Walk", rows: int) -> Iterator[tuple[list[Verdict], list[Want]]]:
        for wants in walk.chunks(rows):
            good = [want for want in wants if not want.problems]
            with self._database.read_unit() as tx:
                verdicts = walk.session.compare(tx, good)
            yield verdicts, wants

    def _check_kept(self, actor: Actor, view: ImportView, progress: Progress) -> Report:
        """Looks at every row, and decides whether the import may begin to write."""
        report = Report()
        try:
            for verdicts, wants in self._compared(self._walk(view), CHECK_ROWS):
                _count(report, verdicts, wants)
                progress("checking", report.rows, 0)
                with self._database.unit_of_work(actor) as tx:
                    store.save(tx, view.id, looked_at=report.rows)
                    stopped = store.by_uid(tx, view.uid).stop_asked
                if stopped:
                    report.problems.append(RowProblem(0, "", BadInput("import_stopped")))
                    break
        except ShopError as error:
            report.problems.append(RowProblem(0, "", error))
        whole_file = any(problem.row == 0 for problem in report.problems)
        refused = whole_file or bool(report.problems and not view.options.skip_errors)
        with self._database.unit_of_work(actor) as tx:
            ended = {"ended_at": tx.now} if refused else {}
            store.move(
                tx,
                view,
                ("checking",),
                "refused" if refused else "applying",
                total_rows=report.rows,
                looked_at=0,
                failed=report.failed,
                problems=store.problems_json(report.problems),
                **ended,
            )
        return report

    def _apply_or_give_up(self, actor: Actor, view: ImportView, progress: Progress) -> list[RowProblem]:
        """Takes the rows; where the file or the database fails midway, everything is to be taken back."""
        try:
            return self._apply(actor, view, progress)
        except (ShopError, SQLAlchemyError, OSError) as error:
            _log.exception("import %s is taken back", view.uid)
            problem = RowProblem(0, "", error if isinstance(error, ShopError) else BadInput("import_failed"))
            with self._database.unit_of_work(actor) as tx:
                told = store.problems_json([problem])
                store.move(tx, view, ("applying",), "undoing", looked_at=0, problems=told)
            return [problem]

    def _apply(self, actor: Actor, view: ImportView, progress: Progress) -> list[RowProblem]:
        """Takes the rows that are not taken yet; answers the problems that showed only now."""
        walk = self._walk(view)
        done = 0
        for wants in walk.chunks(APPLY_ROWS):
            done += len(wants)
            good = [want for want in wants if want.row > view.applied_row and not want.problems]
            if wants[-1].row <= view.applied_row:
                continue
            late, going_on = self._apply_chunk(actor, view, walk, good, (wants[-1].row, done))
            if not going_on:
                return late
            progress("applying", done, view.total_rows)
        with self._database.unit_of_work(actor) as tx:
            store.move(tx, view, ("applying",), "done", ended_at=tx.now)
            ended = store.by_uid(tx, view.uid)
            announce(tx, "catalogue", {"import": view.uid})
            journal.record(tx, "import.done", subject=f"import:{view.uid}", body=_sums(ended))
        return []

    def _apply_chunk(
        self, actor: Actor, view: ImportView, walk: "_Walk", good: Sequence[Want], reached: tuple[int, int]
    ) -> tuple[list[RowProblem], bool]:
        """One unit of rows; answers late problems and whether the next unit may follow."""

        def act(tx: Unit) -> tuple[list[RowProblem], bool]:
            now = store.by_uid(tx, view.uid)
            if now.stop_asked or now.state != "applying":
                store.move(tx, now, ("applying",), "undoing", looked_at=0)
                return [], False
            for want in good:
                want.problems.clear()
            verdicts = walk.session.compare(tx, good)
            changes = walk.session.apply(tx, [one for one in verdicts if one.act != "unchanged"])
            late = [problem for want in good for problem in want.problems]
            if late and not view.options.skip_errors:
                raise _Late(late)
            taken = [one for one in verdicts if not one.want.problems]
            acts = [one.act for one in taken]
            store.save(
                tx,
                view.id,
                applied_row=reached[0],
                looked_at=reached[1],
                created=now.created + acts.count("created"),
                updated=now.updated + acts.count("updated"),
                unchanged=now.unchanged + acts.count("unchanged"),
                failed=now.failed + len({problem.row for problem in late}),
            )
            if changes:
                digest = change_log.log(tx, view.id, changes)
                body = {"rows": [changes[0].row, changes[-1].row], "changes": len(changes), "digest": digest}
                journal.record(tx, "import.rows", subject=f"import:{view.uid}", body=body)
            return late, True

        try:
            return self._database.transact(actor, act)
        except _Late as error:
            with self._database.unit_of_work(actor) as tx:
                store.move(
                    tx,
                    view,
                    ("applying",),
                    "undoing",
                    looked_at=0,
                    failed=len(error.problems),
                    problems=store.problems_json(error.problems),
                )
            return error.problems, False

    def _undo(self, actor: Actor, view: ImportView, progress: Progress) -> None:
        kind = kind_named(view.kind)
        done = 0

        def act(tx: Unit) -> int:
            changes = change_log.not_undone(tx, view.id, APPLY_ROWS)
            if changes:
                change_log.undone(tx, changes, kind.undo(tx, changes))
                store.save(tx, view.id, looked_at=done + len(changes))
                body = {"rows": [changes[-1].row, changes[0].row], "changes": len(changes)}
                journal.record(tx, "import.rows_undone", subject=f"import:{view.uid}", body=body)
            return len(changes)

        while count := self._database.transact(actor, act):
            done += count
            progress("undoing", done, view.created + view.updated)
        with self._database.unit_of_work(actor) as tx:
            store.move(tx, view, ("undoing",), "undone", ended_at=tx.now)
            announce(tx, "catalogue", {"import": view.uid})
            journal.record(tx, "import.undone", subject=f"import:{view.uid}", body=_sums(view))

    def forget_old_drafts(self, actor: Actor) -> None:
        """Forgets drafts that nobody ran for two days, with their files: people may stand in them."""
        with self._database.read_unit() as tx:
            old = store.drafts_before(tx, tx.now - DRAFTS_KEPT)
        for uid in old:
            self._forget(actor, uid)

    def _forget(self, actor: Actor, uid: str) -> None:
        with self._database.unit_of_work(actor) as tx:
            store.forget_draft(tx, uid)
        (self._folder / parse_uid(uid)).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Walk:
    kind: Kind
    table: Table
    session: Session

    def chunks(self, rows: int) -> Iterator[list[Want]]:
        """What the rows say, some at a time."""
        wants = map(self.session.read, self.table.rows())
        while chunk := list(islice(wants, rows)):
            yield chunk


class _Late(Exception):
    """Rows that were fine when they were checked cannot be taken any more."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__()
        self.problems = problems


def _copy(source: IO[bytes], kept: IO[bytes]) -> None:
    """Copies a file no further than an import may be large; BadInput ``table_too_large``."""
    left = MOST_BYTES
    while block := source.read(_COPY_BYTES):
        left -= len(block)
        if left < 0:
            raise BadInput("table_too_large", limit_mib=MOST_BYTES // (1024 * 1024))
        kept.write(block)


def _count(report: Report, verdicts: Sequence[Verdict], wants: Sequence[Want]) -> None:
    acts = [verdict.act for verdict in verdicts if not verdict.want.problems]
    report.created += acts.count("created")
    report.updated += acts.count("updated")
    report.unchanged += acts.count("unchanged")
    report.rows += len(wants)
    report.problems += [problem for want in wants for problem in want.problems]


def _habits(table: Table, fields: Sequence[Field], mapping: ColumnMapping, choices: Choices) -> Habits:
    """What the first rows tell of the file's numbers and dates."""
    columns = Columns.of(mapping, table.headers)
    by_holds: dict[str, list[Cell]] = {"number": [], "date": [], "text": []}
    for row in islice(table.rows(), HABIT_ROWS):
        for one in fields:
            if one.holds != "text" and columns.has(one.code):
                by_holds[one.holds].append(columns.cell(row, one.code))
    return habits_of(by_holds["number"], by_holds["date"], choices)


def _sums(view: ImportView) -> dict[str, object]:
    return {
        "kind": view.kind,
        "file": view.file_name,
        "created": view.created,
        "updated": view.updated,
        "unchanged": view.unchanged,
    }
