"""Units of measure."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import typed_text, typed_whole
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.language import translated
from app.web.shared.units import read, transact
from warehouse.catalogue.units import change_unit, create_unit, delete_unit
from warehouse.catalogue.units import units as all_units


@blueprint.get("/products/units")
@needs("catalogue.view")
def units() -> ResponseReturnValue:
    """Every unit, with how many decimals a quantity in it may have."""
    return _page()


@blueprint.post("/products/units")
@needs("catalogue.edit")
def add_unit() -> ResponseReturnValue:
    """Adds a unit."""

    def act() -> ResponseReturnValue:
        decimals = typed_whole("decimals") or 0
        transact(lambda tx: create_unit(tx, typed_text("name"), decimals))
        return go_on("office.units", "saved")

    return try_form(act, _page)


@blueprint.post("/products/units/<code>")
@needs("catalogue.edit")
def write_unit(code: str) -> ResponseReturnValue:
    """Changes or removes a unit."""

    def act() -> ResponseReturnValue:
        if typed_text("act") == "remove":
            transact(lambda tx: delete_unit(tx, code))
            return go_on("office.units", "removed")
        decimals = typed_whole("decimals") or 0
        transact(lambda tx: change_unit(tx, code, _name_of(tx, code), decimals))
        return go_on("office.units", "saved")

    return try_form(act, lambda problem: _page(problem, code))


def _name_of(tx: ReadUnit, code: str) -> str:
    """The name typed; the one it has where only its translation was sent back."""
    typed = typed_text("name")
    old = next((unit.name for unit in all_units(tx) if unit.code == code), typed)
    return old if typed == translated(old) else typed


def _page(problem: Problem | None = None, wrong_code: str | None = None) -> str:
    with read() as tx:
        found = all_units(tx)
    return render_template(
        "office/catalogue/units.html", units=found, problem=problem, wrong_code=wrong_code, typed=request.form
    )
