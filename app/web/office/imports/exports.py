"""Tables that leave the shop as files."""

import io
from datetime import date
from typing import Final

from flask import request, send_file
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput
from app.exchange.exports.periods import Period
from app.exchange.exports.tables import ExportTable, note_export, table_named
from app.exchange.exports.writing import csv_lines, write_xlsx
from app.web.office.blueprint import blueprint
from app.web.office.forms import try_form
from app.web.office.imports.listing import EXPORT_RIGHTS, imports_page
from app.web.shared.access import current, needs_one_of
from app.web.shared.language import translated
from app.web.shared.units import read, transact

EXPORT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/export/<code>.<any(csv, xlsx):form>")
@needs_one_of(*EXPORT_RIGHTS)
def export_table(code: str, form: str) -> ResponseReturnValue:
    """A table as a file that an import reads back; the journal notes those that must be watched."""
    table = table_named(code)
    current().actor.require(table.right)

    def act() -> ResponseReturnValue:
        period = Period(_day("from"), _day("to")).checked() if table.dated else Period()
        transact(lambda tx: note_export(tx, table, period, form))
        return _file(table, period, form)

    return try_form(act, imports_page)


def _file(table: ExportTable, period: Period, form: str) -> ResponseReturnValue:
    kept = io.BytesIO()
    with read() as tx:
        rows = table.rows(tx, period)
        if form == "xlsx":
            write_xlsx(translated(table.label), table.headers, table.numbers, rows, kept)
        else:
            kept.writelines(line.encode() for line in csv_lines(table.headers, rows))
    kept.seek(0)
    return send_file(kept, EXPORT_TYPES[form], as_attachment=True, download_name=f"{table.code}.{form}", max_age=0)


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput("not_a_date", name, got=text[:40]) from None
