"""The paper of the demo's emulated printers, and the faults they can be told to have."""

from pathlib import Path
from typing import Final

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.core.texts import marked
from app.places.service import place_of
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on
from app.web.shared.access import logged_in
from app.web.shared.context import context
from app.web.shared.units import read
from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.shelf import shelved_papers

MOST_SHOWN: Final = 12
FAULTS: Final = {
    "paper out": marked("Paper out"),
    "paper low": marked("Paper low"),
    "paper in": marked("New roll"),
    "cover open": marked("Open the cover"),
    "cover closed": marked("Close the cover"),
    "offline": marked("Offline"),
    "online": marked("Online"),
    "slow 4000": marked("Slow"),
    "slow 0": marked("Fast"),
    "power off": marked("Pull the plug"),
    "power on": marked("Plug it in"),
    "drawer closed": marked("Push the drawer in"),
}
"""What the page offers to do to a printer, by the emulator's order."""


@blueprint.get("/paper/<int:till_id>")
@logged_in
def paper(till_id: int) -> ResponseReturnValue:
    """The newest papers that came out of a till's emulated printer."""
    emulator = _emulator(till_id)
    with read() as tx:
        place = place_of(tx, till_id)
    papers = shelved_papers(_folder(till_id))[-MOST_SHOWN:][::-1]
    return render_template(
        "office/emulated_paper.html", place=place, papers=papers, state=emulator.order("status"), faults=FAULTS
    )


@blueprint.get("/paper/<int:till_id>/<int:number>.png")
@logged_in
def paper_picture(till_id: int, number: int) -> ResponseReturnValue:
    """One paper as a picture."""
    _emulator(till_id)
    picture = next((one.picture for one in shelved_papers(_folder(till_id)) if one.number == number), None)
    if picture is None:
        abort(404)
    return send_file(picture, mimetype="image/png")


@blueprint.post("/paper/<int:till_id>")
@logged_in
def order_printer(till_id: int) -> ResponseReturnValue:
    """Something happens to the printer: its paper ends, somebody opens its cover."""
    emulator = _emulator(till_id)
    order = request.form.get("order", "")
    if order not in FAULTS:
        abort(404)
    emulator.order(order)
    return go_on("office.paper", "saved", till_id=till_id)


def _emulator(till_id: int) -> EscposEmulator:
    emulator = context().emulators.get(till_id)
    if emulator is None:
        abort(404)
    return emulator


def _folder(till_id: int) -> Path:
    return context().config.data_folder / "paper" / f"till-{till_id}"
