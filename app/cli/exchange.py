"""``regulars import``, ``regulars undo-import`` and ``regulars export``: tables into the shop and out of it."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Final

from app.cli.folder import config_of, console_actor, data_locked, opened
from app.cli.parsing import Commands, add_command, add_json_option
from app.core.config import Config
from app.core.db.unit import Database
from app.core.errors import ConfigError, NotFound
from app.core.explain import explain
from app.exchange import change_log, store
from app.exchange.exports.periods import Period
from app.exchange.exports.tables import TABLES, ExportTable, note_export, table_named
from app.exchange.exports.writing import Rows, csv_lines, write_xlsx
from app.exchange.fields import FOR_NEW, ColumnMapping
from app.exchange.kind import RowProblem
from app.exchange.kinds import KIND_CODES, kind_named
from app.exchange.runs import Imports, Report
from app.exchange.store import Options
from app.exchange.table.row import Choices
from app.web.shared.sentences import MORE_SENTENCES

PAGE: Final = "/office/imports"
_DELIMITERS: Final = {"tab": "\t", "semicolon": ";", "comma": ",", "bar": "|"}


def add_to(commands: Commands) -> None:
    """Adds the subcommands."""
    parser = add_command(
        commands,
        "import",
        "imports a table from CSV or XLSX; nothing is written when a row has an error",
        "regulars import products goods.xlsx --dry-run",
    )
    parser.add_argument("kind", metavar="KIND", choices=KIND_CODES, help=_one_of(KIND_CODES))
    parser.add_argument("file", metavar="FILE", type=Path, help="a table in CSV or XLSX")
    parser.add_argument(
        "--map",
        metavar="FILE",
        type=Path,
        help='which column is which field, in JSON: {"sku": "Article", "tax": {"value": "20"}} [by the headers]',
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--skip-errors", action="store_true", help="take the good rows though others have an error")
    parser.add_argument("--encoding", default="", help="code page of a CSV file [found out]")
    parser.add_argument("--delimiter", default="", help="delimiter of a CSV file, a sign or its name [found out]")
    parser.add_argument("--sheet", default="", help="sheet of an XLSX file [the first]")
    parser.add_argument("--heading", type=int, default=0, help="row that names the columns [found out]")
    parser.add_argument("--point", choices=(".", ","), default="", help="sign before decimals [found out]")
    parser.add_argument("--dates", choices=("dmy", "mdy"), default="", help="order in 01/02/2026 [found out, else dmy]")
    add_json_option(parser)
    parser.set_defaults(run=run_import)
    undo = add_command(
        commands,
        "undo-import",
        "takes a whole import back, the newest where none is named",
        "regulars undo-import --data ./my-shop",
    )
    undo.add_argument("uid", metavar="UID", nargs="?", help="the import, as `regulars import` named it")
    add_json_option(undo)
    undo.set_defaults(run=run_undo)
    export = add_command(
        commands,
        "export",
        "writes a table that an import reads back",
        "regulars export products --output goods.xlsx   or   regulars export products > goods.csv",
    )
    codes = tuple(table.code for table in TABLES)
    export.add_argument("table", metavar="TABLE", choices=codes, help=_one_of(codes))
    export.add_argument(
        "--from", dest="first", metavar="DATE", type=_day, help="the first business date, like 2026-03-01"
    )
    export.add_argument("--to", dest="last", metavar="DATE", type=_day, help="the last business date")
    export.add_argument(
        "--output", metavar="FILE", type=Path, help="the file, XLSX by its name, else CSV [standard output, CSV]"
    )
    export.set_defaults(run=run_export)


def run_import(options: argparse.Namespace) -> int:
    """Answers what was created, updated and unchanged, and every error; 1 where errors kept it from being written."""
    config = config_of(options)
    mapping = _mapping(options.map) if options.map is not None else None
    with data_locked(config, page=PAGE), opened(config) as database:
        imports = _ready(config, database)
        kind, actor = kind_named(options.kind), console_actor()
        try:
            with options.file.open("rb") as source:
                view = imports.draft(actor, kind, source, options.file.name, _choices(options))
        except OSError as error:
            raise ConfigError("file_not_readable", file=str(options.file), problem=error.strerror or "") from None
        chosen = Options(view.options.choices, mapping or view.options.mapping, options.skip_errors)
        if mapping is None:
            _tell_proposed(chosen.mapping)
        if options.dry_run:
            report = imports.try_out(actor, view, chosen, _progress)
        else:
            view = imports.start(actor, view.uid, chosen)
            report = imports.finish(actor, view.uid, _progress)
            if report.created + report.updated:
                sys.stderr.write(f"\nregulars undo-import {view.uid}   takes this import back.\n")
    _answer(report)
    blocked = options.dry_run or not (options.skip_errors and report.rows)
    return 1 if report.problems and blocked else 0


def run_undo(options: argparse.Namespace) -> int:
    """Answers how many changes were taken back, and what had to be kept."""
    config = config_of(options)
    with data_locked(config, page=PAGE), opened(config) as database:
        imports, actor = _ready(config, database), console_actor()
        with database.read_unit() as tx:
            done = [
                view
                for view in store.newest(tx, 1000, KIND_CODES)
                if view.state == "done" and view.created + view.updated
            ]
        if options.uid is None and not done:
            raise NotFound("no_import_to_undo")
        view = imports.undo(actor, options.uid or done[0].uid)
        imports.finish(actor, view.uid, _progress)
        with database.read_unit() as tx:
            kept = change_log.kept_changes(tx, view.id)
    answer = {
        "import": view.uid,
        "created": view.created,
        "updated": view.updated,
        "kept": [{"row": one.row, "entity": one.entity, "id": one.entity_id, "code": one.code} for one in kept],
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Writes the table; the journal notes those that must be watched, for which the server must be closed."""
    config, table = config_of(options), table_named(options.table)
    if not table.dated and (options.first or options.last):
        raise ConfigError("export_not_dated", table=table.code)
    period = Period(options.first, options.last).checked()
    with ExitStack() as held:
        if table.watched:
            held.enter_context(data_locked(config, page=PAGE))
        database = held.enter_context(opened(config))
        form = "xlsx" if options.output is not None and options.output.suffix.lower() == ".xlsx" else "csv"
        if table.watched:
            with database.unit_of_work(console_actor()) as tx:
                note_export(tx, table, period, form)
        with database.read_unit() as tx:
            _write(table, table.rows(tx, period), options.output, form)
    return 0


