"""Short messages: what became of each, when they may go out, and a test."""

from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import outbox, outbox_view
from app.core.db.unit import Unit
from app.core.errors import ShopError
from app.core.ids import new_uid
from app.core.settings import Setting, get
from app.messaging.sms.outgoing import LANE, TEST, send_test, subject_of
from app.messaging.sms.reading import messages as page_of_messages
from app.messaging.sms.settings import SMS_FROM_HOUR, SMS_STOP_LINE, SMS_TO_HOUR, modem_address
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.office.queues import decide_message_of
from app.web.office.typed_settings import save_typed
from app.web.shared.access import needs
from app.web.shared.answering import Problem, sentence_of
from app.web.shared.sms import sms_state
from app.web.shared.units import read, transact

FIELDS: Final[tuple[Setting[Any], ...]] = (SMS_FROM_HOUR, SMS_TO_HOUR, SMS_STOP_LINE)


@blueprint.get("/messages")
@needs("settings.edit")
def messages() -> ResponseReturnValue:
    """Every message with its state, the settings, a test."""
    return _page()


@blueprint.post("/messages")
@needs("settings.edit")
def save_messages() -> ResponseReturnValue:
    """Messages go out by these rules from now on; those that wait, too."""

    def act() -> ResponseReturnValue:
        save_typed(FIELDS)
        return go_on("office.messages", "saved")

    return try_form(act, lambda problem: _page(problem, typed=True))


@blueprint.post("/messages/test")
@needs("settings.edit")
def send_test_message() -> ResponseReturnValue:
    """Sends a message to see whether it arrives."""

    def act() -> ResponseReturnValue:
        uid, to, text = (request.form.get(name, "") for name in ("uid", "to", "text"))
        transact(lambda tx: send_test(tx, uid, to, text))
        return go_on("office.messages", "handed_over")

    return try_form(act, _page)


@blueprint.post("/messages/<int:message_id>")
@needs("settings.edit", "outbox.decide")
def decide_message(message_id: int) -> ResponseReturnValue:
    """A person says what became of a message, sends again what is missing of it, or lets it go."""
    decide_message_of(LANE, message_id, reason="asked after the message")
    return go_on("office.messages", "saved")


@blueprint.post("/messages/queue")
@needs("settings.edit")
def pause_messages() -> ResponseReturnValue:
    """Stops the queue, or lets it go on."""
    paused = request.form.get("paused") == "yes"

    def act(tx: Unit) -> None:
        tx.actor.require("settings.edit")
        outbox.pause_lane(tx, LANE, subject_of("queue"), paused=paused)

    transact(act)
    return go_on("office.messages", "saved")


def _page(problem: Problem | None = None, *, typed: bool = False) -> str:
    with read() as tx:
        values = {setting.key: request.form.get(setting.key, "") if typed else get(tx, setting) for setting in FIELDS}
        page = page_of_messages(tx, max(1, request.args.get("page", 1, type=int)))
        is_set_up, lane = modem_address(tx) is not None, outbox_view.lane_status(tx, LANE)
    return render_template(
        "office/messages.html",
        page=page,
        fields=FIELDS,
        values=values,
        is_set_up=is_set_up,
        lane=lane,
        test_uid=new_uid(),
        test_occasion=TEST,
        to=request.form.get("to", ""),
        sms_state=sms_state,
        sentence_of_code=lambda code: sentence_of(ShopError(code)),
        problem=problem,
    )
