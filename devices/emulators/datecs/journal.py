"""The electronic journal as it is read: whole papers line by line, or documents as rows of figures.

The protocol names the rows ``U`` and ``T``, the ends ``*`` and ``F``, and 4 for a cancelled receipt; the other letters
and types are the emulator's own.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from devices.emulators.datecs import refusals as why
from devices.emulators.datecs.machine import Machine
from devices.emulators.datecs.memory import (
    CANCELLED,
    CASH,
    COPY,
    GROUPS,
    SALE,
    SERVICE,
    STORNO,
    X_REPORT,
    Z_REPORT,
    Stored,
)
from devices.emulators.datecs.refusals import Refusal
from devices.emulators.fiscal.paper import money

_END: Final = "F"
_TYPES: Final = {SALE: 0, STORNO: 2, CANCELLED: 4, CASH: 5, SERVICE: 6, X_REPORT: 7, Z_REPORT: 8, COPY: 9}
_FIRST: Final = re.compile(r"([RWY]),([0-9]{1,7})(?:,([0-9]{1,7}))?")
_NEXT: Final = {"N": "R", "w": "W", "y": "Y"}


def type_of(document: Stored) -> int:
    """Sale 0, invoice 1, storno 2 and of an invoice 3, cancelled 4; then cash, service, X, Z and copy."""
    receipt = document.receipt
    is_invoice = document.type in (SALE, STORNO) and receipt is not None and receipt.is_invoice
    return _TYPES[document.type] + is_invoice


class Journal:
    """Reads the documents of a machine, one row an answer; where it is in them it forgets with the power."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._reading = ""
        self._rows: Iterator[str] = iter(())

    def read(self, text: str) -> str:
        """Command 119: ``R``, ``W`` and ``Y`` begin with the number of a document, ``N``, ``w`` and ``y`` go on."""
        found = _FIRST.fullmatch(text)
        if found is not None:
            rows: dict[str, Callable[[Stored], Iterator[str]]] = {"R": lines, "W": rows_of, "Y": head_of}
            self._reading = found[1]
            first, last = int(found[2]), int(found[3] or found[2])
            self._rows = (row for document in self.between(first, last) for row in rows[found[1]](document))
        elif _NEXT.get(text) != (self._reading or None):
            raise Refusal(why.SYNTAX)
        return next(self._rows, _END)

    def between(self, first: int, last: int) -> list[Stored]:
        """The documents with these numbers."""
        return [document for document in self._machine.vault.documents if first <= document.number <= last]

    def document(self, number: int) -> Stored:
        """One document; Refusal where there is none."""
        found = self.between(number, number)
        if not found:
            raise Refusal(why.NOTHING_THERE)
        return found[0]

    def csv_rows(self, first: int, last: int) -> Iterator[str]:
        """Documents as the X family writes them: a row for each line sold, and at least one."""
        for document in self.between(first, last):
            items = [] if document.receipt is None else document.receipt.items
            head = (self._machine.serial, type_of(document), document.number, document.unp)
            for item in items:
                sold = (_in_a_row(item.text), money(item.price), f"{item.qty_milli / 1000:.3f}", money(item.total))
                yield _csv(*head, *sold, money(document.total))
            if not items:
                yield _csv(*head, "", "", "", "", money(document.total))


def lines(document: Stored) -> Iterator[str]:
    """The paper of a document."""
    yield from document.lines


def head_of(document: Stored) -> Iterator[str]:
    """Which receipt it is, and whose."""
    receipt = document.receipt
    operator, till = (receipt.operator, receipt.till) if receipt else (0, "0")
    yield f"U,{document.unp},{operator},{till},{type_of(document)},{document.number}"


def rows_of(document: Stored) -> Iterator[str]:
    """Everything about a document: head, time, lines sold, payments, total."""
    yield from head_of(document)
    yield f"D,{datetime.fromisoformat(document.at):%d-%m-%y %H:%M:%S}"
    if document.receipt is not None:
        for item in document.receipt.items:
            price, qty = money(item.price), f"{item.qty_milli / 1000:.3f}"
            yield f"S,{_in_a_row(item.text)},{GROUPS[item.group]},{price},{qty},{money(item.total)}"
        for way, amount in document.receipt.payments:
            yield f"P,{way},{money(amount)}"
    yield f"T,{money(document.total)}"
    yield "*"


def _in_a_row(text: str) -> str:
    """A text of two lines as one."""
    return text.replace("\n", " ")


def _csv(*values: object) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(values)
    return out.getvalue()
