"""Acts as the tasks of the maker's driver. Pure functions; sums become numbers with two decimals only here."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.core.money import ZERO, Money
from devices.drivers.atol import codes
from devices.drivers.atol.codes import CodeTables
from devices.errors import DeviceError, Trouble
from devices.fiscal.parts import Part, parts_of
from devices.fiscal.receipt import (
    Act,
    Buyer,
    CashMove,
    DocumentKind,
    FiscalLine,
    FiscalReceipt,
    Operator,
    ShiftClosing,
    ShiftOpening,
)

NAME_MOST: Final = 128
ROUNDS_BELOW: Final = 100
UID_NAME: Final = "regulars"
_PIECE: Final = 1000
USUAL_COLUMNS: Final = 48
_COLUMN_DOTS: Final = 12
# Code 128: a sign, and what stands around all of them: start, check, stop and the quiet zones.
_MODULES_EACH: Final = 11
_MODULES_AROUND: Final = 55
_MODULE_DOTS: Final = 2
_BAR_HEIGHT_DOTS: Final = 80
_COMES_BACK: Final = frozenset({DocumentKind.SALE_RETURN, DocumentKind.PURCHASE_RETURN})

Task = dict[str, Any]
Checked = Mapping[str, Task]
"""What the register found of marking codes, by code."""


def task_of(act: Act, tables: CodeTables, checked: Checked, columns: int = USUAL_COLUMNS) -> Task:
    """The task that carries an act out, on paper of so many ``columns``; DeviceError for what can not be told."""
    match act:
        case FiscalReceipt():
            return _receipt(act, tables, checked, columns)
        case CashMove():
            kind = "cashIn" if act.amount > ZERO else "cashOut"
            return {"type": kind, "cashSum": number(abs(act.amount)), **operator(act.operator)}
        case ShiftOpening():
            return {"type": "openShift", **operator(act.operator)}
        case ShiftClosing():
            return {"type": "closeShift", **operator(act.operator)}


def operator(who: Operator) -> Task:
    """Who is at the till; nothing where the register's own settings have to do."""
    if not who.name:
        return {}
    return {"operator": {"name": who.name, **({"vatin": who.tax_number} if who.tax_number else {})}}


def number(amount: Money) -> float:
    """A sum as the service writes it; exact to the minor unit for every amount a document may have."""
    return amount.minor / 100


def texts(lines: Sequence[str]) -> list[Task]:
    """Lines of text on paper."""
    return [{"type": "text", "text": line} for line in lines]


def imc_params(line: FiscalLine, kind: DocumentKind) -> Task:
    """A marking code to be checked, and sold: one piece, or a part of what is measured."""
    try:
        code = line.marked_code.encode("ascii")
    except UnicodeEncodeError:
        code = b""
    if not 0 < len(code) < 200:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="marking code")
    what = "Piece" if line.qty_milli == _PIECE else "Dry"
    measured = {"itemQuantity": line.qty_milli / 1000, "itemUnits": _unit(line.qty_milli)} if what == "Dry" else {}
    whither = "Return" if kind in _COMES_BACK else "Sold" if what == "Piece" else "ForSale"
    return {
        "imcType": "auto",
        "imc": b64encode(code).decode(),
        "itemEstimatedStatus": f"item{what}{whither}",
        "imcModeProcessing": 0,
        **measured,
    }


def _receipt(receipt: FiscalReceipt, tables: CodeTables, checked: Checked, columns: int) -> Task:
    if -receipt.rounding.minor not in range(ROUNDS_BELOW):
        raise DeviceError(Trouble.NOT_POSSIBLE, maker_code="rounding")
    kind = codes.TASK_OF_KIND[receipt.kind]
    task: Task = {"type": kind if receipt.correction is None else f"{kind}Correction"}
    if tables.tax_system:
        task["taxationType"] = tables.tax_system
    if not receipt.on_paper:
        task["electronically"] = True
    task |= operator(receipt.operator)
    if receipt.contact or receipt.buyer is not None:
        task["clientInfo"] = _client(receipt.contact, receipt.buyer)
    if receipt.correction is not None:
        order = receipt.correction.order_number
        task["correctionType"] = "instruction" if order else "self"
        task["correctionBaseDate"] = f"{receipt.correction.of_day:%Y.%m.%d}"
        task |= {"correctionBaseNumber": order} if order else {}
    task["items"] = [item for line in receipt.lines for item in _positions(line, receipt.kind, tables, checked)]
    task["items"].append({"type": "userAttribute", "name": UID_NAME, "value": receipt.uid, "print": False})
    if receipt.texts:
        task["postItems"] = [item for text in receipt.texts for item in _foot(text, receipt, columns)]
        if any(item["type"] == "barcode" for item in task["postItems"]):
            # The sale counts, and its code stands there as text, whatever the head makes of the bars.
            task["ignoreNonFiscalPrintErrors"] = True
    task["payments"] = [
        {"type": tables.tender(tender.code), "sum": number(tender.amount)}
        for tender in receipt.tenders
        if tender.amount
    ]
    task["total"] = number(receipt.total)
    return task


def _foot(text: str, receipt: FiscalReceipt, columns: int) -> list[Task]:
    """A line below the receipt; a code as bars as well, where they fit in the plainest way of writing them."""
    if text not in receipt.codes:
        return texts([text])
    written: Task = {"type": "text", "text": text, "alignment": "center", "wrap": "chars"}
    modules = _MODULES_EACH * len(text) + _MODULES_AROUND
    if not (text.isascii() and text.isprintable()) or modules * _MODULE_DOTS > columns * _COLUMN_DOTS:
        return [written]
    bars: Task = {"type": "barcode", "barcode": text, "barcodeType": "CODE128", "alignment": "center"}
    return [{**bars, "scale": _MODULE_DOTS, "height": _BAR_HEIGHT_DOTS, "printText": False}, written]


def _positions(line: FiscalLine, kind: DocumentKind, tables: CodeTables, checked: Checked) -> list[Task]:
    parts = parts_of(line)
    if line.marked_code and len(parts) > 1:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="price of a marked piece")
    return [_position(line, part, kind, tables, checked) for part in parts]


def _position(line: FiscalLine, part: Part, kind: DocumentKind, tables: CodeTables, checked: Checked) -> Task:
    position: Task = {
        "type": "position",
        "name": line.name[:NAME_MOST],
        "price": number(Money(part.price_minor)),
        "quantity": part.qty_milli / 1000,
        "amount": number(Money(part.sum_minor)),
        "paymentMethod": codes.SETTLEMENT[line.settlement],
        "paymentObject": codes.subject(line),
        "measurementUnit": _unit(part.qty_milli),
        "tax": {"type": tables.tax(line)},
    }
    if line.department:
        position["department"] = line.department
    if line.discount and part.qty_milli == line.qty_milli:
        position["infoDiscountAmount"] = number(line.discount)
    if line.marked_code:
        params = imc_params(line, kind)
        found = checked.get(line.marked_code)
        position["imcParams"] = params if found is None else {**params, "itemInfoCheckResult": found}
    return position


def _unit(qty_milli: int) -> str:
    """The shop's documents do not say what they measure, only that it is no piece."""
    return "otherUnits" if qty_milli % _PIECE else "piece"


def _client(contact: str, buyer: Buyer | None) -> Task:
    told = {
        "emailOrPhone": contact,
        "name": buyer.name if buyer else "",
        "vatin": buyer.tax_number if buyer else "",
    }
    return {name: text for name, text in told.items() if text}
