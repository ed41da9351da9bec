"""Whether a task can be understood, as the maker's driver looks before it touches the register."""

from base64 import b64decode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

PARSE_ERROR: Final = 501
"""The maker's number differs from version to version."""

_MOST: Final = 10**10
_NAME: Final = 128
_TAXATION: Final = frozenset({"osn", "usnIncome", "usnIncomeOutcome", "envd", "esn", "patent"})
_PAYMENTS: Final = ("cash", "electronically", "prepaid", "credit", "other")
_TAXES: Final = frozenset(
    {
        *("none", "vat0", "vat5", "vat7", "vat10", "vat18", "vat20", "vat22"),
        *("vat105", "vat107", "vat110", "vat118", "vat120", "vat122"),
    }
)
_METHODS: Final = frozenset(
    {"fullPrepayment", "prepayment", "advance", "fullPayment", "partialPayment", "credit", "creditPayment"}
)
_OBJECTS: Final = frozenset(
    {
        *("commodity", "excise", "job", "service", "gamblingBet", "gamblingPrize", "lottery", "lotteryPrize"),
        *("intellectualActivity", "payment", "agentCommission", "composite", "pay", "another", "proprietaryLaw"),
        *("nonOperatingIncome", "otherContributions", "merchantTax", "resortFee", "deposit", "exciseWithoutMarking"),
        *("exciseWithMarking", "commodityWithoutMarking", "commodityWithMarking"),
    }
)
_UNITS: Final = frozenset(
    {
        *("piece", "gram", "kilogram", "ton", "centimeter", "decimeter", "meter", "squareCentimeter"),
        *("squareDecimeter", "squareMeter", "milliliter", "liter", "cubicMeter", "kilowattHour", "gkal", "day", "hour"),
        *("minute", "second", "otherUnits"),
    }
)
_IMC_TYPES: Final = frozenset(
    {
        *("auto", "imcUnrecognized", "imcShort", "imcFmVerifyCode88", "imcVerifyCode44", "imcFmVerifyCode44"),
        "imcVerifyCode4",
    }
)
_IMC_STATES: Final = frozenset(
    {"itemPieceSold", "itemDryForSale", "itemPieceReturn", "itemDryReturn", "itemStatusUnchanged"}
)
_OTHER_ITEMS: Final = frozenset(
    {"text", "barcode", "pictureFromMemory", "pixels", "userAttribute", "additionalAttribute"}
)


class Refusal(Exception):
    """The task ends with an error."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass(frozen=True)
class Receipt:
    """A receipt that was understood. Money in kopecks; ``payments`` by number, 0 is cash."""

    lines: list[tuple[str, int]]
    payments: dict[int, int]
    total: int
    attributes: list[dict[str, str]]


def wrong(path: str) -> Refusal:
    """A field that is missing or cannot be understood."""
    return Refusal(PARSE_ERROR, f"Некорректное значение поля {path}")


def field(of: dict[str, Any], name: str, kind: type[Any], path: str) -> Any:
    """A required value."""
    value = of.get(name)
    if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
        raise wrong(path + name)
    return value


def optional(of: dict[str, Any], name: str, kind: type[Any], path: str) -> Any:
    """A value that may be left out: None."""
    return field(of, name, kind, path) if name in of else None


def number(of: dict[str, Any], name: str, path: str) -> Decimal:
    """A required JSON number from 0 up."""
    value = of.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _MOST:
        raise wrong(path + name)
    return Decimal(str(value))


def kopecks(of: dict[str, Any], name: str, path: str) -> int:
    """A required sum, rounded to two digits."""
    return int(number(of, name, path).scaleb(2).to_integral_value(ROUND_HALF_UP))


def operator(task: dict[str, Any]) -> str:
    """The name of the one who is logged in."""
    told = optional(task, "operator", dict, "")
    if told is None:
        return ""
    optional(told, "vatin", str, "operator.")
    name: str = field(told, "name", str, "operator.")
    return name


def receipt(task: dict[str, Any], *, is_correction: bool) -> Receipt:
    """A receipt's fields; Refusal."""
    _word(task, "taxationType", _TAXATION, "", required=False)
    for name in ("electronically", "validateMarkingCodes", "ignoreNonFiscalPrintErrors"):
        optional(task, name, bool, "")
    client = optional(task, "clientInfo", dict, "") or {}
    for name in ("emailOrPhone", "vatin", "name"):
        optional(client, name, str, "clientInfo.")
    if is_correction:
        _correction(task)
    items = field(task, "items", list, "")
    checks = task.get("validateMarkingCodes") is True
    lines = [
        _position(item, f"items[{index}].", checks=checks)
        for index, item in enumerate(items)
        if kind_of(item, f"items[{index}]") == "position"
    ]
    if not lines:
        raise wrong("items")
    payments = _payments(field(task, "payments", list, ""))
    summed = sum(amount for _text, amount in lines)
    total = kopecks(task, "total", "") if "total" in task else summed
    if not summed - 99 <= total <= summed:
        raise Refusal(227, "Неверная сумма чека")
    return Receipt(lines, payments, total, _attributes(items))


