"""What a family of registers writes in its own way: the promises of ``classic`` and ``extended``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from app.core.money import Money
from devices.drivers.datecs.answers import Transaction
from devices.drivers.datecs.codes import Command
from devices.drivers.datecs.frames import Layout
from devices.drivers.datecs.status import Bit
from devices.errors import Trouble
from devices.fiscal.receipt import Buyer, DocumentKind, FiscalLine, Original

Told = tuple[Command, bytes]
"""A command and its data."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sells where, in the register's own numbers."""

    operator: int
    password: str
    till: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the register's journal; ``kind`` is None for what is no receipt, or was cancelled."""

    number: int
    kind: DocumentKind | None
    sale_number: str
    total: Money | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Questions:
    """What reads a document of the journal, row by row.

    ``choices`` come before the first row, and their answers are rows too; ``further`` is empty where one row tells all.
    """

    command: Command
    first: bytes
    further: bytes = b""
    choices: tuple[bytes, ...] = ()


class Dialect(Protocol):
    """A family. Answers that do not fit raise DeviceError ``device_garbled``."""

    @property
    def name(self) -> str:
        """As the address calls it."""

    @property
    def layout(self) -> Layout:
        """Of its frames."""

    @property
    def troubles(self) -> Mapping[Bit, Trouble]:
        """The bits of its status that keep it from selling."""

    @property
    def silent_terminal(self) -> Bit | None:
        """The bit that says that the tax office is out of reach."""

    @property
    def tender_symbols(self) -> str:
        """Its ways of paying; cash is the first."""

    @property
    def name_most(self) -> int:
        """Characters of a line's name."""

    @property
    def card_symbols(self) -> str:
        """The ways of paying on a card terminal of the register's own."""

    @property
    def card_completion(self) -> bytes:
        """Finishes a payment that broke off there."""

    @property
    def takes_buyer(self) -> bool:
        """Whether a receipt can be an invoice."""

    @property
    def buyer_most(self) -> int:
        """Characters of the buyer's name."""

    def parameters(self, *values: str) -> bytes:
        """The data of a plain command."""

    def split(self, data: bytes) -> tuple[int, list[str]]:
        """The error of an answer, 0 for none, and its fields."""

    def opening(self, desk: Desk, sale_number: str, *, is_invoice: bool) -> Told:
        """Opens a receipt."""

    def storno(self, desk: Desk, sale_number: str, original: Original, zone: tzinfo) -> Told:
        """Opens the receipt of a return."""

    @property
    def tells_sale_number(self) -> bool:
        """Whether it says the last sale number it was told."""

    def kept_number(self, sale_number: str, original: Original | None) -> str:
        """The sale number that the journal will have of a receipt."""

    def sale(self, line: FiscalLine, group: int) -> bytes:
        """A line of a receipt."""

    def buyer(self, buyer: Buyer) -> bytes:
        """Who gets the invoice."""

    def next_invoice(self, fields: list[str], *, is_open: bool) -> int | None:
        """The number of the invoice that ``is_open``, or of the next one; None where none is told, or not of that."""

    def payment(self, symbol: str, amount: Money) -> bytes:
        """What is given in one way of paying."""

    def is_paid(self, fields: list[str]) -> bool:
        """Whether it was taken."""

    @property
    def transaction_question(self) -> bytes:
        """Asks for the open receipt."""

    def transaction(self, fields: list[str]) -> Transaction:
        """The receipt that is open, or was last."""

    @property
    def cash_question(self) -> bytes:
        """Asks for the cash in the drawer."""

    def cash_move(self, amount: Money) -> bytes:
        """Cash put in, or taken out below zero."""

    def cash_held(self, fields: list[str]) -> Money | None:
        """The cash in the drawer; None where a move was refused."""

    def report(self, *, closes: bool) -> bytes:
        """The Z report, or the X report."""

    @property
    def tells_cancelled(self) -> bool:
        """Whether its journal tells cancelled receipts from others."""

    def journal_questions(self, number: int) -> Questions:
        """What reads a document."""

    def entry(self, number: int, rows: list[list[str]], zone: tzinfo) -> Entry | None:
        """The document whose rows were read; None where they tell of none."""
