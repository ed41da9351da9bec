"""What follows the opening of a shop: its printer, and where to go from there."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import outbox_view
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound, ShopError
from app.core.ids import new_uid
from app.core.settings import get
from app.crm.settings import COUNTRY
from app.flows.countries.all import preset_of
from app.places.devices import DeviceView, add_device, change_device, devices
from app.places.service import RECEIPT_PRINTER, Place, place_of, tills
from app.web.office.blueprint import blueprint
from app.web.office.devices import typed_address
from app.web.office.forms import try_form
from app.web.shared.access import current, needs
from app.web.shared.answering import Problem, sentence_of
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from pos.papers.printer_test import print_test
from pos.papers.store import printer_lane


@blueprint.get("/first-day/printer")
@needs("devices.manage")
def first_printer() -> ResponseReturnValue:
    """Where the receipt printer is, and what became of the test."""
    return _page()


@blueprint.post("/first-day/printer")
@needs("devices.manage")
def save_first_printer() -> ResponseReturnValue:
    """Keeps the printer's address and prints a test."""

    def act() -> ResponseReturnValue:
        address = typed_address()

        def save(tx: Unit) -> None:
            place = _place(tx)
            printer = _printer(tx, place)
            if printer is None:
                add_device(tx, place.till_id, RECEIPT_PRINTER, gettext("Receipt printer"), address)
            else:
                change_device(tx, printer.id, printer.name, address, active=True)
            print_test(tx, place.till_id, new_uid())

        transact(save)
        return redirect(url_for("office.first_printer"), 303)

    return try_form(act, _page)


@blueprint.get("/first-day/printer/state")
@needs("devices.manage", counts_as_use=False)
def first_printer_state() -> ResponseReturnValue:
    """What became of the test, for the page that waits for it."""
    with read() as tx:
        state = _state(tx)
    return render_template("office/first_day/printer_state.html", **state)


@blueprint.get("/first-day/done")
@needs()
def first_done() -> ResponseReturnValue:
    """The shop is open: to the till, goods, colleagues, and what the law still wants."""
    with read() as tx:
        preset = preset_of(get(tx, COUNTRY))
    return render_template("office/first_day/done.html", preset=preset)


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        state = _state(tx)
    return render_template(
        "office/first_day/printer.html",
        problem=problem,
        typed=request.form,
        **state,
    )


def _state(tx: ReadUnit) -> Mapping[str, Any]:
    place = _place(tx)
    return {
        "place": place,
        "printer": _printer(tx, place),
        "lane": outbox_view.lane_status(tx, printer_lane(place.till_id)),
        "sentence_of_code": lambda code: sentence_of(ShopError(code)),
    }


def _place(tx: ReadUnit) -> Place:
    """The till this browser is, else the first one; NotFound ``no_till``."""
    till_id = current().till_id
    if till_id is not None:
        return place_of(tx, till_id)
    first = next(iter(tills(tx)), None)
    if first is None:
        raise NotFound("no_till")
    return first


def _printer(tx: ReadUnit, place: Place) -> DeviceView | None:
    return next((one for one in devices(tx, place.till_id) if one.role == RECEIPT_PRINTER), None)
