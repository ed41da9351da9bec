"""Opening hours by weekday, and the days on which the shop stays closed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_skeleton
from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.errors import BadInput
from app.places.opening_changes import (
    TypedSpan,
    add_closed_day,
    closed_days,
    remove_closed_day,
    set_opening_hours,
)
from app.places.opening_hours import (
    HOURS_KEPT,
    LEAP_YEAR,
    MOST_NAME_LETTERS,
    MOST_SPANS,
    WEEK,
    ClosedDay,
    Span,
    parse_spans,
)
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import typed_day
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.language import figures, language
from app.web.shared.units import read, transact


@blueprint.get("/opening-hours")
@needs("settings.edit")
def opening_hours() -> ResponseReturnValue:
    """The week and the closed days."""
    return _page()


@blueprint.post("/opening-hours")
@needs("settings.edit")
def save_opening_hours() -> ResponseReturnValue:
    """The week is so from now on; all of it or, where one day is wrong, nothing."""

    def act() -> ResponseReturnValue:
        week, kept = _typed_week(request.form), request.form.get(HOURS_KEPT.key) == "yes"
        transact(lambda tx: set_opening_hours(tx, week, kept=kept))
        return go_on("office.opening_hours", "saved")

    return try_form(act, lambda problem: _page(problem, of_week=True))


@blueprint.post("/opening-hours/closed-days")
@needs("settings.edit")
def add_shop_closed_day() -> ResponseReturnValue:
    """One more day on which the shop stays closed."""

    def act() -> ResponseReturnValue:
        day, name = typed_day("day"), request.form.get("name", "")
        every_year = request.form.get("every_year") == "yes"
        if day is None:
            raise BadInput("not_a_day", "day")
        transact(lambda tx: add_closed_day(tx, day, name, every_year=every_year))
        return go_on("office.opening_hours", "saved", _anchor="closed-days")

    return try_form(act, _page)


@blueprint.post("/opening-hours/closed-days/remove")
@needs("settings.edit")
def remove_shop_closed_day() -> ResponseReturnValue:
    """The shop is open on that day again."""
    date_text = request.form.get("day", "")
    transact(lambda tx: remove_closed_day(tx, date_text))
    return go_on("office.opening_hours", "removed", _anchor="closed-days")


def _typed_week(form: Mapping[str, Any]) -> list[list[TypedSpan]]:
    return [
        [
            (form.get(f"{setting.key}.opens-{place}", ""), form.get(f"{setting.key}.closes-{place}", ""))
            for place in range(MOST_SPANS)
        ]
        for setting in WEEK
    ]


def _as_typed(spans: Sequence[Span]) -> list[TypedSpan]:
    empty = [("", "")] * (MOST_SPANS - len(spans))
    return [*((f"{span.opens:%H:%M}", f"{span.closes:%H:%M}") for span in spans), *empty]


def _written(one: ClosedDay) -> str:
    if one.year is not None:
        return figures().day(date(one.year, one.month, one.day))
    return format_skeleton("MMMd", date(LEAP_YEAR, one.month, one.day), locale=language())


def _page(problem: Problem | None = None, *, of_week: bool = False) -> str:
    with read() as tx:
        kept = settings.get(tx, HOURS_KEPT)
        stored = [parse_spans(settings.get(tx, setting)) for setting in WEEK]
        days = closed_days(tx)
    if of_week:
        kept, week = request.form.get(HOURS_KEPT.key) == "yes", _typed_week(request.form)
    else:
        week = [_as_typed(spans) for spans in stored]
    return render_template(
        "office/opening_hours.html",
        kept_setting=HOURS_KEPT,
        kept=kept,
        week=list(zip(WEEK, week, strict=True)),
        closed_days=[(one, _written(one)) for one in days],
        typed=request.form if problem is not None and not of_week else {},
        most_letters=MOST_NAME_LETTERS,
        problem=problem,
    )
