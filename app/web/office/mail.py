"""The mail server: how it is reached, a test, and what is on its way."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import outbox_view
from app.core.errors import ShopError
from app.core.ids import new_uid
from app.core.settings import Setting, get
from app.messaging.outgoing import LANE, mails_by_uid
from app.messaging.settings import (
    MAIL_HOST,
    MAIL_PORT,
    MAIL_SECURITY,
    MAIL_SENDER,
    MAIL_SENDER_NAME,
    MAIL_USER,
    mail_is_set_up,
)
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.office.queues import decide_message_of
from app.web.office.setting_words import choice_names
from app.web.office.settings import field_of
from app.web.office.typed_settings import save_typed
from app.web.shared.access import needs
from app.web.shared.answering import Problem, sentence_of
from app.web.shared.context import context
from app.web.shared.mail import mail_state
from app.web.shared.units import read, transact
from pos.papers.mailing import mail_test

FIELDS: tuple[Setting[Any], ...] = (
    MAIL_HOST,
    MAIL_PORT,
    MAIL_SECURITY,
    MAIL_USER,
    MAIL_SENDER,
    MAIL_SENDER_NAME,
)


@blueprint.get("/mail")
@needs("settings.edit")
def mail() -> ResponseReturnValue:
    """The settings, a test, and the queue."""
    return _page()


@blueprint.post("/mail")
@needs("settings.edit")
def save_mail() -> ResponseReturnValue:
    """Mails go this way from now on; those that wait, too."""

    def act() -> ResponseReturnValue:
        save_typed(FIELDS)
        return go_on("office.mail", "saved")

    return try_form(act, lambda problem: _page(problem, typed=True))


@blueprint.post("/mail/test")
@needs("settings.edit")
def send_test_mail() -> ResponseReturnValue:
    """Sends a mail to see whether it arrives."""

    def act() -> ResponseReturnValue:
        to, uid = request.form.get("to", ""), request.form.get("uid", "")
        transact(lambda tx: mail_test(tx, to, uid))
        return go_on("office.mail", "sending")

    return try_form(act, _page)


@blueprint.post("/mail/messages/<int:message_id>")
@needs("settings.edit", "outbox.decide")
def decide_mail(message_id: int) -> ResponseReturnValue:
    """A person says what became of a mail, sends it again, or lets it go."""
    decide_message_of(LANE, message_id, reason="asked after the mail")
    return go_on("office.mail", "saved")


def _page(problem: Problem | None = None, *, typed: bool = False) -> str:
    with read() as tx:
        values = {setting.key: request.form.get(setting.key, "") if typed else get(tx, setting) for setting in FIELDS}
        queued = outbox_view.open_messages(tx, LANE)
        mails = mails_by_uid(tx, [message.payload["mail"] for message in queued])
        is_set_up, lane = mail_is_set_up(tx), outbox_view.lane_status(tx, LANE)
    return render_template(
        "office/mail.html",
        fields=[(setting, field_of(setting)) for setting in FIELDS],
        values=values,
        has_password=bool(context().config.mail_password),
        is_set_up=is_set_up,
        lane=lane,
        queued=[(message, mails[message.payload["mail"]]) for message in queued],
        to=request.form.get("to", ""),
        test_uid=new_uid(),
        choice_names=choice_names,
        mail_state=mail_state,
        sentence_of_code=lambda code: sentence_of(ShopError(code)),
        problem=problem,
    )
