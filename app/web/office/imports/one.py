"""One import: what the file is, what would happen, how far it is, what it did, and the way back."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput, ShopError
from app.core.texts import marked
from app.exchange import change_log, store
from app.exchange.background import work_on
from app.exchange.fields import FOR_NEW, ColumnMapping, Field
from app.exchange.kind import Kind, Verdict, Want
from app.exchange.kinds import kind_named
from app.exchange.sentences import KEPT
from app.exchange.store import ImportView, Options
from app.exchange.table.csv_table import DELIMITERS, ENCODINGS
from app.exchange.table.row import Cell, Choices, Table, TableRow
from app.web.office.blueprint import blueprint
from app.web.office.forms import try_form
from app.web.office.imports.listing import IMPORT_RIGHTS, STATES, imports_here
from app.web.shared.access import current, needs_one_of
from app.web.shared.answering import Problem, problem_of, sentence_of
from app.web.shared.context import context
from app.web.shared.formats import day
from app.web.shared.language import gettext, translated
from app.web.shared.units import read

PREVIEW_ROWS: Final = 12
ROW_CELLS: Final = 4
ROW_LETTERS: Final = 50
DELIMITER_WORDS: Final = {
    ";": marked("semicolon ;"),
    ",": marked("comma ,"),
    "\t": marked("tab"),
    "|": marked("bar |"),
}
_SEEN_IN: Final = {
    "products": ("office.products", "catalogue.view", marked("See the goods")),
    "stock": ("office.products", "catalogue.view", marked("See the goods")),
    "customers": ("office.customers", "customers.view", marked("See the customers")),
    "sales": ("office.customers", "customers.view", marked("See the customers")),
}
"""By kind of table: the page that shows what was imported, the right it needs, and how it is called."""
_FIXED: Final = "="
"""Before the value that holds for all rows, in the choice of a field."""


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A cell of the preview, and why it cannot be taken."""

    text: str
    wrong: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the preview: its number, what would happen, its cells, and what is wrong with it as a whole."""

    number: int
    act: str
    cells: list[PreviewCell]
    wrong: list[str]


@blueprint.get("/imports/<uid>")
@needs_one_of(*IMPORT_RIGHTS)
def import_(uid: str) -> ResponseReturnValue:
    """A draft with its preview, or an import with what became of it."""
    view = _view(uid)
    return _draft_page(view) if view.state == "draft" else _page(view)


@blueprint.get("/imports/<uid>/progress")
@needs_one_of(*IMPORT_RIGHTS, counts_as_use=False)
def import_progress(uid: str) -> ResponseReturnValue:
    """How far an import is, asked again and again; once it is done the whole page is shown anew."""
    view = _view(uid)
    answer = Response(render_template("office/imports/progress.html", view=view, states=STATES))
    if not view.is_running:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/imports/<uid>/mapping")
@needs_one_of(*IMPORT_RIGHTS)
def map_import(uid: str) -> ResponseReturnValue:
    """Keeps how the file is read and what its columns are, and shows the preview anew."""
    view = _view(uid)

    def act() -> ResponseReturnValue:
        imports_here().change(current().actor, view, _typed(view))
        return redirect(url_for("office.import_", uid=uid, _anchor="preview"), 303)

    return try_form(act, lambda problem: _draft_page(view, problem))


@blueprint.post("/imports/<uid>/run")
@needs_one_of(*IMPORT_RIGHTS)
def run_import(uid: str) -> ResponseReturnValue:
    """Runs an import."""
    view = _view(uid)

    def act() -> ResponseReturnValue:
        skip = request.form.get("skip_errors") == "yes"
        imports_here().start(current().actor, uid, replace(view.options, skip_errors=skip))
        return _worked_on(uid)

    return try_form(act, lambda problem: _draft_page(view, problem))


@blueprint.post("/imports/<uid>/undo")
@needs_one_of(*IMPORT_RIGHTS)
def undo_import(uid: str) -> ResponseReturnValue:
    """Takes an import back."""
    imports_here().undo(current().actor, uid)
    return _worked_on(uid)


@blueprint.post("/imports/<uid>/stop")
@needs_one_of(*IMPORT_RIGHTS)
def stop_import(uid: str) -> ResponseReturnValue:
    """Stops an import that is running; what it took already is taken back."""
    imports_here().stop(current().actor, uid)
    return redirect(url_for("office.import_", uid=uid), 303)


@blueprint.post("/imports/<uid>/discard")
@needs_one_of(*IMPORT_RIGHTS)
def discard_import(uid: str) -> ResponseReturnValue:
    """Throws a draft away."""
    imports_here().discard(current().actor, uid)
    return redirect(url_for("office.imports"), 303)


def _worked_on(uid: str) -> ResponseReturnValue:
    work_on(imports_here(), current().actor, uid, context().stopping)
    return redirect(url_for("office.import_", uid=uid), 303)


def _view(uid: str) -> ImportView:
    """The import; Forbidden where the person may not see tables of its kind."""
    with read() as tx:
        view = store.by_uid(tx, uid)
    current().actor.require(kind_named(view.kind).right)
    return view


def _page(view: ImportView) -> str:
    with read() as tx:
        kept = change_log.kept_changes(tx, view.id) if view.state == "undone" else []
    return render_template(
        "office/imports/one.html",
        view=view,
        kind=kind_named(view.kind),
        states=STATES,
        problems=[(one.row, one.column, sentence_of(one.error)) for one in view.problems if one.row],
        whole_file=next((sentence_of(one.error) for one in view.problems if not one.row), ""),
        next_steps=_next_steps(view),
        kept=[(one.row, one.after.get("name", ""), translated(KEPT[one.code])) for one in kept],
    )


def _next_steps(view: ImportView) -> list[tuple[str, str]]:
    """Where to go from what was imported: address and words."""
    endpoint, right, words = _SEEN_IN[view.kind]
    steps = [(url_for(endpoint), translated(words))] if current().may(right) else []
    if view.kind == "products" and current().may(kind_named("stock").right):
        steps.append((url_for("office.imports", kind="stock"), gettext("Import their stock")))
    return steps


def _draft_page(view: ImportView, problem: Problem | None = None) -> str:
    kind = kind_named(view.kind)
    table: Table | None = None
    rows: list[PreviewRow] = []
    try:
        table = imports_here().table(view)
        rows = _preview(view, table)
    except ShopError as error:
        # The page stays, so that another reading can be chosen.
        problem = problem or problem_of(error)
    headers = table.headers if table is not None else ()
    return render_template(
        "office/imports/draft.html",
        view=view,
        kind=kind,
        table=table,
        rows=rows,
        chosen={header: code for code, names in view.options.mapping.columns.items() for header in names},
        fields=[(one, translated(one.label)) for one in kind.fields],
        headers=headers,
        sheets=[(name, name) for name in (table.sheets if table is not None else ())],
        mapped=[_field_choices(kind, one, headers, view.options.mapping) for one in kind.fields],
        encodings=[(name, name) for name in dict.fromkeys((view.options.choices.encoding, *ENCODINGS))],
        delimiters=[
            (sign, translated(DELIMITER_WORDS.get(sign, sign)))
            for sign in dict.fromkeys((view.options.choices.delimiter, *DELIMITERS))
        ],
        headings=[(str(row.number), _row_in_words(row)) for row in (table.first_rows if table is not None else ())],
        points=[("", gettext("as the file shows")), (".", "1,234.50"), (",", "1.234,50")],
        orders=[("", gettext("as the file shows")), ("dmy", "31/12/2026"), ("mdy", "12/31/2026")],
        problem=problem,
    )


def _preview(view: ImportView, table: Table) -> list[PreviewRow]:
    found: dict[int, tuple[Want, Verdict | None]] = {
        want.row: (want, verdict) for want, verdict in imports_here().preview(view, PREVIEW_ROWS)
    }
    return [_preview_row(row, *found[row.number], table.headers) for row in table.rows() if row.number in found][
        :PREVIEW_ROWS
    ]


def _preview_row(row: TableRow, want: Want, verdict: Verdict | None, headers: tuple[str, ...]) -> PreviewRow:
    wrong = {one.column: sentence_of(one.error) for one in want.problems}
    cells = [PreviewCell(_shown(row.cell(index)), wrong.get(header, "")) for index, header in enumerate(headers)]
    elsewhere = [sentence for column, sentence in wrong.items() if column not in headers]
    return PreviewRow(row.number, verdict.act if verdict is not None else "error", cells, elsewhere)


def _row_in_words(row: TableRow) -> str:
    """A row among which the headings are chosen: its number, and how it begins."""
    cells = [_shown(cell) for cell in row.cells if cell != ""]
    words = " · ".join(cells[:ROW_CELLS])
    return f"{row.number}: {words[:ROW_LETTERS]}" + ("…" if len(cells) > ROW_CELLS or len(words) > ROW_LETTERS else "")


def _shown(cell: Cell) -> str:
    return day(cell) if isinstance(cell, date) else str(cell)


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field of the form: which columns it may be, which one it is."""

    field: Field
    label: str
    name: str
    value: str
    choices: list[tuple[str, str]]


