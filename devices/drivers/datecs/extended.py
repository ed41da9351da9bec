"""The family of the FP-700X, FMP-350X and DP-150X: long frames, every field ended by a tab, errors by number."""

import csv
import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import Final

from app.core.money import ZERO, Money
from devices.drivers.datecs import answers
from devices.drivers.datecs.answers import TEXT, Transaction
from devices.drivers.datecs.build import clean, priced, qty_text, sum_text
from devices.drivers.datecs.codes import Command
from devices.drivers.datecs.dialect import Desk, Entry, Questions, Told
from devices.drivers.datecs.frames import EXTENDED, Layout
from devices.drivers.datecs.status import TROUBLES, Bit
from devices.errors import DeviceError, Trouble
from devices.fiscal.receipt import Buyer, FiscalLine, Original, ReturnReason

_REASONS: Final = {ReturnReason.OPERATOR_ERROR: "0", ReturnReason.REFUND: "1", ReturnReason.TAX_BASE: "2"}
_NAME_MOST: Final = 72
_CLOSED: Final = 0
_SEPARATOR: Final = re.compile(r'"?[0-9A-Za-z]+"?([,;])')
_COLUMN_TYPE: Final = 1
_COLUMN_NUMBER: Final = 2
_COLUMN_SALE_NUMBER: Final = 3
_COLUMN_TOTAL: Final = 8


class Extended:
    """A ``Dialect``."""

    name: str = "x"
    layout: Layout = EXTENDED
    troubles: Mapping[Bit, Trouble] = TROUBLES
    silent_terminal: Bit | None = None
    tender_symbols: str = "012345"
    name_most: int = _NAME_MOST
    takes_buyer: bool = False
    buyer_most: int = 0
    tells_cancelled: bool = False
    tells_sale_number: bool = False
    card_symbols: str = "12"
    card_completion: bytes = b"13\t"
    transaction_question: bytes = b""

    def parameters(self, *values: str) -> bytes:
        """Each ended by a tab."""
        return "".join(f"{value}\t" for value in values).encode(TEXT, "replace")

    def split(self, data: bytes) -> tuple[int, list[str]]:
        """The error stands first, 0 or below."""
        error, *fields = answers.decoded(data).split("\t")
        if not error.lstrip("-").isdigit() or len(error) > 10:
            raise answers.garbled(data)
        return abs(int(error)), fields[:-1] if fields and not fields[-1] else fields

    def opening(self, desk: Desk, sale_number: str, *, is_invoice: bool) -> Told:
        """The last field would make it an invoice."""
        letter = "I" if is_invoice else ""
        values = (str(desk.operator), desk.password, sale_number, str(desk.till), letter)
        return Command.OPEN_RECEIPT, self.parameters(*values)

    def storno(self, desk: Desk, sale_number: str, original: Original, zone: tzinfo) -> Told:
        """Names the document that is taken back, its time, fiscal memory, number as an invoice and sale number."""
        at = f"{original.at.astimezone(zone):%d-%m-%y %H:%M:%S}"
        seller = (str(desk.operator), desk.password, str(desk.till))
        document = (_REASONS[original.reason], str(original.number), at, original.storage_number)
        invoice = ("", "") if original.invoice_number is None else ("I", str(original.invoice_number))
        values = (*seller, *document, *invoice, "", original.sale_number)
        return Command.STORNO_EXTENDED, self.parameters(*values)

    def kept_number(self, sale_number: str, original: Original | None) -> str:
        """A return goes by the number of the sale it takes back."""
        return sale_number if original is None else original.sale_number

    def sale(self, line: FiscalLine, group: int) -> bytes:
        """With the amount that brings the line to its sum as a discount or a surcharge."""
        qty_milli, price, rest = priced(line)
        kind = "0" if not rest else "4" if rest < ZERO else "3"
        name = clean(line.name, _NAME_MOST) or "-"
        values = (str(group), sum_text(Money(price)), qty_text(qty_milli), kind, sum_text(abs(rest)))
        return self.parameters(name, *values, str(line.department))

    def buyer(self, buyer: Buyer) -> bytes:
        """DeviceError ``register_cannot``: how this family takes it is not known."""
        raise DeviceError(Trouble.NOT_POSSIBLE, maker_code="buyer")

    def next_invoice(self, fields: list[str], *, is_open: bool) -> int | None:
        """The mark of a storno comes after them."""
        return answers.next_invoice(fields[:-1], is_open=is_open)

    def payment(self, symbol: str, amount: Money) -> bytes:
        """Only cards on the register's own terminal and foreign money have a type."""
        return self.parameters(symbol, sum_text(amount), "")

    def is_paid(self, fields: list[str]) -> bool:
        """A letter, and an amount in the next field."""
        return answers.field(fields, 0) in answers.PAID

    def transaction(self, fields: list[str]) -> Transaction:
        """What is open, its number, lines, amount, and what was given."""
        return Transaction(
            is_open=answers.whole(answers.field(fields, 0)) != _CLOSED,
            amount=abs(answers.amount(answers.field(fields, 3))),
            paid=abs(answers.amount(answers.field(fields, 4))),
            number=answers.whole(answers.field(fields, 1)),
        )

    @property
    def cash_question(self) -> bytes:
        """Nothing put in."""
        return self.parameters("0", "0.00")

    def cash_move(self, amount: Money) -> bytes:
        """In or out, and the amount."""
        return self.parameters("1" if amount < ZERO else "0", sum_text(abs(amount)))

    def cash_held(self, fields: list[str]) -> Money | None:
        """The first of the amounts."""
        return answers.amount(answers.field(fields, 0))

    def report(self, *, closes: bool) -> bytes:
        """By letter."""
        return self.parameters("Z" if closes else "X")

    def journal_questions(self, number: int) -> Questions:
        """Its head, which has the time, and the first row of its figures, which has the total of all."""
        head, figures = self.parameters("0", str(number)), self.parameters("9", str(number), str(number))
        return Questions(Command.JOURNAL_EXTENDED, first=self.parameters("8"), choices=(head, figures))

    def entry(self, number: int, rows: list[list[str]], zone: tzinfo) -> Entry | None:
        """A row of figures has the type, number and sale number of its document, and what that came to."""
        tables = [_columns(row) for row in rows]
        ours = [row for row in tables if len(row) > _COLUMN_TOTAL and row[_COLUMN_NUMBER].lstrip("0") == str(number)]
        if not ours:
            return None
        row = ours[0]
        return Entry(
            number=number,
            kind=answers.kind_of(row[_COLUMN_TYPE]),
            sale_number=row[_COLUMN_SALE_NUMBER],
            total=abs(answers.amount(row[_COLUMN_TOTAL])),
            at=answers.first_moment(rows, zone),
        )


def _columns(row: list[str]) -> list[str]:
    """The columns of a row, which are separated by what follows the device's number."""
    separator = _SEPARATOR.match(row[0])
    return next(csv.reader(row[:1], delimiter=separator[1])) if separator else row
