"""The page of imports: a file is dropped, what came before is listed."""

import io
from contextlib import closing
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput
from app.core.texts import marked
from app.exchange import store
from app.exchange.export import csv_lines, product_rows, write_xlsx
from app.exchange.kinds import KINDS, kind_named
from app.exchange.runs import Imports
from app.exchange.table.row import MOST_BYTES, Choices
from app.web.office.blueprint import blueprint
from app.web.office.forms import try_form
from app.web.shared.access import current, needs
from app.web.shared.answering import Problem
from app.web.shared.context import context
from app.web.shared.language import translated
from app.web.shared.units import read

SHOWN: Final = 50
STATES: Final = {
    "checking": marked("Being checked"),
    "applying": marked("Being imported"),
    "done": marked("Imported"),
    "undoing": marked("Being taken back"),
    "undone": marked("Taken back"),
    "refused": marked("Not imported"),
}
EXPORT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORM_BYTES: Final = 64 * 1024


def imports_here() -> Imports:
    """The imports of this server."""
    return Imports(context().database, context().config.data_folder)


@blueprint.get("/imports")
@needs("catalogue.edit")
def imports() -> ResponseReturnValue:
    """What can be imported, and what was."""
    return _page()


@blueprint.post("/imports")
@needs("catalogue.edit", most_bytes=MOST_BYTES + _FORM_BYTES)
def upload_table() -> ResponseReturnValue:
    """Keeps a file, to be looked at before anything happens."""

    def act() -> ResponseReturnValue:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise BadInput("no_file", "file")
        # Some browsers send the whole path.
        name = PurePosixPath(PureWindowsPath(sent.filename).name).name
        kind = kind_named(request.form.get("kind", ""))
        with closing(sent):
            view = imports_here().draft(current().actor, kind, sent.stream, name, Choices())
        return redirect(url_for("office.import_", uid=view.uid), 303)

    return try_form(act, lambda problem: _page(_at_file(problem)))


@blueprint.get("/export/products.<any(csv, xlsx):form>")
@needs("catalogue.view")
def export_products(form: str) -> ResponseReturnValue:
    """Every product as a file that an import reads back."""
    kept = io.BytesIO()
    with read() as tx:
        rows = product_rows(tx)
        if form == "xlsx":
            write_xlsx(rows, kept)
        else:
            kept.writelines(line.encode() for line in csv_lines(rows))
    kept.seek(0)
    return send_file(kept, EXPORT_TYPES[form], as_attachment=True, download_name=f"products.{form}", max_age=0)


def _at_file(problem: Problem) -> Problem:
    """Whatever is wrong with a file is told beside its field."""
    return Problem(problem.status, problem.code, problem.sentence, "file")


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        found = store.newest(tx, SHOWN)
    return render_template(
        "office/imports/list.html",
        imports=found,
        states=STATES,
        kind_names={kind.code: kind.label for kind in KINDS},
        kind_choices=[(kind.code, translated(kind.label)) for kind in KINDS],
        problem=problem,
    )
