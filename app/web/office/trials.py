"""Emulated devices in the office: tried without a shell, with their papers and the faults they can be told to have."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import NotFound
from app.core.texts import marked
from app.places.devices import DeviceView, add_device, devices
from app.places.service import (
    CARD_TERMINAL,
    FISCAL_REGISTER,
    LABEL_PRINTER,
    POLE_DISPLAY,
    RECEIPT_PRINTER,
    SCALE,
    SCANNER,
    SMS_MODEM,
    place_of,
)
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import logged_in, needs
from app.web.shared.answering import Problem
from app.web.shared.context import Trials, context
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from devices.emulators import trials
from devices.emulators.fiscal.register import ServedRegister
from devices.emulators.shelf import shelved_papers
from devices.emulators.trials import Emulated, Trial
from pos.fiscal.codes import add_register, change_register
from pos.payments.devices import add_terminal

MOST_SHOWN: Final = 12
MOST_TYPED: Final = 300
POWER: Final = {"power off": marked("Pull the plug"), "power on": marked("Plug it in")}
PAPER: Final = {"paper out": marked("Paper out"), "paper in": marked("New roll"), **POWER}
ORDERS: Final[Mapping[str, Mapping[str, str]]] = {
    FISCAL_REGISTER: {**PAPER, "hours 25": marked("A day passes")},
    LABEL_PRINTER: {**PAPER, "head open": marked("Open the head"), "head closed": marked("Close the head")},
    CARD_TERMINAL: {
        "approve": marked("The customer pays"),
        "decline": marked("The card is declined"),
        "cancel": marked("The customer leaves"),
        "by itself approve": marked("From now on all pay by themselves"),
        "by itself wait": marked("From now on all wait for you"),
        **POWER,
    },
    SCALE: {
        "weight 0": marked("Take everything off"),
        "steady off": marked("Nudge it"),
        "steady on": marked("Let it rest"),
        **POWER,
    },
    POLE_DISPLAY: POWER,
    SCANNER: POWER,
    SMS_MODEM: {
        "report deliver": marked("The message arrives"),
        "lose answer": marked("Lose the next answer"),
        "cms 500": marked("The network is busy"),
        **POWER,
    },
}
"""What the page of a device offers to do to it, by the emulator's order."""
TYPED: Final[Mapping[str, tuple[str, str, str]]] = {
    SCALE: ("weight", marked("Grams to lay on it"), marked("Lay it on")),
    SCANNER: ("scan", marked("Code to hold before it"), marked("Scan")),
}
"""An order with something typed behind it, its label, and the words on its button."""
TRIED: Final[Mapping[str, tuple[str, Mapping[str, Trial]]]] = {
    FISCAL_REGISTER: (marked("Fiscal register"), trials.REGISTERS),
    CARD_TERMINAL: (marked("Card terminal"), trials.CARD_TERMINALS),
    RECEIPT_PRINTER: (marked("Receipt printer"), trials.RECEIPT_PRINTERS),
    LABEL_PRINTER: (marked("Label printer"), trials.LABEL_PRINTERS),
    SCALE: (marked("Scale"), trials.SCALES),
    POLE_DISPLAY: (marked("Pole display"), trials.POLE_DISPLAYS),
    SCANNER: (marked("Scanner"), trials.SCANNERS),
    SMS_MODEM: (marked("SMS modem"), trials.SMS_MODEMS),
}
"""What can be tried, by role."""
_PAGES: Final = {FISCAL_REGISTER: "office.registers", CARD_TERMINAL: "office.card_terminals"}
_MANY: Final = frozenset({LABEL_PRINTER, SCANNER})
"""A till may have several of these."""


def trial_choices(found: Iterable[DeviceView], till_id: int, *roles: str) -> list[tuple[str, str]]:
    """What a till with these devices may try, of some roles or all: what the form sends, and its words."""
    there = {one.role: one for one in found if one.till_id == till_id}
    choices = []
    for role, (word, kinds) in TRIED.items():
        is_free = role not in there or role in _MANY or (role == FISCAL_REGISTER and there[role].emulated)
        if is_free and (not roles or role in roles):
            choices += [(f"{role}:{kind}", f"{translated(word)}: {trial.name}") for kind, trial in kinds.items()]
    return choices


