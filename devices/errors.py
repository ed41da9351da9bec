"""One vocabulary for what goes wrong with devices, whatever the maker calls it."""

from enum import StrEnum
from typing import Any, Final

from app.core.errors import ShopError


class Trouble(StrEnum):
    """The codes; pages translate them, ``SENTENCES`` says them in English."""

    UNREACHABLE = "device_unreachable"
    NO_ANSWER = "device_no_answer"
    GARBLED = "device_garbled"
    LOST = "device_lost"
    BLOCKED = "device_blocked"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "printer_offline"
    CUTTER = "cutter_error"
    BROKEN = "printer_error"
    NO_DRAWER = "drawer_missing"
    DRAWER_TOO_SOON = "drawer_too_soon"
    NO_TRANSPORT = "transport_unavailable"
    SPOOLER_REFUSED = "spooler_refused"
    MAIL_UNREACHABLE = "mail_unreachable"
    MAIL_SILENT = "mail_silent"
    MAIL_NOT_SECURE = "mail_not_secure"
    MAIL_LOGIN = "mail_login_refused"
    MAIL_ADDRESS = "mail_address_refused"
    MAIL_REFUSED = "mail_refused"
    MAIL_LATER = "mail_later"


SENTENCES: Final[dict[Trouble, str]] = {
    Trouble.UNREACHABLE: "The device can not be reached: check that it is switched on and its cable is in.",
    Trouble.NO_ANSWER: "The device does not answer: switch it off and on again.",
    Trouble.GARBLED: "The device answers something unreadable: check its cable and the speed of its port.",
    Trouble.LOST: "The connection to the device broke: check its cable and power.",
    Trouble.BLOCKED: "The device takes no more data: look whether it waits for paper or its cover.",
    Trouble.PAPER_OUT: "The printer is out of paper: put in a new roll.",
    Trouble.COVER_OPEN: "The printer's cover is open: close it.",
    Trouble.OFFLINE: "The printer is offline: press its feed button or switch it on.",
    Trouble.CUTTER: "The printer's cutter is stuck: open the cover and free it.",
    Trouble.BROKEN: "The printer reports a fault: switch it off and on again.",
    Trouble.NO_DRAWER: "No cash drawer is connected to this printer.",
    Trouble.DRAWER_TOO_SOON: "The drawer was opened a moment ago: wait a second.",
    Trouble.NO_TRANSPORT: "This computer can not reach devices in this way.",
    Trouble.SPOOLER_REFUSED: "The system's print queue refused the paper: look at the queue.",
    Trouble.MAIL_UNREACHABLE: "The mail server can not be reached: check the internet connection, its name and port.",
    Trouble.MAIL_SILENT: "The mail server broke off before it had the whole mail; it will be tried again.",
    Trouble.MAIL_NOT_SECURE: "The connection to the mail server is not secure: check its name, port and security.",
    Trouble.MAIL_LOGIN: "The mail server refuses the login: check user and password.",
    Trouble.MAIL_ADDRESS: "The mail server does not know this address: ask the customer again.",
    Trouble.MAIL_REFUSED: "The mail server refuses the sender or the mail: check the sender's address.",
    Trouble.MAIL_LATER: "The mail server asks to come back later; it will be tried again.",
}


class DeviceError(ShopError):
    """A device did not do what it was asked, and nothing of the job reached it unless a subclass says otherwise.

    ``maker_code`` is what the device itself said, for the log and the service desk.
    """

    def __init__(self, trouble: Trouble, /, *, maker_code: str = "", **facts: Any) -> None:
        super().__init__(trouble.value, **({"maker_code": maker_code} if maker_code else {}), **facts)
        self.trouble = trouble
        self.maker_code = maker_code

    @property
    def sentence(self) -> str:
        """What the cashier can do, in English."""
        return SENTENCES[self.trouble]


class Interrupted(DeviceError):
    """The connection gave way while data was being sent; ``sent_bytes`` had left by then."""

    def __init__(self, trouble: Trouble, /, *, sent_bytes: int, maker_code: str = "") -> None:
        super().__init__(trouble, maker_code=maker_code, sent_bytes=sent_bytes)
        self.sent_bytes = sent_bytes
