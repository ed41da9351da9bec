"""The devices of the tills: their addresses, their queues, and what a person has to decide."""

from collections.abc import Iterable
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import outbox, outbox_view
from app.core.db.unit import Unit
from app.core.errors import ShopError
from app.core.ids import new_uid
from app.places.devices import add_device, change_device
from app.places.devices import devices as all_devices
from app.places.service import LABEL_PRINTER, RECEIPT_PRINTER, tills
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.product_tag import TAG_CHOICES
from app.web.office.counter_devices import CODE_PAGES, POLE_COMMANDS, SCALE_PROTOCOLS, typed_counter_address
from app.web.office.forms import go_on, try_form
from app.web.office.queue_words import message_words, state_words
from app.web.office.queues import typed_verdict
from app.web.office.trials import trial_choices
from app.web.shared.access import needs
from app.web.shared.answering import Problem, sentence_of
from app.web.shared.context import context
from app.web.shared.language import translated
from app.web.shared.units import read, transact
from devices.plain_address import whole_address, whole_label_address
from pos.papers.printer_test import print_test
from pos.papers.store import printer_lane
from warehouse.tags.jobs import TAGS_KIND, tag_lane
from warehouse.tags.sample import print_sample

LABEL_LANGUAGES: Final = (
    ("tspl", "TSPL (TSC, Xprinter, Gprinter)"),
    ("zpl", "ZPL (Zebra)"),
    ("escpos", "ESC/POS"),
)
"""The languages of label printers, with makers that stand on the boxes."""


@blueprint.get("/devices")
@needs("devices.manage")
def devices() -> ResponseReturnValue:
    """Each till's printers with their queues."""
    return _page()


@blueprint.post("/tills/<int:till_id>/printer")
@needs("devices.manage")
def add_printer(till_id: int) -> ResponseReturnValue:
    """Gives a till a receipt printer."""

    def act() -> ResponseReturnValue:
        name, address = request.form.get("name", ""), typed_address()
        transact(lambda tx: add_device(tx, till_id, RECEIPT_PRINTER, name, address))
        return go_on("office.devices", "saved")

    return try_form(act, lambda problem: _page(problem, f"till-{till_id}"))


@blueprint.post("/tills/<int:till_id>/label-printer")
@needs("devices.manage")
def add_label_printer(till_id: int) -> ResponseReturnValue:
    """Gives a till a label printer."""

    def act() -> ResponseReturnValue:
        name, typed = request.form.get("name", ""), request.form.get("address", "")
        address = whole_label_address(typed, request.form.get("language", ""), request.form.get("size", ""))
        transact(lambda tx: add_device(tx, till_id, LABEL_PRINTER, name, address))
        return go_on("office.devices", "saved")

    return try_form(act, lambda problem: _page(problem, f"labels-{till_id}"))


@blueprint.post("/tills/<int:till_id>/<any(scale, pole_display, scanner, sms_modem):role>")
@needs("devices.manage")
def add_counter_device(till_id: int, role: str) -> ResponseReturnValue:
    """Gives a till a scale, a pole display, a serial scanner or a modem."""

    def act() -> ResponseReturnValue:
        name, address = request.form.get("name", ""), typed_counter_address(role)
        transact(lambda tx: add_device(tx, till_id, role, name, address))
        return go_on("office.devices", "saved")

    return try_form(act, lambda problem: _page(problem, f"{role}-{till_id}"))


@blueprint.post("/devices/<int:device_id>/test-label")
@needs("devices.manage")
def test_label(device_id: int) -> ResponseReturnValue:
    """Prints a test label."""
    transact(lambda tx: print_sample(tx, device_id, new_uid()))
    return go_on("office.devices", "printing")


@blueprint.post("/devices/<int:device_id>/pause")
@needs("devices.manage")
def pause_label_lane(device_id: int) -> ResponseReturnValue:
    """Stops a label printer's queue, or lets it go on."""
    paused = request.form.get("paused") == "yes"
    transact(lambda tx: outbox.pause_lane(tx, tag_lane(device_id), f"device:{device_id}", paused=paused))
    return go_on("office.devices", "saved")


