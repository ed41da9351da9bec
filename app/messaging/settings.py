"""The mail server a shop sends through. Its password is no setting: it comes from the environment or a file."""

import re
from typing import Final

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.installation import facts
from app.core.settings import Setting
from app.core.texts import marked
from app.crm.typed import clean_email
from devices.ports import MailAccount

SECURITIES: Final = ("starttls", "tls", "none")
_HOST: Final = re.compile(r"[\w.:-]{0,253}")


def _is_address(text: str) -> bool:
    try:
        clean_email(text, "")
    except BadInput:
        return False
    return True


def _is_host(text: str) -> bool:
    return _HOST.fullmatch(text) is not None


MAIL_HOST = Setting(
    "mail.host",
    str,
    "",
    marked("Mail server"),
    marked("Its name, like mail.example.org; empty where no mail is sent."),
    max_length=253,
    check=_is_host,
)
MAIL_PORT = Setting(
    "mail.port", int, 587, marked("Port"), marked("587 with STARTTLS, 465 with TLS."), low=1, high=65535
)
MAIL_SECURITY = Setting(
    "mail.security",
    str,
    "starttls",
    marked("Security"),
    marked("Without it no login is sent, unless the server runs on this machine."),
    choices=SECURITIES,
)
MAIL_USER = Setting(
    "mail.user", str, "", marked("User"), marked("Empty where the server wants no login."), max_length=254
)
MAIL_SENDER = Setting(
    "mail.sender",
    str,
    "",
    marked("Sender's address"),
    marked("Customers see it and answer to it."),
    max_length=254,
    check=_is_address,
)
MAIL_SENDER_NAME = Setting(
    "mail.sender_name",
    str,
    "",
    marked("Sender's name"),
    marked("Empty: the name of the shop."),
    max_length=120,
)


def mail_is_set_up(tx: ReadUnit) -> bool:
    """Whether there is a server and a sender; where people practise there is none."""
    return bool(settings.get(tx, MAIL_HOST) and settings.get(tx, MAIL_SENDER)) and not facts(tx).practice


def mail_account(tx: ReadUnit, password: str) -> MailAccount:
    """The account as it is set up now."""
    security = settings.get(tx, MAIL_SECURITY)
    assert security in SECURITIES
    return MailAccount(
        settings.get(tx, MAIL_HOST),
        settings.get(tx, MAIL_PORT),
        security,  # type: ignore[arg-type]  # one of the literals, as the assertion says
        settings.get(tx, MAIL_USER),
        password,
    )
