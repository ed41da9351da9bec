"""Fiscal documents as values: what any maker's register is told, in the shop's own codes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core.money import MOST_AMOUNT, ZERO, Money, UnitPrice, total
from devices.errors import DeviceError, Trouble


class DocumentKind(StrEnum):
    """What a receipt is; a purchase is the shop buying from a customer."""

    SALE = "sale"
    SALE_RETURN = "sale_return"
    PURCHASE = "purchase"
    PURCHASE_RETURN = "purchase_return"


class ItemKind(StrEnum):
    """What a line sells."""

    GOODS = "goods"
    EXCISE = "excise"
    WORK = "work"
    SERVICE = "service"
    PAYMENT = "payment"
    """Money taken for something that is not yet chosen: a prepayment, a gift card."""
    OTHER = "other"


class Settlement(StrEnum):
    """How far a line is paid with this document."""

    FULL_PREPAYMENT = "full_prepayment"
    PREPAYMENT = "prepayment"
    ADVANCE = "advance"
    FULL_PAYMENT = "full_payment"
    PARTIAL_PAYMENT = "partial_payment"
    CREDIT = "credit"
    CREDIT_PAYMENT = "credit_payment"


@dataclass(frozen=True, slots=True)
class FiscalLine:
    """One line. ``sum`` is what it comes to: ``price`` for ``qty_milli``, less ``discount`` (never below zero).

    ``tax_code`` is the shop's, translated by ``FiscalSettings``. ``marked_code`` is a marking code as it was scanned,
    with its group separators; ``is_marked`` alone says that goods under marking are sold without one. ``tax`` is what
    is contained in ``sum``; registers that compute it themselves need it for a correction only.
    """

    name: str
    qty_milli: int
    price: UnitPrice
    sum: Money
    tax_code: str
    discount: Money = ZERO
    item_kind: ItemKind = ItemKind.GOODS
    settlement: Settlement = Settlement.FULL_PAYMENT
    is_marked: bool = False
    marked_code: str = ""
    department: int = 0
    tax: Money | None = None


@dataclass(frozen=True, slots=True)
class FiscalTender:
    """What was given in one way of paying; ``code`` is the shop's. Cash may exceed what is due: the rest is change."""

    code: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Operator:
    """Who is at the till; ``number`` is that of the register's own list, 0 for the one of the settings."""

    name: str
    tax_number: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Buyer:
    """A company, or a person who wants to be named."""

    name: str
    tax_number: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a receipt is entered afterwards: of the shop's own accord, or by ``order_number`` of the tax office."""

    of_day: date
    order_number: str = ""


class ReturnReason(StrEnum):
    """Why goods come back, where the law asks (Ordinance N-18)."""

    REFUND = "refund"
    OPERATOR_ERROR = "operator_error"
    TAX_BASE = "tax_base"


@dataclass(frozen=True, slots=True)
class Original:
    """The registered document that a return takes back.

    ``invoice_number`` is its number as an invoice: None for what was none, and where nobody kept it.
    """

    number: int
    at: datetime
    storage_number: str
    sale_number: str = ""
    reason: ReturnReason = ReturnReason.REFUND
    invoice_number: int | None = None


@dataclass(frozen=True, slots=True)
class FiscalReceipt:
    """A receipt to register; its ``uid`` is that of the shop's document and stays the same in every attempt.

    ``contact`` is the phone or e-mail of an electronic receipt; ``on_paper`` False prints nothing. ``rounding`` is what
    the sum of the lines was changed by to be payable in cash. ``sale_number`` is the number that a law wants before the
    first line (the Bulgarian UNP). ``texts`` are printed with the receipt; those among them that are ``codes`` to be
    scanned another time come out as a barcode too, where the register ``prints_codes``.
    DeviceError ``receipt_wrong`` for one that cannot be.
    """

    uid: str
    kind: DocumentKind
    lines: tuple[FiscalLine, ...]
    tenders: tuple[FiscalTender, ...]
    operator: Operator
    buyer: Buyer | None = None
    contact: str = ""
    on_paper: bool = True
    rounding: Money = ZERO
    correction: Correction | None = None
    original: Original | None = None
    sale_number: str = ""
    texts: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for position, line in enumerate(self.lines, start=1):
            if line.qty_milli <= 0 or line.discount < ZERO or not ZERO <= line.sum <= MOST_AMOUNT:
                raise DeviceError(Trouble.RECEIPT_WRONG, maker_code=f"line {position}")
            if line.price.for_qty(line.qty_milli) - line.discount != line.sum:
                raise DeviceError(Trouble.RECEIPT_WRONG, maker_code=f"sum of line {position}")
        if not self.lines or self.total < ZERO:
            raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="lines")
        if any(tender.amount < ZERO for tender in self.tenders) or self.paid < self.total:
            raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="tenders")

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return total(line.sum for line in self.lines) + self.rounding

    @property
    def paid(self) -> Money:
        """What was given."""
        return total(tender.amount for tender in self.tenders)


@dataclass(frozen=True, slots=True)
class CashMove:
    """Cash put into the drawer, or taken out where the ``amount`` is below zero, that is no sale."""

    uid: str
    amount: Money
    operator: Operator

    def __post_init__(self) -> None:
        if not self.amount:
            raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="amount")


@dataclass(frozen=True, slots=True)
class ShiftOpening:
    """The register's shift begins."""

    uid: str
    operator: Operator


@dataclass(frozen=True, slots=True)
class ShiftClosing:
    """The register's shift ends: the Z report."""

    uid: str
    operator: Operator


Act = FiscalReceipt | CashMove | ShiftOpening | ShiftClosing
"""What leaves a trace in the register and must never happen twice."""
