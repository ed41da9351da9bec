"""The page of imports: a file is dropped, what came before is listed."""

from contextlib import closing
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput
from app.core.texts import marked
from app.exchange import store
from app.exchange.exports.tables import TABLES
from app.exchange.kinds import KINDS, kind_named
from app.exchange.runs import Imports
from app.exchange.table.row import MOST_BYTES, Choices
from app.web.office.blueprint import blueprint
from app.web.office.forms import try_form
from app.web.shared.access import current, needs_one_of
from app.web.shared.answering import Problem
from app.web.shared.context import context
from app.web.shared.language import translated
from app.web.shared.units import read

SHOWN: Final = 50
IMPORT_RIGHTS: Final = tuple(dict.fromkeys(kind.right for kind in KINDS))
EXPORT_RIGHTS: Final = tuple(dict.fromkeys(table.right for table in TABLES))
STATES: Final = {
    "checking": marked("Being checked"),
    "applying": marked("Being imported"),
    "done": marked("Imported"),
    "undoing": marked("Being taken back"),
    "undone": marked("Taken back"),
    "refused": marked("Not imported"),
}
_FORM_BYTES: Final = 64 * 1024


def imports_here() -> Imports:
    """The imports of this server."""
    return Imports(context().database, context().config.data_folder)


@blueprint.get("/imports")
@needs_one_of(*IMPORT_RIGHTS, *EXPORT_RIGHTS)
def imports() -> ResponseReturnValue:
    """What can be imported and what was; what can be exported."""
    return imports_page()


@blueprint.post("/imports")
@needs_one_of(*IMPORT_RIGHTS, most_bytes=MOST_BYTES + _FORM_BYTES)
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

    return try_form(act, lambda problem: imports_page(_at_file(problem)))


def _at_file(problem: Problem) -> Problem:
    """Whatever is wrong with a file is told beside its field."""
    return Problem(problem.status, problem.code, problem.sentence, "file")


def imports_page(problem: Problem | None = None) -> str:
    """The page; what was wrong stands beside the field it is about."""
    user = current()
    kinds = [kind for kind in KINDS if user.may(kind.right)]
    with read() as tx:
        found = store.newest(tx, SHOWN, [kind.code for kind in kinds])
    return render_template(
        "office/imports/list.html",
        imports=found,
        states=STATES,
        kind_names={kind.code: kind.label for kind in kinds},
        kind=request.values.get("kind", ""),
        kind_choices=[(kind.code, translated(kind.label)) for kind in kinds],
        tables=[table for table in TABLES if user.may(table.right)],
        problem=problem,
    )
