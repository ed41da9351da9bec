"""The lane of mails: written when their turn comes, handed to the server, never sent twice by themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from app.core import settings
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.outbox import Message, Outcome
from app.messaging.outgoing import Addressed, addressed
from app.messaging.settings import MAIL_SENDER, MAIL_SENDER_NAME, mail_account
from app.places.service import tills
from devices.errors import DeviceError, Trouble
from devices.ports import Attachment, Mail, MailAccount, MailGateway, MailOutcome

RETRY_STEPS: Final = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=10))
_HOPELESS: Final = frozenset({Trouble.MAIL_ADDRESS, Trouble.MAIL_REFUSED})
_ITS_OWN: Final = frozenset({Trouble.MAIL_LATER})
"""A refusal for now may be about this mail alone: it must not hold up the others for days."""
TRIES_OF_ITS_OWN: Final = 6


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. ``pictures`` are PNG files shown in ``html`` as ``cid:name``."""

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


Writer = Callable[[Database, str], Letter]
"""Writes what a mail says about a reference; opens units of its own, and draws with none open."""


class MailHandler:
    """Sends mails. A server has no memory we could ask: after a crash nobody can know, so nothing is repeated."""

    def __init__(
        self,
        database: Database,
        open_gateway: Callable[[MailAccount], MailGateway],
        writers: Mapping[str, Writer],
        password: str,
    ) -> None:
        self._database = database
        self._open_gateway = open_gateway
        self._writers = writers
        self._password = password

    def act(self, message: Message) -> Outcome:
        """Writes the mail and hands it over."""
        uid = message.payload["mail"]
        with self._database.read_unit() as tx:
            mail = addressed(tx, uid)
            account = mail_account(tx, self._password)
            sender = settings.get(tx, MAIL_SENDER)
            name = settings.get(tx, MAIL_SENDER_NAME) or _shop_name(tx)
            now = tx.now
        letter = self._writers[mail.kind](self._database, mail.reference)
        message_id = f"{uid}@{sender.rpartition('@')[2]}"
        try:
            result = self._open_gateway(account).send(_mail(message_id, (sender, name), mail, letter, now))
        except DeviceError as error:
            return _refused(error, message.attempts)
        kept = {"message_id": message_id, "reply": result.reply}
        if result.outcome is MailOutcome.UNCONFIRMED:
            return Outcome("in_doubt", "mail_may_have_gone", kept)
        return Outcome("done", None, kept)

    def resolve(self, message: Message) -> Outcome:
        """The power went while the mail was on its way: nobody can know."""
        return Outcome("in_doubt", "mail_may_have_gone")

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """The message itself is the record."""


def _mail(message_id: str, sender: tuple[str, str], mail: Addressed, letter: Letter, now: datetime) -> Mail:
    return Mail(
        message_id,
        *sender,
        mail.to,
        letter.subject,
        now,
        letter.text,
        letter.html,
        letter.attachments,
        letter.pictures,
    )


def _refused(error: DeviceError, attempts: int) -> Outcome:
    if error.trouble in _HOPELESS or (error.trouble in _ITS_OWN and attempts >= TRIES_OF_ITS_OWN):
        return Outcome("failed", error.code)
    return Outcome("retry", error.code, retry_after=RETRY_STEPS[min(attempts, len(RETRY_STEPS)) - 1])


def _shop_name(tx: ReadUnit) -> str:
    places = tills(tx)
    return places[0].shop_name if places else ""