def _field_choices(kind: Kind, one: Field, headers: tuple[str, ...], mapping: ColumnMapping) -> FieldChoice:
    names = mapping.columns.get(one.code, ())
    value = _FIXED + mapping.fixed[one.code] if one.code in mapping.fixed else "\n".join(names)
    choices = [("", gettext("not in the file")), *((header, header) for header in headers)]
    if len(names) > 1:
        choices.insert(1, (value, ", ".join(names)))
    if one.fixed:
        with read() as tx:
            values = kind.values_of(tx, one.code)
        choices += [(_FIXED + code, _for_which(code, translated(words))) for code, words in values]
    return FieldChoice(one, translated(one.label), f"field-{one.code}", value, choices)


def _for_which(code: str, value: str) -> str:
    if code.startswith(FOR_NEW):
        return gettext("%(value)s for what is new", value=value)
    return gettext("%(value)s for all rows", value=value)


def _typed(view: ImportView) -> Options:
    """How the form says that the file is to be read."""
    form = request.form
    old = view.options.choices
    columns: dict[str, Any] = {}
    for one in kind_named(view.kind).fields:
        value = form.get(f"field-{one.code}", "").replace("\r\n", "\n")
        if value.startswith(_FIXED) and one.fixed:
            columns[one.code] = {"value": value.removeprefix(_FIXED)}
        elif value:
            columns[one.code] = value.split("\n")
    point, order = form.get("point", ""), form.get("dates", "")
    if point not in ("", ".", ",") or order not in ("", "dmy", "mdy") or len(form.get("delimiter", "")) > 1:
        raise BadInput("mapping_shape")
    heading = form.get("heading", str(old.heading))
    if not (heading.isdecimal() and heading.isascii()):
        raise BadInput("mapping_shape")
    choices = Choices(
        form.get("encoding", old.encoding),
        form.get("delimiter", old.delimiter),
        form.get("sheet", old.sheet),
        point,  # type: ignore[arg-type]  # compared above
        order,  # type: ignore[arg-type]
        int(heading) if form.get("sheet", old.sheet) == old.sheet else 0,
    )
    return Options(choices, ColumnMapping.from_json(columns))
