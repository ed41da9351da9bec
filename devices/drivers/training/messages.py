"""The lines of JSON that a training terminal is told and tells; pure functions (see docs/emulators.md)."""

import json
from typing import Any

from app.core.money import Money
from devices.card.port import Operation, OperationState, Order, OrderKind
from devices.errors import DeviceError, Trouble

_CODES = {
    "busy": Trouble.TERMINAL_BUSY,
    "unknown_original": Trouble.CARD_ORIGINAL_UNKNOWN,
    "too_much_back": Trouble.CARD_ORIGINAL_UNKNOWN,
    "currency": Trouble.CARD_REFUSED,
    "refused_key": Trouble.CARD_REFUSED,
}


def line_of(do: str, **facts: object) -> bytes:
    """A question as it goes over the line."""
    return json.dumps({"do": do, **facts}, ensure_ascii=False).encode() + b"\n"


def line_of_order(order: Order) -> bytes:
    """An order as it goes over the line."""
    return line_of(
        "start",
        key=order.key,
        kind=order.kind.value,
        amount=order.amount.minor,
        currency=order.currency,
        of=order.of,
        seconds=order.seconds,
    )


def answer_of(line: bytes) -> dict[str, Any]:
    """What it answered.

    Raises DeviceError ``device_garbled`` for what is no answer, and what the terminal refuses: it did nothing then.
    """
    try:
        answer = json.loads(line)
    except ValueError:
        raise DeviceError(Trouble.GARBLED, maker_code=repr(line[:80])) from None
    if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
        raise DeviceError(Trouble.GARBLED, maker_code=repr(line[:80]))
    if not answer["ok"]:
        code = str(answer.get("code", ""))[:40]
        raise DeviceError(_CODES.get(code, Trouble.CARD_REFUSED), maker_code=code)
    return answer


def operation_of(answer: dict[str, Any]) -> Operation | None:
    """The operation in an answer, None where it names none; DeviceError ``device_garbled``."""
    told = answer.get("operation")
    if told is None:
        return None
    try:
        return Operation(
            key=_text(told["key"]),
            kind=OrderKind(told["kind"]),
            state=OperationState(told["state"]),
            asked=_money(told["asked"]),
            currency=_text(told["currency"]),
            amount=_money(told["amount"]),
            reference=_text(told["reference"]),
            authorisation=_text(told["authorisation"]),
            card_digits=_text(told["card"])[-4:],
            scheme=_text(told["scheme"]),
            slip=tuple(_text(line) for line in told["slip"]),
            maker_code=_text(told["code"]),
        )
    except (KeyError, TypeError, ValueError):
        raise DeviceError(Trouble.GARBLED, maker_code=repr(told)[:80]) from None


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
        raise ValueError
    return value


def _money(value: object) -> Money:
    if type(value) is not int or not 0 <= value < 10**15:
        raise ValueError
    return Money(value)
