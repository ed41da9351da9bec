"""Tax categories and their dated rates."""

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.places.day import today
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import rate_text, typed_day, typed_rate, typed_text
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact
from warehouse.catalogue.taxes import (
    create_tax_category,
    drop_future_rate,
    rename_tax_category,
    set_rate,
    tax_categories,
)


@blueprint.get("/products/taxes")
@needs("catalogue.view")
def taxes() -> ResponseReturnValue:
    """Every tax category with its rates."""
    return _page()


@blueprint.post("/products/taxes")
@needs("catalogue.edit")
def add_tax() -> ResponseReturnValue:
    """Adds a category, taxed or exempt."""

    def act() -> ResponseReturnValue:
        rate_bp = None if typed_text("exempt") == "yes" else typed_rate("rate")
        transact(lambda tx: create_tax_category(tx, typed_text("name"), rate_bp))
        return go_on("office.taxes", "saved")

    return try_form(act, _page)


@blueprint.post("/products/taxes/<int:category_id>")
@needs("catalogue.edit")
def rename_tax(category_id: int) -> ResponseReturnValue:
    """Gives a category another name."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: rename_tax_category(tx, category_id, typed_text("name")))
        return go_on("office.taxes", "saved")

    return try_form(act, lambda problem: _page(problem, category_id))


@blueprint.post("/products/taxes/<int:category_id>/rates")
@needs("catalogue.edit")
def set_tax_rate(category_id: int) -> ResponseReturnValue:
    """Sets the rate from today or a later business date on."""

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            set_rate(tx, category_id, typed_rate("rate"), typed_day("valid_from") or today(tx))

        transact(use_case)
        return go_on("office.taxes", "saved")

    return try_form(act, lambda problem: _page(problem, category_id))


@blueprint.post("/products/taxes/<int:category_id>/rates/drop")
@needs("catalogue.edit")
def drop_tax_rate(category_id: int) -> ResponseReturnValue:
    """Takes back a rate to come."""
    day = request.form.get("valid_from", type=date.fromisoformat)
    if day is None:
        abort(400)
    transact(lambda tx: drop_future_rate(tx, category_id, day))
    return go_on("office.taxes", "removed")


def _page(problem: Problem | None = None, wrong_id: int | None = None) -> str:
    with read() as tx:
        found, day = tax_categories(tx), today(tx)
    return render_template(
        "office/catalogue/taxes.html",
        taxes=found,
        today=day,
        problem=problem,
        wrong_id=wrong_id,
        typed=request.form,
        rate_text=rate_text,
    )
