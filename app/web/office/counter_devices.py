"""Scales, pole displays, serial scanners and modems: adding them and trying them out; how any device is now."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import outbox_view
from app.core.errors import NotFound, ShopError
from app.core.texts import marked
from app.messaging.sms.outgoing import LANE as SMS_LANE
from app.places.devices import DeviceView, devices
from app.places.service import CARD_TERMINAL, LABEL_PRINTER, POLE_DISPLAY, RECEIPT_PRINTER, SCALE, SCANNER, SMS_MODEM
from app.web.office.blueprint import blueprint
from app.web.office.device_log import pieces_of
from app.web.office.forms import go_on
from app.web.office.printer_live import printer_standing, terminal_standing
from app.web.office.standing import Standing, waiting
from app.web.shared.access import needs
from app.web.shared.answering import sentence_of
from app.web.shared.context import context
from app.web.shared.formats import qty
from app.web.shared.language import gettext, ngettext
from app.web.shared.units import read
from devices.plain_address import whole_modem_address, whole_pole_address, whole_scale_address, whole_scanner_address

SCALE_PROTOCOLS: Final = (
    ("cas", "CAS AP, AD, SW, PD"),
    ("casline", marked("CAS indicator, line after line")),
    ("toledo", "Toledo 8217, CAS PD-II, Magellan"),
    ("massa", "Massa-K MK, TB, VP"),
    ("sma", "SMA"),
    ("sics", "Mettler MT-SICS"),
    ("ascii", marked("Plain text, line after line")),
)
"""The protocols a scale may be added with. The older one of Massa-K waits for a real scale."""
POLE_COMMANDS: Final = (
    ("epson", "Epson DM-D, ESC/POS"),
    ("cd5220", "CD5220 (Partner, Posiflex, Birch)"),
    ("dsp800", "DSP-800"),
    ("led", marked("Eight digits (LED8N)")),
    ("plain", marked("Another display of 2 × 20 characters")),
)
CODE_PAGES: Final = ("cp866", "cp1251", "cp852", "cp1250", "cp858", "cp1252", "cp437")
LOOK_S: Final = 0.5
PRINTERS: Final = (RECEIPT_PRINTER, LABEL_PRINTER)
SELDOM_ASKED: Final = (*PRINTERS, CARD_TERMINAL)
LIVE_ROLES: Final = (*SELDOM_ASKED, SCALE, POLE_DISPLAY, SCANNER, SMS_MODEM)
_EVERY_S: Final = {True: 5, False: 2}
"""How often a page asks after a printer or terminal, and after any other: those have better things to do."""


def typed_counter_address(role: str) -> str:
    """The address of such a device in the form, as its owner wrote it, made whole."""
    typed, kind = request.form.get("address", ""), request.form.get("kind", "")
    if role == SCALE:
        return whole_scale_address(typed, kind)
    if role == POLE_DISPLAY:
        return whole_pole_address(typed, kind, request.form.get("codepage", ""))
    return whole_modem_address(typed) if role == SMS_MODEM else whole_scanner_address(typed)


@blueprint.get("/devices/<int:device_id>/live")
@needs("devices.manage", counts_as_use=False)
def device_live(device_id: int) -> ResponseReturnValue:
    """How a device is now; the page asks again and again."""
    device = _device(device_id)
    standing = _standing(device)
    pieces = pieces_of(device) if standing.kind != "bad" else []
    return render_template(
        "office/device_live.html",
        device=device,
        standing=standing,
        every_s=_EVERY_S[device.role in SELDOM_ASKED],
        last_trouble=next((one for one in reversed(pieces) if one.way == "trouble"), None),
        sentence_of_code=lambda code: sentence_of(ShopError(code)),
    )


@blueprint.post("/devices/<int:device_id>/test-pole")
@needs("devices.manage")
def test_pole(device_id: int) -> ResponseReturnValue:
    """Lets a pole display show a test for some seconds."""
    poles = context().poles
    worker = None if poles is None else poles.worker_of(_device(device_id).id)
    if worker is not None:
        worker.test()
    return go_on("office.devices", "shown")


def _device(device_id: int) -> DeviceView:
    with read() as tx:
        found = next((one for one in devices(tx) if one.id == device_id and one.role in LIVE_ROLES), None)
    if found is None:
        raise NotFound("no_device")
    return found


def _standing(device: DeviceView) -> Standing:
    if not device.active:
        return Standing("", gettext("Not in use"))
    try:
        return _WAYS[device.role](device)
    except ShopError as error:
        return Standing("bad", sentence_of(error))


def _scale(device: DeviceView) -> Standing:
    scales = context().scales
    seen = None if scales is None else scales.at(device.address).look(timeout_s=LOOK_S)
    if seen is None:
        return waiting()
    if seen.weight is None:
        return Standing("bad", sentence_of(ShopError(seen.refusal or "device_no_answer")))
    shown = "–" if seen.weight.grams is None else f"{qty(seen.weight.grams)} {gettext('kg')}"
    if seen.weight.overload:
        return Standing("warn", gettext("Too much lies on it"), (shown,))
    return Standing("", gettext("At rest") if seen.weight.stable else gettext("It moves"), (shown,))


def _modem(_device: DeviceView) -> Standing:
    """As its queue knows it: a modem has better things to do than to be asked."""
    with read() as tx:
        lane = outbox_view.lane_status(tx, SMS_LANE)
    if lane.error_code is not None:
        return Standing("warn", sentence_of(ShopError(lane.error_code)))
    if lane.waiting:
        return Standing("", ngettext("%(num)s message waits", "%(num)s messages wait", lane.waiting))
    return Standing("", gettext("Nothing waits for it"))


def _pole(device: DeviceView) -> Standing:
    poles = context().poles
    worker = None if poles is None else poles.worker_of(device.id)
    if worker is None:
        return waiting()
    state = worker.state
    if state.trouble is not None:
        return Standing("bad", sentence_of(ShopError(state.trouble.value)))
    if state.face is None:
        return waiting()
    return Standing("", gettext("It was told to show this"), (state.face.upper, state.face.lower))


def _scanner(device: DeviceView) -> Standing:
    scanners = context().scanners
    worker = None if scanners is None else scanners.worker_of(device.id)
    if scanners is None or worker is None:
        return waiting()
    if worker.trouble is not None:
        return Standing("bad", sentence_of(ShopError(worker.trouble.value)))
    if not worker.is_connected:
        return waiting()
    fate = scanners.arrivals.fate(device.till_id)
    if not fate.count:
        return Standing("", gettext("Connected. Scan something to try it."))
    if not fate.is_told:
        return Standing("warn", gettext("Nobody took the last code: no page of this till was open."))
    return Standing("", ngettext("Connected. %(num)s code came.", "Connected. %(num)s codes came.", fate.count))


_WAYS: Final[Mapping[str, Callable[[DeviceView], Standing]]] = {
    **dict.fromkeys(PRINTERS, printer_standing),
    CARD_TERMINAL: terminal_standing,
    SCALE: _scale,
    POLE_DISPLAY: _pole,
    SCANNER: _scanner,
    SMS_MODEM: _modem,
}
"""Who asks a device of each role how it is."""