def _write(table: ExportTable, rows: Rows, output: Path | None, form: str) -> None:
    try:
        if output is None:
            for line in csv_lines(table.headers, rows):
                sys.stdout.buffer.write(line.encode())
            sys.stdout.buffer.flush()
        elif form == "xlsx":
            write_xlsx(table.label, table.headers, table.numbers, rows, output)
        else:
            with output.open("w", encoding="utf-8", newline="") as file:
                file.writelines(csv_lines(table.headers, rows))
    except OSError as error:
        raise ConfigError("file_not_writable", file=str(output or "-"), problem=error.strerror or "") from None


def _ready(config: Config, database: Database) -> Imports:
    """The imports of the shop, with whatever a killed program left finished first."""
    imports = Imports(database, config.data_folder)
    if imports.finish_all(_progress):
        sys.stderr.write("\nAn import that was broken off has been finished first.\n")
    return imports


def _one_of(codes: Sequence[str]) -> str:
    return "one of " + ", ".join(codes)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date; write it like 2026-03-01") from None


def _choices(options: argparse.Namespace) -> Choices:
    delimiter = _DELIMITERS.get(options.delimiter, options.delimiter)
    if len(delimiter) > 1:
        raise ConfigError("bad_delimiter", got=options.delimiter)
    return Choices(options.encoding, delimiter, options.sheet, options.point, options.dates, options.heading)


def _tell_proposed(mapping: ColumnMapping) -> None:
    for field, value in mapping.fixed.items():
        sys.stderr.write(f"No column of the file is {field}; taken for what is new: {value.removeprefix(FOR_NEW)}.\n")


def _mapping(path: Path) -> ColumnMapping:
    try:
        return ColumnMapping.from_json(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise ConfigError("file_not_readable", file=str(path), problem=error.strerror or "") from None
    except ValueError:
        raise ConfigError("mapping_shape") from None


def _answer(report: Report) -> None:
    answer = {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "errors": [_told(problem) for problem in report.problems],
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def _told(problem: RowProblem) -> dict[str, object]:
    return {
        "row": problem.row,
        "column": problem.column,
        "code": problem.error.code,
        "message": explain(problem.error, more=MORE_SENTENCES),
    }


def _progress(state: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{state} {done}{f' of {total}' if total else ''}    ")
        sys.stderr.flush()
