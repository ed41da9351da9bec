"""A sale as what a fiscal register is told of it: one receipt of what went out, one of what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.core.money import UNIT_PRICE_SCALE, ZERO, Money, UnitPrice, total
from devices.fiscal.makers import NO_TAX
from devices.fiscal.port import RegisterInfo
from devices.fiscal.receipt import (
    Buyer,
    Correction,
    DocumentKind,
    FiscalLine,
    FiscalReceipt,
    FiscalTender,
    ItemKind,
    Operator,
    Original,
    Settlement,
)
from pos.fiscal.queue import ReceiptPart
from pos.sale.reading import SaleView, SoldLine

CASH: Final = "cash"
ON_ACCOUNT: Final = "account"
_KINDS: Final[Mapping[ReceiptPart, DocumentKind]] = {
    "sale": DocumentKind.SALE,
    "return": DocumentKind.SALE_RETURN,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What a receipt says beside the sale: its name, texts for its foot, and where the electronic one goes.

    ``services`` are the products that are no goods, ``marking_codes`` those of lines by position; ``codes``,
    ``sale_number``, ``original``, ``buyer`` and ``correction``: see ``FiscalReceipt``.
    """

    uid: str
    on_paper: bool
    contact: str = ""
    texts: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    services: frozenset[int] = frozenset()
    marking_codes: Mapping[int, str] = field(default_factory=dict)
    sale_number: str = ""
    original: Original | None = None
    buyer: Buyer | None = None
    correction: Correction | None = None


def receipt_of(
    sale: SaleView, tips: Mapping[str, Money], part: ReceiptPart, info: RegisterInfo, telling: Telling
) -> FiscalReceipt | None:
    """A part of a sale; None where nothing is to be paid for it, which no register has to know.

    In an exchange the smaller part is paid in cash that goes round: in by one receipt, out by the other. ``tips`` is
    how much of each way of paying is tip, which is no turnover. Lines that cost nothing are left off registers that
    refuse them.
    """
    lines = [line for line in sale.lines if (line.qty_milli > 0) == (part == "sale")]
    own, other = (
        total(abs(line.gross) for line in sale.lines if (line.qty_milli > 0) == sold)
        for sold in (part == "sale", part != "sale")
    )
    is_main = not other or (sale.head.to_pay >= ZERO) == (part == "sale")
    rounding = ZERO if not is_main else sale.head.rounding if part == "sale" else -sale.head.rounding
    if own + rounding == ZERO:
        return None
    tenders = _tenders(sale, tips, other) if is_main else (FiscalTender(CASH, own),)
    told = [line for line in lines if line.gross or info.takes_free_lines]
    sums = [abs(line.gross) for line in told]
    if not 0 <= -rounding.minor < info.rounds_down_below_minor:
        biggest = max(range(len(sums)), key=lambda index: sums[index].minor)
        sums[biggest] += rounding
        rounding = ZERO
    settlement = _settlement(tenders, total(sums) + rounding)
    return FiscalReceipt(
        uid=telling.uid,
        kind=_KINDS[part],
        lines=tuple(_line(line, amount, settlement, info, telling) for line, amount in zip(told, sums, strict=True)),
        tenders=tenders,
        operator=Operator(sale.head.cashier_name),
        # A return that names its receipt names by it whom that was made to.
        buyer=telling.buyer if info.takes_buyer and telling.original is None else None,
        contact=telling.contact if info.takes_contact else "",
        on_paper=telling.on_paper or not info.may_skip_paper,
        rounding=rounding,
        correction=telling.correction,
        original=telling.original,
        sale_number=telling.sale_number,
        texts=telling.texts,
        codes=telling.codes,
    )


def account_payment(
    uid: str, name: str, tender: FiscalTender, operator: Operator, *, sale_number: str = "", contact: str = ""
) -> FiscalReceipt:
    """The receipt of a payment for what was bought on account; its tax was told with the goods."""
    line = FiscalLine(
        name=name,
        qty_milli=1000,
        price=UnitPrice.of(tender.amount),
        sum=tender.amount,
        tax_code=NO_TAX,
        item_kind=ItemKind.PAYMENT,
        settlement=Settlement.CREDIT_PAYMENT,
    )
    return FiscalReceipt(uid, DocumentKind.SALE, (line,), (tender,), operator, sale_number=sale_number, contact=contact)


def _tenders(sale: SaleView, tips: Mapping[str, Money], goes_round: Money) -> tuple[FiscalTender, ...]:
    """What was given in each way, or paid out, without tips; cash may hold the change."""
    by_kind: dict[str, Money] = {}
    for kind, amount in sale.tenders:
        by_kind[kind] = by_kind.get(kind, ZERO) + amount
    for kind, tip in tips.items():
        by_kind[kind] = by_kind.get(kind, ZERO) - tip
    if goes_round:
        given = by_kind.get(CASH, ZERO)
        by_kind[CASH] = given + goes_round if sale.head.to_pay >= ZERO else given - goes_round
    return tuple(FiscalTender(kind, abs(amount)) for kind, amount in by_kind.items() if amount)


def _settlement(tenders: Sequence[FiscalTender], due: Money) -> Settlement:
    on_account = total(tender.amount for tender in tenders if tender.code == ON_ACCOUNT)
    if not on_account:
        return Settlement.FULL_PAYMENT
    return Settlement.CREDIT if on_account >= due else Settlement.PARTIAL_PAYMENT


def _line(line: SoldLine, amount: Money, settlement: Settlement, info: RegisterInfo, telling: Telling) -> FiscalLine:
    qty_milli, undiscounted = abs(line.qty_milli), abs(line.amount)
    off = total(abs(one.amount) for one in line.discounts)
    price = line.unit_price
    includes_tax = undiscounted - off == abs(line.gross)
    if not includes_tax or price.for_qty(qty_milli) != undiscounted or amount > undiscounted:
        # Tax on top, or a total that a label told: the least price at which the quantity comes to the sum.
        price = UnitPrice(-(-amount.minor * 1000 * UNIT_PRICE_SCALE // qty_milli))
    if line.loads is not None:
        # Money for what is not chosen yet: goods it pays for are told, and taxed, when they are sold.
        kind, settlement = ItemKind.PAYMENT, Settlement.ADVANCE
    else:
        kind = ItemKind.SERVICE if line.product_id in telling.services else ItemKind.GOODS
    return FiscalLine(
        name=line.name[: info.name_most],
        qty_milli=qty_milli,
        price=price,
        sum=amount,
        tax_code=NO_TAX if line.tax_rate_bp is None else str(line.tax_rate_bp),
        discount=price.for_qty(qty_milli) - amount,
        item_kind=kind,
        settlement=settlement,
        tax=abs(line.tax),
        marked_code=telling.marking_codes.get(line.position, "") if info.takes_marked_codes else "",
    )