@blueprint.post("/tills/<int:till_id>/try")
@needs("devices.manage")
def try_device(till_id: int) -> ResponseReturnValue:
    """Gives a till an emulated device, which runs at once. Twice is once."""
    role, _, kind = request.form.get("device", "").partition(":")
    trial = TRIED[role][1].get(kind) if role in TRIED else None
    if trial is None:
        abort(404)
    running = _trials()
    name = gettext("Emulated %(maker)s", maker=trial.name)
    transact(lambda tx: _give(tx, till_id, role, name, trial.address))
    running.start()
    return go_on(_PAGES.get(role, "office.devices"), "saved")


def _give(tx: Unit, till_id: int, role: str, name: str, address: str) -> None:
    there = next((one for one in devices(tx, till_id) if one.role == role and one.emulated), None)
    if there is not None and trials.is_like(there.address, address):
        return
    if role == CARD_TERMINAL:
        add_terminal(tx, till_id, name, address, emulated=True)
    elif role != FISCAL_REGISTER:
        add_device(tx, till_id, role, name, address, emulated=True)
    elif there is None:
        add_register(tx, till_id, name, address, emulated=True)
    else:
        change_register(tx, there.id, name, address, active=True, emulated=True)


@blueprint.get("/emulated/<int:device_id>")
@logged_in
def emulated(device_id: int) -> ResponseReturnValue:
    """What an emulated device shows, and the newest papers that came out of it."""
    return _page(device_id)


def _page(device_id: int, problem: Problem | None = None) -> str:
    device, emulator = _running(device_id)
    with read() as tx:
        place = place_of(tx, device.till_id)
    papers = emulator.papers[-MOST_SHOWN:][::-1] if isinstance(emulator, ServedRegister) else []
    return render_template(
        "office/emulated.html",
        device=device,
        place=place,
        papers=papers,
        labels=shelved_papers(_folder(device))[-MOST_SHOWN:][::-1],
        state=emulator.order("status"),
        orders=ORDERS[device.role],
        typed_order=TYPED.get(device.role),
        back=_PAGES.get(device.role, "office.devices"),
        problem=problem,
    )


@blueprint.get("/emulated/<int:device_id>/<int:number>.png")
@logged_in
def emulated_label(device_id: int, number: int) -> ResponseReturnValue:
    """One label as a picture."""
    device, _emulator = _running(device_id)
    picture = next((one.picture for one in shelved_papers(_folder(device)) if one.number == number), None)
    if picture is None:
        abort(404)
    return send_file(picture, mimetype="image/png")


@blueprint.post("/emulated/<int:device_id>")
@logged_in
def order_emulated(device_id: int) -> ResponseReturnValue:
    """Something happens to the device: its paper ends, somebody pulls its plug."""
    device, emulator = _running(device_id)
    order, typed = request.form.get("order", ""), request.form.get("typed", "")
    if order == TYPED.get(device.role, ("",))[0] and order:
        order = f"{order} {typed.strip()[:MOST_TYPED]}"
    elif order not in ORDERS[device.role]:
        abort(404)

    def act() -> ResponseReturnValue:
        emulator.order(order)
        return go_on("office.emulated", "saved", device_id=device_id)

    return try_form(act, lambda problem: _page(device_id, problem))


def _trials() -> Trials:
    running = context().trials
    if running is None:
        raise NotFound("no_device")
    return running


def _running(device_id: int) -> tuple[DeviceView, Emulated]:
    running = context().trials
    emulator = None if running is None else running.of(device_id)
    with read() as tx:
        device = next((one for one in devices(tx) if one.id == device_id and one.role in ORDERS), None)
    if device is None or emulator is None:
        abort(404)
    return device, emulator


def _folder(device: DeviceView) -> Path:
    return _trials().folder_of(device)
