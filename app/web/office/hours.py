"""Working hours: everybody's month, one person's entries, putting right what was forgotten or wrong."""

import csv
import io
from datetime import date, datetime
from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput, NotFound
from app.core.ids import new_uid
from app.core.texts import marked
from app.exchange.table.csv_table import guarded
from app.places.day import shop_zone, today
from app.staff.clock import add_entry, withdraw_entry
from app.staff.hours import Month, entries, hours, month_of, rows
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact

KIND_NAMES: Final = {
    "come": marked("Came"),
    "break": marked("Break"),
    "back": marked("Back from the break"),
    "go": marked("Went"),
}
_MARK: Final = "\ufeff"
"""Tells spreadsheets that a CSV file is UTF-8."""


@blueprint.get("/hours")
@needs("staff.hours")
def working_hours() -> ResponseReturnValue:
    """A month: days, hours and what was forgotten, by person."""
    with read() as tx:
        month = month_of(tx, _month() or today(tx))
        return render_template("office/hours.html", month=month, people=hours(tx, month))


@blueprint.get("/hours.csv")
@needs("staff.hours")
def working_hours_table() -> ResponseReturnValue:
    """The month as a table for a spreadsheet, a row a stretch."""
    table = io.StringIO()
    table.write(_MARK)
    writer = csv.writer(table, delimiter=";")
    with read() as tx:
        month = month_of(tx, _month() or today(tx))
        for row in rows(tx, month):
            writer.writerow(map(guarded, row))
    name = f"working-hours-{month.first:%Y-%m}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(table.getvalue(), mimetype="text/csv", headers=headers)


@blueprint.get("/hours/<int:account_id>")
@needs("staff.hours")
def person_hours(account_id: int) -> ResponseReturnValue:
    """One person's month, entry by entry."""
    return _page(account_id)


@blueprint.post("/hours/<int:account_id>")
@needs("staff.hours")
def add_hours(account_id: int) -> ResponseReturnValue:
    """Writes down an entry that was forgotten."""
    form = request.form

    def act() -> ResponseReturnValue:
        with read() as tx:
            zone = shop_zone(tx)
        try:
            at = datetime.fromisoformat(f"{form.get('day', '')}T{form.get('time', '')}").replace(tzinfo=zone)
        except ValueError:
            raise BadInput("bad_moment", "day") from None
        transact(
            lambda tx: add_entry(tx, account_id, form.get("uid", ""), form.get("kind", ""), at, form.get("reason", ""))
        )
        return go_on("office.person_hours", "saved", account_id=account_id, month=f"{at:%Y-%m}")

    return try_form(act, lambda problem: _page(account_id, problem))


@blueprint.post("/hours/<int:account_id>/<int:entry_id>/withdraw")
@needs("staff.hours")
def withdraw_hours(account_id: int, entry_id: int) -> ResponseReturnValue:
    """Takes a wrong entry back; it stays in sight, struck out."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: withdraw_entry(tx, entry_id, request.form.get("reason", "")))
        month = request.args.get("month")
        return go_on("office.person_hours", "saved", account_id=account_id, month=month)

    return try_form(act, lambda problem: _page(account_id, problem))


def _page(account_id: int, problem: Problem | None = None) -> str:
    with read() as tx:
        month: Month = month_of(tx, _month() or today(tx))
        found = hours(tx, month, account_id)
        if not found:
            raise NotFound("no_account")
        return render_template(
            "office/person_hours.html",
            month=month,
            worked=found[0],
            entries=entries(tx, month, account_id),
            kinds=KIND_NAMES,
            now=tx.now,
            uid=new_uid(),
            problem=problem,
            typed=request.form if problem is not None else {},
        )


def _month() -> date | None:
    try:
        return date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return None


@blueprint.app_template_filter()
def hours_minutes(minutes: int) -> str:
    """``7:35``."""
    return f"{minutes // 60}:{minutes % 60:02d}"
