"""The numbers that a fiscal register's law gives sales: what became of each, and where they begin."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput
from app.places.service import place_of
from app.reports.sale_numbers import PAGE_ROWS, given_numbers
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number
from devices.fiscal.sale_number import MOST_RUNNING
from pos.fiscal.codes import register
from pos.numbering.numbers import begin_later, last_given
from pos.numbering.registers import accepted_serial


@blueprint.get("/registers/<int:device_id>/numbers")
@needs("sales.view")
def sale_numbers(device_id: int) -> ResponseReturnValue:
    """The newest numbers of the register that stands there; older ones by the address."""
    return _page(device_id)


@blueprint.post("/registers/<int:device_id>/numbers")
@needs("sales.view", "devices.manage")
def begin_sale_numbers(device_id: int) -> ResponseReturnValue:
    """Another program has numbered sales of this register before."""

    def act() -> ResponseReturnValue:
        after = whole_number(request.form.get("after", ""))
        if after is None:
            raise BadInput("sale_number_range", "after", most=MOST_RUNNING)
        with read() as tx:
            serial = accepted_serial(tx, device_id)
        transact(lambda tx: begin_later(tx, serial, after))
        return go_on("office.sale_numbers", "saved", device_id=device_id)

    return try_form(act, lambda problem: _page(device_id, problem))


def _page(device_id: int, problem: Problem | None = None) -> str:
    with read() as tx:
        device = register(tx, device_id)
        serial = accepted_serial(tx, device_id)
        found = given_numbers(tx, serial, whole_number(request.args.get("before", "")))
        place, last = place_of(tx, device.till_id), last_given(tx, serial)
    return render_template(
        "office/sale_numbers.html",
        device=device,
        place=place,
        serial=serial,
        numbers=found,
        last=last,
        older=found[-1].running if len(found) == PAGE_ROWS else None,
        problem=problem,
    )