def imc(params: dict[str, Any], path: str) -> bytes:
    """The marking code in its parameters."""
    _word(params, "imcType", _IMC_TYPES, path, required=True)
    _word(params, "itemEstimatedStatus", _IMC_STATES, path, required=False)
    try:
        return b64decode(field(params, "imc", str, path), validate=True)
    except ValueError as problem:
        raise wrong(f"{path}imc") from problem


def kind_of(item: object, path: str) -> str:
    """The type of an item; Refusal."""
    if not isinstance(item, dict):
        raise wrong(path)
    kind = item.get("type")
    if kind != "position" and kind not in _OTHER_ITEMS:
        raise wrong(f"{path}.type")
    return str(kind)


def _position(item: dict[str, Any], path: str, *, checks: bool) -> tuple[str, int]:
    name: str = field(item, "name", str, path)
    if len(name) > _NAME:
        raise wrong(f"{path}name")
    number(item, "price", path)
    quantity = number(item, "quantity", path)
    if not quantity:
        raise wrong(f"{path}quantity")
    _word(item, "paymentMethod", _METHODS, path, required=False)
    _word(item, "paymentObject", _OBJECTS, path, required=False)
    _word(item, "measurementUnit", _UNITS, path, required=False)
    _word(field(item, "tax", dict, path), "type", _TAXES, f"{path}tax.", required=True)
    if "imcParams" in item:
        params = field(item, "imcParams", dict, path)
        imc(params, f"{path}imcParams.")
        if not checks:
            field(params, "itemInfoCheckResult", dict, f"{path}imcParams.")
    return f"{name} {quantity:f} x {item['price']}", kopecks(item, "amount", path)


def _payments(told: list[Any]) -> dict[int, int]:
    payments: dict[int, int] = {}
    for index, payment in enumerate(told):
        path = f"payments[{index}]."
        if not isinstance(payment, dict):
            raise wrong(path[:-1])
        kind = payment.get("type")
        if isinstance(kind, str) and kind in _PAYMENTS:
            slot = _PAYMENTS.index(kind)
        elif isinstance(kind, int) and not isinstance(kind, bool) and 0 <= kind < 100:
            slot = kind
        else:
            raise wrong(f"{path}type")
        payments[slot] = payments.get(slot, 0) + kopecks(payment, "sum", path)
    return payments


def _attributes(items: list[dict[str, Any]]) -> list[dict[str, str]]:
    found = [item for item in items if item.get("type") == "userAttribute"]
    return [{"1085": field(one, "name", str, "items."), "1086": field(one, "value", str, "items.")} for one in found]


def _correction(task: dict[str, Any]) -> None:
    _word(task, "correctionType", {"self", "instruction"}, "", required=True)
    try:
        datetime.strptime(field(task, "correctionBaseDate", str, ""), "%Y.%m.%d")  # noqa: DTZ007  # a day
    except ValueError as problem:
        raise wrong("correctionBaseDate") from problem
    if task["correctionType"] == "instruction":
        field(task, "correctionBaseNumber", str, "")


def _word(of: dict[str, Any], name: str, words: Collection[str], path: str, *, required: bool) -> None:
    if (required or name in of) and field(of, name, str, path) not in words:
        raise wrong(path + name)
