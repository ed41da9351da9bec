"""What the fields of answers mean. Pure functions; whatever does not fit is ``device_garbled``."""

import contextlib
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from app.core.money import MOST_AMOUNT, Money
from devices.errors import DeviceError, Trouble
from devices.fiscal.receipt import DocumentKind

TEXT: Final = "cp1251"
_MOMENT: Final = re.compile(r"(\d\d)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)")
_KINDS: Final = {
    "0": DocumentKind.SALE,
    "1": DocumentKind.SALE,
    "2": DocumentKind.SALE_RETURN,
    "3": DocumentKind.SALE_RETURN,
}
"""Of the types only that of a cancelled receipt, 4, is the maker's word; 1 and 3 are invoices."""
_INVOICE_MOST: Final = 10
_AMOUNT: Final = re.compile(r"([+-]?)(\d{1,15})(?:\.(\d\d))?")

PAID: Final = ("D", "R")
"""What a way of paying that was taken is answered with: something lacks, or there is change."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which register this is; ``storage_number`` is that of its fiscal memory."""

    name: str
    serial_number: str
    storage_number: str


@dataclass(frozen=True, slots=True)
class Transaction:
    """The receipt that is open, or the last one. ``number`` is its document's where the family tells it."""

    is_open: bool
    amount: Money
    paid: Money
    number: int | None = None


def garbled(what: object) -> DeviceError:
    """An answer that cannot be read."""
    return DeviceError(Trouble.GARBLED, maker_code=str(what)[:120])


def decoded(data: bytes) -> str:
    """The text of an answer."""
    return data.decode(TEXT, "replace")


def field(fields: list[str], position: int) -> str:
    """A field, counted from the end below zero."""
    try:
        return fields[position].strip()
    except IndexError as problem:
        raise garbled(fields) from problem


def whole(text: str) -> int:
    """A number from 0 up."""
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise garbled(text)
    return int(text)


def amount(text: str) -> Money:
    """A sum, as ``+000012345`` in hundredths or as ``123.45``."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise garbled(text)
    sign, digits, cents = found.groups()
    minor = int(digits) if cents is None else int(digits + cents)
    if minor > MOST_AMOUNT.minor:
        raise garbled(text)
    return Money(-minor if sign == "-" else minor)


def moment(text: str, zone: tzinfo) -> datetime | None:
    """A moment of the register's clock, the day first; None where the text has none."""
    found = _MOMENT.search(text)
    if found is None:
        return None
    day, month, year, hour, minute, second = map(int, found.groups())
    with contextlib.suppress(ValueError):
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=zone)
    return None


def first_moment(rows: list[list[str]], zone: tzinfo) -> datetime | None:
    """The first moment in the rows of a document, which is its own."""
    return next((at for row in rows if (at := moment(",".join(row), zone)) is not None), None)


def identity(fields: list[str]) -> Identity:
    """The answer to 5Ah: the numbers stand last, the name first."""
    told = [one.strip() for one in fields if one.strip()]
    serial, storage = field(told, -2), field(told, -1)
    if not (storage.isascii() and storage.isdigit() and serial.isascii() and serial.isalnum()):
        raise garbled(fields)
    return Identity(name=field(told, 0), serial_number=serial, storage_number=storage)


def next_invoice(fields: list[str], *, is_open: bool) -> int | None:
    """From the mark of an open invoice and a number, which stand last; None where they do not fit.

    A receipt that is paid is not held up by an answer that cannot be read.
    """
    mark, number = [one.strip() for one in fields[-2:]] if len(fields) > 1 else ("", "")
    fits = mark == ("1" if is_open else "0") and number.isascii() and number.isdigit() and len(number) <= _INVOICE_MOST
    return int(number) or None if fits else None


def kind_of(type_text: str) -> DocumentKind | None:
    """The kind of a document by its type in the journal; None for what is no receipt, or was cancelled."""
    return _KINDS.get(type_text)
