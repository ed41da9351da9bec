"""The fiscal registers of the tills: their addresses and codes, and their queues."""

from datetime import datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import outbox, outbox_view
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, ShopError
from app.core.ids import new_uid
from app.places.devices import DeviceView, devices, is_same_place
from app.places.service import FISCAL_REGISTER, tills
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.office.trials import trial_choices
from app.web.shared.access import needs
from app.web.shared.answering import Problem, sentence_of
from app.web.shared.context import context
from app.web.shared.fiscal_words import SHIFT_NAMES, lane_kind, template_words
from app.web.shared.formats import rate
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number
from devices.fiscal.makers import MAKERS, NO_TAX
from pos.fiscal.codes import add_register, change_codes, change_register, maker_of, register, tables_of, tax_codes
from pos.fiscal.correcting import never_registered
from pos.fiscal.deciding import VERDICTS, decide
from pos.fiscal.queue import TASKS, fiscal_lane, queue_test
from pos.fiscal.reading import last_answer, standing_messages
from pos.tender_kinds import TENDER_NAMES


@blueprint.get("/registers")
@needs("devices.manage")
def registers() -> ResponseReturnValue:
    """Each till's register with its queue."""
    return _page()


@blueprint.post("/tills/<int:till_id>/register")
@needs("devices.manage")
def add_till_register(till_id: int) -> ResponseReturnValue:
    """Gives a till a fiscal register."""

    def act() -> ResponseReturnValue:
        name, address = request.form.get("name", ""), request.form.get("address", "")
        transact(lambda tx: add_register(tx, till_id, name, address))
        return go_on("office.registers", "saved")

    return try_form(act, lambda problem: _page(problem, f"till-{till_id}"))


@blueprint.post("/registers/<int:device_id>")
@needs("devices.manage")
def save_register(device_id: int) -> ResponseReturnValue:
    """Changes a register; what waits goes to the new address."""

    def act() -> ResponseReturnValue:
        name, address = request.form.get("name", ""), request.form.get("address", "")
        active = request.form.get("active") == "yes"

        def change(tx: Unit) -> None:
            change_register(tx, device_id, _fitting_name(tx, device_id, name, address), address, active=active)

        transact(change)
        return go_on("office.registers", "saved")

    return try_form(act, lambda problem: _page(problem, f"device-{device_id}"))


@blueprint.post("/registers/<int:device_id>/codes")
@needs("devices.manage")
def save_codes(device_id: int) -> ResponseReturnValue:
    """Says how a register calls taxes and ways of paying."""

    def act() -> ResponseReturnValue:
        taxes, tenders = _typed_codes("tax-"), _typed_codes("tender-")
        system = request.form.get("tax_system", "")
        transact(lambda tx: change_codes(tx, device_id, taxes, tenders, system))
        return go_on("office.registers", "saved")

    return try_form(act, lambda problem: _page(problem, f"codes-{device_id}"))


@blueprint.post("/tills/<int:till_id>/register/test")
@needs("devices.manage")
def test_register(till_id: int) -> ResponseReturnValue:
    """Asks the register how it is; an X report, a copy or its clock may come first."""
    word = request.form.get("task", "status")
    task = next((one for one in TASKS if one == word), None)
    if task is None:
        raise BadInput("bad_request", "task")
    transact(lambda tx: queue_test(tx, till_id, new_uid(), task))
    return go_on("office.registers", "asked")


@blueprint.post("/tills/<int:till_id>/register/pause")
@needs("devices.manage")
def pause_register(till_id: int) -> ResponseReturnValue:
    """Stops a register's queue, or lets it go on."""
    paused = request.form.get("paused") == "yes"
    transact(lambda tx: outbox.pause_lane(tx, fiscal_lane(till_id), f"till:{till_id}", paused=paused))
    return go_on("office.registers", "saved")


@blueprint.post("/tills/<int:till_id>/register/decide/<int:message_id>")
@needs("devices.manage", "outbox.decide")
def decide_at_register(till_id: int, message_id: int) -> ResponseReturnValue:
    """Decides what became of a registration."""

    def act() -> ResponseReturnValue:
        word, _, seen = request.form.get("verdict", "").partition(":")
        verdict = next((one for one in VERDICTS if one == word), None)
        if verdict is None:
            raise BadInput("bad_request", "verdict")
        number, reason = whole_number(seen or request.form.get("number", "")), request.form.get("reason", "")
        transact(lambda tx: decide(tx, till_id, message_id, verdict, reason, number))
        return go_on("office.registers", "saved")

    return try_form(act, lambda problem: _page(problem, f"message-{message_id}"))


def _fitting_name(tx: ReadUnit, device_id: int, name: str, address: str) -> str:
    """No register is called emulated by a name that nobody typed, once it stands somewhere else."""
    old = register(tx, device_id)
    if not old.emulated or name.strip() != old.name or is_same_place(address, old.address):
        return name
    return gettext("Fiscal register")


def _typed_codes(start: str) -> dict[str, str]:
    """What was chosen; a code that nobody chose stays unsaid."""
    typed = request.form.items()
    return {name.removeprefix(start): value for name, value in typed if name.startswith(start) and value}


def _page(problem: Problem | None = None, where: str = "") -> str:
    with read() as tx:
        places = tills(tx)
        found = {one.till_id: one for one in devices(tx) if one.role == FISCAL_REGISTER}
        lanes = {place.till_id: outbox_view.lane_status(tx, fiscal_lane(place.till_id)) for place in places}
        parts = {device.till_id: _parts(tx, device) for device in found.values()}
    return render_template(
        "office/registers.html",
        places=places,
        registers=found,
        lanes=lanes,
        parts=parts,
        examples=" · ".join(example for maker in MAKERS.values() for example in maker.examples),
        trials=context().trials,
        trial_choices=trial_choices,
        lane_kind=lane_kind,
        offered=lambda till_id: request.args.get("address", "") if request.args.get("till") == str(till_id) else "",
        shift_words=lambda shift: translated(SHIFT_NAMES[shift]),
        sentence_of_code=lambda code: sentence_of(ShopError(code)),
        problem=problem,
        where=where,
        typed=request.form if problem is not None else {},
        **template_words(),
    )


def _parts(tx: ReadUnit, device: DeviceView) -> dict[str, Any]:
    """What the page shows of one register."""
    maker, tables = maker_of(device.address), tables_of(tx, device)
    taxes = [
        (code, gettext("No tax") if code == NO_TAX else rate(int(code)), tables.taxes.get(code, ""))
        for code in tax_codes(tx)
    ]
    return {
        "maker": maker,
        "taxes": taxes,
        "tenders": [(kind, translated(name), tables.tenders.get(kind, "")) for kind, name in TENDER_NAMES.items()],
        "tax_system": tables.tax_system,
        "tax_choices": _choices(maker.tax_choices),
        "tender_choices": _choices(maker.tender_choices),
        "tax_systems": _choices(maker.tax_systems),
        "queue": outbox_view.open_messages(tx, fiscal_lane(device.till_id)),
        "standing": {one.message.id: one for one in standing_messages(tx, device.till_id)},
        "never": never_registered(tx, device.till_id),
        "answer": _answer(tx, device),
    }


def _answer(tx: ReadUnit, device: DeviceView) -> dict[str, Any]:
    """What the register said of itself last; empty before."""
    answer = last_answer(tx, device.till_id, device.address)
    if answer.get("clock"):
        answer["clock"] = datetime.fromisoformat(answer["clock"])
    return answer


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(code, translated(word)) for code, word in words.items()]
