"""The family of the FP-800, FP-2000 and SK1: short frames, fields between commas."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Final

from app.core.money import ZERO, Money
from devices.drivers.datecs import answers
from devices.drivers.datecs.answers import TEXT, Transaction
from devices.drivers.datecs.build import clean, priced, qty_text, sum_text, two_lines
from devices.drivers.datecs.codes import Command, group_letter
from devices.drivers.datecs.dialect import Desk, Entry, Questions, Told
from devices.drivers.datecs.frames import CLASSIC, Layout
from devices.drivers.datecs.status import SILENT_TERMINAL_OF_CLASSIC, TROUBLES_OF_CLASSIC, Bit
from devices.errors import Trouble
from devices.fiscal.receipt import Buyer, FiscalLine, Original, ReturnReason

_REASONS: Final = {ReturnReason.OPERATOR_ERROR: "E", ReturnReason.REFUND: "R", ReturnReason.TAX_BASE: "T"}
_LINE_OF_NAME: Final = 30
_REFUSED: Final = "F"
_HEAD: Final = "U"
_TOTAL: Final = "T"


class Classic:
    """A ``Dialect``."""

    name: str = "p"
    layout: Layout = CLASSIC
    troubles: Mapping[Bit, Trouble] = TROUBLES_OF_CLASSIC
    silent_terminal: Bit | None = SILENT_TERMINAL_OF_CLASSIC
    tender_symbols: str = "PDNCIJKLmnopqrs"
    name_most: int = 2 * _LINE_OF_NAME
    takes_buyer: bool = True
    buyer_most: int = 26
    tells_cancelled: bool = True
    tells_sale_number: bool = True
    card_symbols: str = ""
    card_completion: bytes = b""
    transaction_question: bytes = b"T"
    cash_question: bytes = b"0"

    def parameters(self, *values: str) -> bytes:
        """Between commas."""
        return ",".join(values).encode(TEXT, "replace")

    def split(self, data: bytes) -> tuple[int, list[str]]:
        """Errors stand in the status only."""
        text = answers.decoded(data)
        return 0, text.split(",") if text else []

    def opening(self, desk: Desk, sale_number: str, *, is_invoice: bool) -> Told:
        """As an invoice by the letter I."""
        return Command.OPEN_RECEIPT, self.parameters(*_seller(desk), *(("I",) if is_invoice else ()), sale_number)

    def storno(self, desk: Desk, sale_number: str, original: Original, zone: tzinfo) -> Told:
        """Names the document that is taken back, its sale number, time, fiscal memory and number as an invoice."""
        at = f"{original.at.astimezone(zone):%d%m%y%H%M%S}"
        document = f"{_REASONS[original.reason]}{original.number}"
        invoice = () if original.invoice_number is None else (f"I{original.invoice_number}",)
        values = (*_seller(desk), *invoice, sale_number, document, original.sale_number, at, original.storage_number)
        return Command.STORNO_CLASSIC, self.parameters(*values)

    def kept_number(self, sale_number: str, original: Original | None) -> str:
        """Every receipt has a number of its own."""
        return sale_number

    def sale(self, line: FiscalLine, group: int) -> bytes:
        """A name of up to two lines; the amount that brings the line to its sum stands last."""
        qty_milli, price, rest = priced(line)
        name = clean(line.name, self.name_most) or "-"
        told = two_lines(name, _LINE_OF_NAME)
        changed = f";{'-' if rest < ZERO else '+'}{sum_text(abs(rest))}" if rest else ""
        price_text = sum_text(Money(price))
        return f"{told}\t{group_letter(group)}{price_text}*{qty_text(qty_milli)}{changed}".encode(TEXT)

    def buyer(self, buyer: Buyer) -> bytes:
        """The digits of the tax number, an empty seller, and the name of whoever receives and buys."""
        name = clean(buyer.name, self.buyer_most)
        digits = "".join(one for one in buyer.tax_number if one in "0123456789")
        return f"{digits}\t\t{name}\t{name}".encode(TEXT)

    def next_invoice(self, fields: list[str], *, is_open: bool) -> int | None:
        """The last two fields."""
        return answers.next_invoice(fields, is_open=is_open)

    def payment(self, symbol: str, amount: Money) -> bytes:
        """After an empty text."""
        return f"\t{symbol}{sum_text(amount)}".encode(TEXT)

    def is_paid(self, fields: list[str]) -> bool:
        """A letter and an amount."""
        return answers.field(fields, 0)[:1] in answers.PAID

    def transaction(self, fields: list[str]) -> Transaction:
        """Whether it is open, its lines, its amount, and what was given where something was."""
        return Transaction(
            is_open=answers.whole(answers.field(fields, 0)) != 0,
            amount=abs(answers.amount(answers.field(fields, 2))),
            paid=abs(answers.amount(answers.field(fields, 3))) if len(fields) > 3 else ZERO,
        )

    def cash_move(self, amount: Money) -> bytes:
        """The amount with its sign."""
        return self.parameters(sum_text(amount))

    def cash_held(self, fields: list[str]) -> Money | None:
        """After the letter that tells whether it was taken."""
        if answers.field(fields, 0) == _REFUSED:
            return None
        return answers.amount(answers.field(fields, 1))

    def report(self, *, closes: bool) -> bytes:
        """By number."""
        return self.parameters("0" if closes else "2")

    def journal_questions(self, number: int) -> Questions:
        """The structured form."""
        return Questions(Command.JOURNAL_CLASSIC, first=self.parameters("W", str(number)), further=b"w")

    def entry(self, number: int, rows: list[list[str]], zone: tzinfo) -> Entry | None:
        """The head has the sale number, operator, till, type and document; the row of the total its sum."""
        head = next((row for row in rows if row[0] == _HEAD), None)
        if head is None:
            return None
        total = next((row for row in rows if row[0] == _TOTAL), None)
        return Entry(
            number=number,
            kind=answers.kind_of(answers.field(head, 4)),
            sale_number=answers.field(head, 1),
            total=None if total is None else abs(answers.amount(answers.field(total, 1))),
            at=answers.first_moment(rows, zone),
        )


def _seller(desk: Desk) -> tuple[str, str, str]:
    return str(desk.operator), desk.password, str(desk.till)