@blueprint.post("/devices/<int:device_id>")
@needs("devices.manage")
def save_device(device_id: int) -> ResponseReturnValue:
    """Changes a device; its next message goes to the new address."""

    def act() -> ResponseReturnValue:
        name, active = request.form.get("name", ""), request.form.get("active") == "yes"
        # A label printer's address says what lies in it, which nobody may guess.
        as_written = request.form.get("as_written") == "yes"
        address = request.form.get("address", "") if as_written else typed_address()
        transact(lambda tx: change_device(tx, device_id, name, address, active=active))
        return go_on("office.devices", "saved")

    return try_form(act, lambda problem: _page(problem, f"device-{device_id}"))


@blueprint.post("/tills/<int:till_id>/printer/test")
@needs("devices.manage")
def test_printer(till_id: int) -> ResponseReturnValue:
    """Prints a test paper."""
    transact(lambda tx: print_test(tx, till_id, new_uid()))
    return go_on("office.devices", "printing")


@blueprint.post("/outbox/<int:message_id>")
@needs("devices.manage", "outbox.decide")
def decide(message_id: int) -> ResponseReturnValue:
    """A person says what became of a message, or lets it go."""
    verdict = typed_verdict()
    with read() as tx:
        if outbox.message_of(tx, message_id).kind == TAGS_KIND:
            # What came out of a batch of tags is a count, which their own page asks for.
            return redirect(url_for("office.tags"), 303)

    def act(tx: Unit) -> None:
        tx.actor.require("outbox.decide")
        outbox.decide(tx, message_id, verdict, reason=request.form.get("reason", ""))

    transact(act)
    return go_on("office.devices", "saved")


@blueprint.post("/lanes/<int:till_id>/pause")
@needs("devices.manage")
def pause_lane(till_id: int) -> ResponseReturnValue:
    """Stops a printer's queue, or lets it go on."""
    paused = request.form.get("paused") == "yes"
    transact(lambda tx: outbox.pause_lane(tx, printer_lane(till_id), f"till:{till_id}", paused=paused))
    return go_on("office.devices", "saved")


def typed_address() -> str:
    """The address of a printer in the form, as its owner wrote it, made whole."""
    return whole_address(request.form.get("address", ""), request.form.get("roll", ""))


def _named(kinds: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, translated(name)) for code, name in kinds]


def _page(problem: Problem | None = None, where: str = "") -> str:
    with read() as tx:
        places, found = tills(tx), all_devices(tx)
        lanes = {place.till_id: outbox_view.lane_status(tx, printer_lane(place.till_id)) for place in places}
        queued = {place.till_id: outbox_view.open_messages(tx, printer_lane(place.till_id)) for place in places}
        of_labels = [tag_lane(device.id) for device in found if device.role == LABEL_PRINTER]
        label_lanes = {lane: outbox_view.lane_status(tx, lane) for lane in of_labels}
    return render_template(
        "office/devices.html",
        places=places,
        devices=found,
        lanes=lanes,
        label_lanes=label_lanes,
        tag_lane=tag_lane,
        label_languages=LABEL_LANGUAGES,
        label_sizes=[(size, f"{size.replace('x', ' × ')} mm") for size in TAG_CHOICES],
        queued=queued,
        counter_kinds={
            "scale": _named(SCALE_PROTOCOLS),
            "pole_display": _named(POLE_COMMANDS),
            "scanner": [],
            "sms_modem": [],
        },
        code_pages=[(page, page) for page in CODE_PAGES],
        emulators=context().emulators,
        trials=context().trials,
        trial_choices=trial_choices,
        sentence_of_code=lambda code: sentence_of(ShopError(code)),
        live=context().tests is not None,
        message_words=message_words,
        state_words=state_words,
        offered=_offered,
        problem=problem,
        where=where,
        typed=request.form if problem is not None else {},
    )


def _offered(role: str, till_id: int) -> str:
    """The address of a found device, in the form that it was found for."""
    is_this = (request.args.get("role"), request.args.get("till")) == (role, str(till_id))
    return request.args.get("address", "") if is_this else ""
