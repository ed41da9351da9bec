"""Fiscal registers in words: what was sent, how a lane stands, what became of a registration."""

from collections.abc import Mapping
from typing import Any, Final

from app.core.money import Money
from app.core.outbox_view import LaneStatus, OpenMessage
from app.core.texts import marked
from app.web.shared.formats import money, rate
from app.web.shared.language import gettext, translated
from devices.errors import SENTENCES, Trouble
from devices.fiscal.makers import NO_TAX
from pos.fiscal.queue import KEPT_ON_PAPER
from pos.tender_kinds import TENDER_NAMES

ACT_NAMES: Final = {
    "receipt": marked("Receipt"),
    "account": marked("Payment on account"),
    "cash": marked("Cash in or out"),
    "float": marked("Cash of the float"),
    "open": marked("Opening of the shift"),
    "close": marked("Z report"),
    "meet": marked("First question to the register"),
}
TASK_NAMES: Final = {
    "status": marked("Question to the register"),
    "x_report": marked("X report"),
    "copy": marked("Copy of the last receipt"),
    "clock": marked("Set its clock"),
}
_TASKS_TOLD: Final = {
    "x_report": (marked("The X report is printed"), marked("The X report was not printed")),
    "copy": (marked("The copy is printed"), marked("The copy was not printed")),
    "clock": (marked("Its clock is set"), marked("Its clock was not set")),
}
"""What became of a task: done, and refused."""
KIND_NAMES: Final = {
    "sale": marked("Sale"),
    "sale_return": marked("Return"),
    "purchase": marked("Purchase"),
    "purchase_return": marked("Return of a purchase"),
    "cash_in": marked("Cash in"),
    "cash_out": marked("Cash out"),
    "shift_opening": marked("Opening of the shift"),
    "shift_closing": marked("Z report"),
}
STATE_NAMES: Final = {
    "ready": marked("waits"),
    "sending": marked("is being registered"),
    "in_doubt": marked("in doubt"),
    "failed": marked("refused"),
}
_NOT_THERE: Final = marked("Register not there")
_ANY_TROUBLE: Final = marked("Register in trouble")
_TROUBLES: Final[Mapping[str, str]] = {
    Trouble.PAPER_OUT: marked("Register: paper out"),
    Trouble.COVER_OPEN: marked("Register: cover open"),
    Trouble.UNREACHABLE: _NOT_THERE,
    Trouble.NO_ANSWER: _NOT_THERE,
    Trouble.LOST: _NOT_THERE,
    Trouble.BLOCKED: _NOT_THERE,
    "no_register": _NOT_THERE,
    Trouble.CASH_SHORT: marked("Register: too little cash"),
    Trouble.IN_DOUBT: marked("Registration in doubt"),
    Trouble.SWAPPED: marked("Another register"),
    Trouble.ORIGINAL_WAITS: marked("Waits for the sale it takes back"),
    Trouble.TAX_UNKNOWN: marked("Register: no code for a tax"),
    Trouble.TENDER_UNKNOWN: marked("Register: no code for a way of paying"),
}
_IN_DOUBT: Final[Mapping[str, str]] = {
    Trouble.SWAPPED: marked("Another fiscal register answers now. The papers of the one it was sent to tell."),
    Trouble.COUNTER_MOVED: marked("The fiscal register has issued other documents meanwhile."),
    Trouble.SUM_DIFFERS: marked("The fiscal register counts another total."),
    Trouble.REGISTER_REFUSED: marked("The fiscal register refuses to end it: call the service."),
}
"""What is wrong while nobody knows whether something was registered; the usual sentences say that nothing was."""
SHIFT_NAMES: Final = {
    "closed": marked("closed"),
    "open": marked("open"),
    "expired": marked("older than 24 hours"),
    "unknown": marked("not known"),
}


def act_words(message: OpenMessage) -> str:
    """What a message of the lane registers."""
    payload = message.payload
    if message.kind == "fiscal_test":
        return translated(TASK_NAMES[payload.get("task") or "status"])
    if message.kind != "fiscal":
        return gettext("Rest of a paper")
    name = translated(ACT_NAMES[payload["act"]])
    if payload["act"] == "receipt" and payload["part"] == "return":
        name = gettext("Receipt of a return")
    amount = payload.get("cash", payload.get("amount"))
    return name if amount is None else f"{name}, {money(Money(amount))}"


def kind_words(kind: str | None) -> str:
    """What a registered document is."""
    return translated(KIND_NAMES[kind]) if kind in KIND_NAMES else gettext("Other document")


def register_trouble(code: str | None) -> str:
    """What is wrong with the register, in a few words."""
    return translated(_TROUBLES.get(code or "", _ANY_TROUBLE))


def skipped_words(code: str | None) -> str:
    """Why a sale was never sent to the register."""
    if code == KEPT_ON_PAPER:
        return gettext("not registered: kept on paper")
    return gettext("not registered: a senior let it go")


def lacking_words(code: str | None, lacks: str) -> str:
    """What is wrong with the register, and which of the shop's taxes or ways of paying has no name there yet."""
    if code == Trouble.TAX_UNKNOWN and lacks == NO_TAX:
        return gettext("Register: no code for goods without tax")
    if code == Trouble.TAX_UNKNOWN and lacks.isdecimal():
        return gettext("Register: no code for tax %(rate)s", rate=rate(int(lacks)))
    if code == Trouble.TENDER_UNKNOWN and lacks in TENDER_NAMES:
        return gettext("Register: no code for: %(way)s", way=translated(TENDER_NAMES[lacks]))
    return register_trouble(code)


def register_help(code: str | None) -> str:
    """What to do about it; empty where there is nothing to say."""
    return translated(SENTENCES[Trouble(code)]) if code in set(Trouble) else ""


def doubt_help(code: str | None) -> str:
    """What keeps the register from saying what became of something sent; empty where there is nothing to say."""
    return translated(_IN_DOUBT[code]) if code is not None and code in _IN_DOUBT else register_help(code)


def lane_kind(lane: LaneStatus) -> str:
    """The colour's meaning of a lane's light."""
    if lane.in_doubt or lane.error_code == Trouble.IN_DOUBT:
        return "bad"
    if lane.state == "paused" or lane.error_code is not None:
        return "warn"
    return "busy" if lane.waiting else "good"


def template_words() -> dict[str, Any]:
    """What templates that show a lane use."""
    return {
        "act_words": act_words,
        "kind_words": kind_words,
        "state_words": lambda state: translated(STATE_NAMES[state]),
        "register_help": register_help,
        "skipped_words": skipped_words,
        "doubt_help": doubt_help,
        "told_tasks": {task: [translated(words) for words in both] for task, both in _TASKS_TOLD.items()},
    }
