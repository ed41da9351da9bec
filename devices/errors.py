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
    HEAD_OPEN = "head_open"
    RIBBON_OUT = "ribbon_out"
    PAPER_JAM = "paper_jam"
    PAUSED = "printer_paused"
    HEAD_HOT = "head_hot"
    NO_TRANSPORT = "transport_unavailable"
    SPOOLER_REFUSED = "spooler_refused"
    USB_NO_LIBRARY = "usb_library_missing"
    USB_NO_RIGHTS = "usb_not_allowed"
    USB_BUSY = "usb_busy"
    USB_SEVERAL = "usb_several"
    MAIL_UNREACHABLE = "mail_unreachable"
    MAIL_SILENT = "mail_silent"
    MAIL_NOT_SECURE = "mail_not_secure"
    MAIL_LOGIN = "mail_login_refused"
    MAIL_ADDRESS = "mail_address_refused"
    MAIL_REFUSED = "mail_refused"
    MAIL_LATER = "mail_later"
    BUSY = "register_busy"
    SHIFT_CLOSED = "register_shift_closed"
    SHIFT_OPEN = "register_shift_open"
    SHIFT_EXPIRED = "register_shift_expired"
    CLOCK_UNSET = "register_clock_unset"
    SWAPPED = "register_swapped"
    COUNTER_MOVED = "register_counter_moved"
    IN_DOUBT = "register_in_doubt"
    DOCUMENT_OPEN = "register_document_open"
    CASH_SHORT = "register_cash_short"
    SUM_DIFFERS = "register_sum_differs"
    RECEIPT_WRONG = "receipt_wrong"
    REGISTER_REFUSED = "register_refused"
    NOT_POSSIBLE = "register_cannot"
    WRONG_LOGIN = "register_password"
    TAX_UNKNOWN = "register_tax_unknown"
    TENDER_UNKNOWN = "register_tender_unknown"
    STORAGE = "register_storage"
    STORAGE_FULL = "register_storage_full"
    MARK_REFUSED = "marked_code_refused"
    TERMINAL_SILENT = "register_terminal_silent"
    ORIGINAL_WAITS = "register_original_waits"
    SCALE_UNIT = "scale_unit"
    SCALE_BUSY = "scale_busy"
    SCALE_MODE = "scale_mode"
    SCALE_FAULT = "scale_fault"
    SCALE_REFUSED = "scale_refused"
    SCALE_CANNOT = "scale_cannot"
    TERMINAL_BUSY = "card_terminal_busy"
    TERMINAL_SWAPPED = "card_terminal_swapped"
    CARD_DECLINED = "card_declined"
    CARD_CANCELLED = "card_cancelled"
    CARD_TIMED_OUT = "card_timed_out"
    CARD_REFUSED = "card_order_refused"
    CARD_ORIGINAL_UNKNOWN = "card_original_unknown"
    CARD_NOT_SENT = "card_not_sent"
    SIM_MISSING = "sim_missing"
    SIM_PIN = "sim_pin_needed"
    SIM_PIN_REFUSED = "sim_pin_refused"
    SIM_PUK = "sim_puk_needed"
    SIM_FAULT = "sim_fault"
    SMS_NO_NETWORK = "sms_no_network"
    SMS_NOT_ADMITTED = "sms_not_admitted"
    SMS_CENTER = "sms_center_unknown"
    SMS_LATER = "sms_later"
    SMS_REFUSED = "sms_refused"
    SMS_NUMBER = "sms_number_refused"
    MODEM_REFUSED = "modem_refused"


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
    Trouble.HEAD_OPEN: "The printer's head is open: close it until it clicks.",
    Trouble.RIBBON_OUT: "The printer's ribbon is used up: put in a new one.",
    Trouble.PAPER_JAM: "The labels are jammed in the printer: open it, take them out, and close it.",
    Trouble.PAUSED: "The printer is paused: press its pause button.",
    Trouble.HEAD_HOT: "The printer's head is too hot: let it rest; it goes on by itself.",
    Trouble.NO_TRANSPORT: "This computer can not reach devices in this way.",
    Trouble.SPOOLER_REFUSED: "The system's print queue refused the paper: look at the queue.",
    Trouble.USB_NO_LIBRARY: "This computer lacks libusb: install libusb-1.0, or print through one of its print queues.",
    Trouble.USB_NO_RIGHTS: (
        "This computer does not let the program use the printer: on Linux add the program's user to the group lp,"
        " on Windows print through the printer's queue."
    ),
    Trouble.USB_BUSY: "Another program holds the printer: close it, or take the printer out of the system's queues.",
    Trouble.USB_SEVERAL: "Several printers of this kind are plugged in: choose the right one under Find devices.",
    Trouble.MAIL_UNREACHABLE: "The mail server can not be reached: check the internet connection, its name and port.",
    Trouble.MAIL_SILENT: "The mail server broke off before it had the whole mail; it will be tried again.",
    Trouble.MAIL_NOT_SECURE: "The connection to the mail server is not secure: check its name, port and security.",
    Trouble.MAIL_LOGIN: "The mail server refuses the login: check user and password.",
    Trouble.MAIL_ADDRESS: "The mail server does not know this address: ask the customer again.",
    Trouble.MAIL_REFUSED: "The mail server refuses the sender or the mail: check the sender's address.",
    Trouble.MAIL_LATER: "The mail server asks to come back later; it will be tried again.",
    Trouble.BUSY: "The fiscal register is still busy with something else: wait a moment.",
    Trouble.SHIFT_CLOSED: "The shift of the fiscal register is closed: open it.",
    Trouble.SHIFT_OPEN: "The shift of the fiscal register is open: make the Z report first.",
    Trouble.SHIFT_EXPIRED: "The shift of the fiscal register is older than 24 hours: make the Z report.",
    Trouble.CLOCK_UNSET: "The fiscal register has lost its clock: set date and time on the page of registers.",
    Trouble.SWAPPED: "This is another fiscal register than before. Nothing was registered; ask a senior.",
    Trouble.COUNTER_MOVED: "The fiscal register has issued other documents meanwhile. Nothing was sent; ask a senior.",
    Trouble.IN_DOUBT: "Nobody knows yet whether this was registered. Do not sell it again; ask a senior.",
    Trouble.DOCUMENT_OPEN: "The fiscal register still holds an open receipt and does not let it be cancelled.",
    Trouble.CASH_SHORT: "The fiscal register counts too little cash in the drawer: put cash in first.",
    Trouble.SUM_DIFFERS: "The fiscal register counts another total. Nothing was registered; look at the tax settings.",
    Trouble.RECEIPT_WRONG: "This receipt does not add up and was not sent to the fiscal register.",
    Trouble.REGISTER_REFUSED: "The fiscal register refuses this. Nothing was registered; call the service.",
    Trouble.NOT_POSSIBLE: "This fiscal register can not do that.",
    Trouble.WRONG_LOGIN: "The fiscal register refuses the password: correct it on the page of registers.",
    Trouble.TAX_UNKNOWN: (
        "The fiscal register's settings lack a tax of this receipt: in the office, under Fiscal registers, choose what"
        " the register calls it. The receipt is then registered by itself."
    ),
    Trouble.TENDER_UNKNOWN: (
        "The fiscal register's settings lack this way of paying: in the office, under Fiscal registers, choose what"
        " the register calls it. The receipt is then registered by itself."
    ),
    Trouble.STORAGE: "The fiscal storage in the register reports a fault: call the service.",
    Trouble.STORAGE_FULL: "The fiscal storage is full or its time is over: call the service, it must be replaced.",
    Trouble.MARK_REFUSED: "The register refuses the marking code of these goods: scan another piece, or leave it out.",
    Trouble.TERMINAL_SILENT: "The fiscal register can not reach the tax office and sells nothing: check its network.",
    Trouble.ORIGINAL_WAITS: "The sale that this takes back is not registered yet: this follows by itself once it is.",
    Trouble.SCALE_UNIT: "The scale does not weigh in kilograms: set it to kilograms.",
    Trouble.SCALE_BUSY: "The scale is not ready: wait until its figures stand still.",
    Trouble.SCALE_MODE: "The scale is in its menu: go back to weighing.",
    Trouble.SCALE_FAULT: "The scale reports a fault: empty it, and switch it off and on again.",
    Trouble.SCALE_REFUSED: "The scale refuses this: empty it and wait until it stands still.",
    Trouble.SCALE_CANNOT: "This scale does that by its own key only.",
    Trouble.TERMINAL_BUSY: "The card terminal is busy: finish or cancel what it shows, then try again.",
    Trouble.TERMINAL_SWAPPED: "Another card terminal answers than the one the payment was sent to: ask a senior.",
    Trouble.CARD_DECLINED: "The card was declined: no money was moved. Try another card, or another way.",
    Trouble.CARD_CANCELLED: "This was cancelled at the card terminal: no money was moved.",
    Trouble.CARD_TIMED_OUT: "No card was presented in time: no money was moved.",
    Trouble.CARD_REFUSED: "The card terminal refused this: no money was moved.",
    Trouble.CARD_ORIGINAL_UNKNOWN: "The card terminal does not know the payment, or that much is not left of it.",
    Trouble.CARD_NOT_SENT: "This did not reach the card terminal: no money was moved. Try again.",
    Trouble.SIM_MISSING: "There is no SIM card in the modem: switch the modem off and put one in.",
    Trouble.SIM_PIN: "The SIM card asks for its PIN: add pin=1234 with its digits to the modem's address.",
    Trouble.SIM_PIN_REFUSED: "The SIM card refused its PIN and is not asked again: correct it in the modem's address.",
    Trouble.SIM_PUK: "The SIM card is locked: unlock it with its PUK in a telephone.",
    Trouble.SIM_FAULT: "The SIM card or the modem's memory reports a fault: switch the modem off and on again.",
    Trouble.SMS_NO_NETWORK: "The modem finds no network yet: check its antenna and where it stands.",
    Trouble.SMS_NOT_ADMITTED: "The network does not admit the SIM card: ask its operator whether it is active.",
    Trouble.SMS_CENTER: "The SIM card knows no message center: ask its operator for the number and store it.",
    Trouble.SMS_LATER: "The network does not take the message at the moment; it will be tried again.",
    Trouble.SMS_REFUSED: "The operator refuses this message: ask it whether the SIM card may send messages.",
    Trouble.SMS_NUMBER: "The operator says that this number does not exist: ask the customer again.",
    Trouble.MODEM_REFUSED: "The modem refuses this: switch it off and on again.",
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
