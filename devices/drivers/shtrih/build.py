"""Receipts as the data of commands. Pure functions."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from app.core.money import Money
from devices.code_page import fitting
from devices.drivers.shtrih import codes
from devices.drivers.shtrih.answers import TAG_TEXT, TEXT, tags
from devices.drivers.shtrih.codes import CodeTables
from devices.errors import DeviceError, Trouble
from devices.fiscal.parts import Part
from devices.fiscal.receipt import Correction, DocumentKind, FiscalLine, FiscalReceipt, Operator

NAME_MOST: Final = 128
ROUNDS_BELOW: Final = 100
_TEXT_BYTES: Final = 64
_NOT_GIVEN: Final = b"\xff" * 5
_MICRO_PER_MILLI: Final = 1000
_UID_NAME: Final = "regulars"
_TAXES_OF_CORRECTION: Final = (0x01, 0x02, 0x04, 0x08, 0x10, 0x20)
_TENDERS_OF_CORRECTION: Final = ((1, 1), (2, 13), (14, 14), (15, 15), (16, 16))
"""First and last tender of cash, electronic, prepaid, credit, counter-provision."""


def item(line: FiscalLine, part: Part, kind: DocumentKind, tables: CodeTables) -> bytes:
    """The data of FF46h after the password."""
    exact = part.qty_milli * part.price_minor == part.sum_minor * 1000
    return b"".join(
        (
            bytes((codes.OPERATION[kind],)),
            (part.qty_milli * _MICRO_PER_MILLI).to_bytes(6, "little"),
            _money(part.price_minor),
            _NOT_GIVEN if exact else _money(part.sum_minor),
            _NOT_GIVEN,
            bytes((tables.tax(line), line.department, codes.SETTLEMENT[line.settlement], codes.subject(line))),
            _padded(line.name, NAME_MOST),
        )
    )


def closing(receipt: FiscalReceipt, tables: CodeTables) -> bytes:
    """The data of FF45h after the password."""
    slots = _slots(receipt, tables)
    payments = b"".join(_money(slots.get(slot, 0)) for slot in range(1, codes.TENDER_SLOTS + 1))
    rounding = -receipt.rounding.minor
    if rounding not in range(ROUNDS_BELOW):
        raise DeviceError(Trouble.NOT_POSSIBLE, maker_code="rounding")
    return payments + bytes((rounding,)) + bytes(30) + bytes((tables.tax_system,)) + bytes(_TEXT_BYTES)


def correction(receipt: FiscalReceipt, reason: Correction, tables: CodeTables) -> bytes:
    """The data of FF4Ah after the password; DeviceError ``receipt_wrong`` where a line does not tell its tax."""
    slots = _slots(receipt, tables)
    paid = [sum(slots.get(slot, 0) for slot in range(first, last + 1)) for first, last in _TENDERS_OF_CORRECTION]
    paid[0] -= (receipt.paid - receipt.total).minor
    if paid[0] < 0:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="change")
    taxes = dict.fromkeys(_TAXES_OF_CORRECTION, 0)
    for line in receipt.lines:
        tax = tables.tax(line)
        if tax not in taxes:
            raise DeviceError(Trouble.NOT_POSSIBLE, maker_code=f"tax {tax:02X}")
        share = line.sum if tax in codes.TAX_WITHOUT_SUM else line.tax
        if share is None:
            raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="tax")
        taxes[tax] += share.minor
    sums = (receipt.total.minor, *paid, *taxes.values())
    start = bytes((bool(reason.order_number), codes.OPERATION[receipt.kind]))
    return start + b"".join(map(_money, sums)) + bytes((tables.tax_system,))


def correction_tags(reason: Correction) -> tuple[bytes, ...]:
    """The day that is corrected (1178) and the number of the order (1179)."""
    day = datetime(reason.of_day.year, reason.of_day.month, reason.of_day.day, tzinfo=UTC)
    number = (_text_tag(1179, reason.order_number),) if reason.order_number else ()
    return _tag(1178, int(day.timestamp()).to_bytes(4, "little")), *number


def operator_tags(operator: Operator) -> tuple[bytes, ...]:
    """The cashier's name (1021) and tax number (1203)."""
    number = (_text_tag(1203, operator.tax_number.ljust(12)),) if operator.tax_number else ()
    return ((_text_tag(1021, operator.name),) if operator.name else ()) + number


def receipt_tags(receipt: FiscalReceipt) -> tuple[bytes, ...]:
    """Who sold to whom, where the electronic receipt goes, and the shop's own uid (1084 with 1085 and 1086)."""
    found = list(operator_tags(receipt.operator))
    if receipt.contact:
        found.append(_text_tag(1008, receipt.contact))
    if receipt.buyer is not None:
        found.append(_text_tag(1227, receipt.buyer.name))
        if receipt.buyer.tax_number:
            found.append(_text_tag(1228, receipt.buyer.tax_number.ljust(12)))
    found.append(_tag(1084, _text_tag(1085, _UID_NAME) + _text_tag(1086, receipt.uid)))
    return tuple(found)


def uid_in(found: Iterable[tuple[int, bytes]]) -> str:
    """The shop's uid among the tags of a document; empty where ``receipt_tags`` did not put it there."""
    for tag, value in found:
        inner = dict(tags(value)) if tag == 1084 else {}
        if inner.get(1085) == _UID_NAME.encode(TAG_TEXT):
            return inner.get(1086, b"").decode(TAG_TEXT)
    return ""


def marking_check(code: bytes, kind: DocumentKind) -> bytes:
    """The data of FF61h after the password: one piece sold or returned, by its code."""
    planned = 3 if kind in {DocumentKind.SALE_RETURN, DocumentKind.PURCHASE_RETURN} else 1
    return bytes((planned, 0, len(code), 0)) + code


def marking_bound(code: bytes) -> bytes:
    """The data of FF67h after the password: binds the code to the item before it."""
    return bytes((len(code),)) + code


def marked_bytes(line: FiscalLine) -> bytes:
    """The marking code as bytes; DeviceError ``receipt_wrong`` for one that no scanner reads."""
    try:
        code = line.marked_code.encode("ascii")
    except UnicodeEncodeError:
        code = b""
    if not 0 < len(code) < 200:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="marking code")
    return code


def text_line(text: str, columns: int) -> bytes:
    """The data of 17h after the password: on the receipt's roll."""
    return b"\x02" + _padded(text[:columns], max(40, columns))


def sum_data(amount: Money) -> bytes:
    """Five bytes of money."""
    return _money(abs(amount).minor)


def _slots(receipt: FiscalReceipt, tables: CodeTables) -> dict[int, int]:
    slots: dict[int, int] = {}
    for tender in receipt.tenders:
        slot = tables.tender(tender.code)
        slots[slot] = slots.get(slot, 0) + tender.amount.minor
    return slots


def _money(minor: int) -> bytes:
    # The highest five bytes mean "not given".
    if minor >= 1 << 39:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="amount")
    return minor.to_bytes(5, "little")


def _padded(text: str, length: int) -> bytes:
    return fitting(text, TEXT).encode(TEXT)[:length].ljust(length, b"\0")


def _text_tag(tag: int, text: str) -> bytes:
    return _tag(tag, fitting(text, TAG_TEXT).encode(TAG_TEXT)[:NAME_MOST])


def _tag(tag: int, value: bytes) -> bytes:
    return tag.to_bytes(2, "little") + len(value).to_bytes(2, "little") + value
