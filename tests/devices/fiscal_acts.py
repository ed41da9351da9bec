"""Fiscal acts for tests: what a shop of groceries registers."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from app.core.ids import new_uid
from app.core.money import Money, UnitPrice
from devices.fiscal.port import FiscalSettings
from devices.fiscal.receipt import (
    CashMove,
    DocumentKind,
    FiscalLine,
    FiscalReceipt,
    FiscalTender,
    Operator,
    Original,
    ShiftClosing,
    ShiftOpening,
)
from devices.fiscal.sale_number import sale_number

OPERATOR = Operator("Иванова А.", "123654789507")
MOSCOW = ZoneInfo("Europe/Moscow")
SETTINGS = FiscalSettings(
    taxes={"main": "1", "reduced": "2", "none": "8"}, tenders={"cash": "1", "card": "2"}, zone=MOSCOW, tax_system="1"
)
ATOL_SETTINGS = FiscalSettings(
    taxes={"main": "vat20", "reduced": "vat10", "none": "none"},
    tenders={"cash": "cash", "card": "electronically"},
    zone=MOSCOW,
    tax_system="osn",
)
DATECS_SETTINGS = FiscalSettings(
    taxes={"main": "Б", "reduced": "Г", "none": "А"}, tenders={"cash": "P", "card": "D"}, zone=MOSCOW
)
DATECS_X_SETTINGS = replace(DATECS_SETTINGS, tenders={"cash": "0", "card": "1"})
_SOLD = count(1)
_BEFORE_ALL = datetime(2026, 3, 1, 12, 0, tzinfo=MOSCOW)


def next_sale_number() -> str:
    """One that no other act of the process has."""
    return sale_number("DT000600", "OP01", next(_SOLD))


def line(price: int = 4550, qty_milli: int = 2000, discount: int = 0, **more: object) -> FiscalLine:
    """Bread at 45.50, two loaves."""
    unit = UnitPrice.of(Money(price))
    values = {"name": "Хлеб", "tax_code": "reduced", **more}
    total = unit.for_qty(qty_milli) - Money(discount)
    return FiscalLine(qty_milli=qty_milli, price=unit, sum=total, discount=Money(discount), **values)  # type: ignore[arg-type]


def receipt(
    *lines: FiscalLine, kind: DocumentKind = DocumentKind.SALE, cash: int | None = None, **more: object
) -> FiscalReceipt:
    """Two loaves, paid in cash to the kopeck or with ``cash``; a return takes back a sale of the day before."""
    of = lines or (line(),)
    due = sum(one.sum.minor for one in of)
    tenders = (FiscalTender("cash", Money(due if cash is None else cash)),)
    original = Original(1, _BEFORE_ALL, "02000600", next_sale_number()) if kind is DocumentKind.SALE_RETURN else None
    values = {"uid": new_uid(), "tenders": tenders, "operator": OPERATOR, "original": original, **more}
    values.setdefault("sale_number", next_sale_number())
    return FiscalReceipt(kind=kind, lines=of, **values)  # type: ignore[arg-type]


def opening() -> ShiftOpening:
    return ShiftOpening(new_uid(), OPERATOR)


def closing() -> ShiftClosing:
    return ShiftClosing(new_uid(), OPERATOR)


def cash_move(minor: int) -> CashMove:
    return CashMove(new_uid(), Money(minor), OPERATOR)
