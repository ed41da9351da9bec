"""Fiscal acts for tests: what a shop of groceries registers."""

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
    ShiftClosing,
    ShiftOpening,
)

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


def line(price: int = 4550, qty_milli: int = 2000, discount: int = 0, **more: object) -> FiscalLine:
    """Bread at 45.50, two loaves."""
    unit = UnitPrice.of(Money(price))
    values = {"name": "Хлеб", "tax_code": "reduced", **more}
    total = unit.for_qty(qty_milli) - Money(discount)
    return FiscalLine(qty_milli=qty_milli, price=unit, sum=total, discount=Money(discount), **values)  # type: ignore[arg-type]


def receipt(
    *lines: FiscalLine, kind: DocumentKind = DocumentKind.SALE, cash: int | None = None, **more: object
) -> FiscalReceipt:
    """Two loaves, paid in cash to the kopeck or with ``cash``."""
    of = lines or (line(),)
    due = sum(one.sum.minor for one in of)
    tenders = (FiscalTender("cash", Money(due if cash is None else cash)),)
    values = {"uid": new_uid(), "tenders": tenders, "operator": OPERATOR, **more}
    return FiscalReceipt(kind=kind, lines=of, **values)  # type: ignore[arg-type]


def opening() -> ShiftOpening:
    return ShiftOpening(new_uid(), OPERATOR)


def closing() -> ShiftClosing:
    return ShiftClosing(new_uid(), OPERATOR)


def cash_move(minor: int) -> CashMove:
    return CashMove(new_uid(), Money(minor), OPERATOR)
