"""The receipt of a sale: every figure already written for people, put in the order of the paper."""

from dataclasses import dataclass

from printing.coupon import Coupon, coupon_blocks
from printing.document import (
    Align,
    Barcode,
    Block,
    Direction,
    Document,
    Gap,
    Item,
    Logo,
    Pair,
    Qr,
    Rule,
    RuleStyle,
    Style,
    Table,
    Text,
)
from printing.receipt_layout import USUAL_LAYOUT, Foot, Part, ReceiptLayout


@dataclass(frozen=True, slots=True)
class Row:
    """A label and an amount."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line of the sale. ``quantity`` is empty where one piece explains itself; ``unit_price`` is that of one."""

    name: str
    amount: str
    quantity: str = ""
    discounts: tuple[Row, ...] = ()
    note: str = ""
    unit_price: str = ""


@dataclass(frozen=True, slots=True)
class TaxRow:
    """What a rate came to: the label of the rate, the net sum, the tax, the gross sum."""

    label: str
    net: str
    tax: str
    gross: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a receipt says, in the language and number format of the paper.

    Texts that are empty and tuples without entries leave no trace on the paper. ``tax_heading`` names the columns
    of ``taxes``. ``header`` is the address, ``words`` what the shop says below it. ``logo`` is the SHA-256 of the
    picture file. ``barcode`` is the number as a till scans it back. ``tip`` is in the tenders and not in the total.
    ``points`` are what the customer's points changed by, and what there is now. ``slips`` are the words of card
    terminals about the payments.
    """

    language: str
    direction: Direction
    shop_name: str
    header: tuple[str, ...]
    title: str
    number: str
    date: str
    cashier: str
    till: str
    lines: tuple[ReceiptLine, ...]
    totals: tuple[Row, ...]
    total: Row
    second_total: Row | None = None
    tip: Row | None = None
    tenders: tuple[Row, ...] = ()
    change: Row | None = None
    tax_heading: TaxRow | None = None
    taxes: tuple[TaxRow, ...] = ()
    points: tuple[Row, ...] = ()
    tax_number: str = ""
    words: tuple[str, ...] = ()
    buyer: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    customer_card: str = ""
    footer: tuple[str, ...] = ()
    barcode: str = ""
    qr: str = ""
    qr_caption: str = ""
    logo: str = ""
    coupons: tuple[Coupon, ...] = ()
    slips: tuple[tuple[str, ...], ...] = ()


def receipt_document(receipt: Receipt, layout: ReceiptLayout = USUAL_LAYOUT) -> Document:
    """The paper of a sale, ready to be stored with it and drawn at any width.

    The head ends with the first solid rule, the lines begin below the first dashed one: papers made from this one
    (``printing.derived``) rely on both.
    """
    shown = layout.shown
    blocks: list[Block] = []
    if receipt.logo and Part.LOGO in shown:
        blocks.append(Logo(receipt.logo))
    blocks.append(Text(receipt.shop_name, Style.TITLE))
    head = receipt.header if Part.ADDRESS in shown else ()
    blocks += [Text(line, Style.SMALL) for line in (*head, receipt.tax_number) if line]
    blocks += [Text(line) for line in receipt.words]
    blocks.append(Rule())
    if receipt.title:
        blocks += (Text(receipt.title, Style.STRONG), Gap())
    blocks.append(Pair(receipt.number, receipt.date, Style.SMALL))
    cashier = receipt.cashier if Part.CASHIER in shown else ""
    till = receipt.till if Part.TILL in shown else ""
    if cashier or till:
        blocks.append(Pair(cashier, till, Style.SMALL))
    blocks += _customer(receipt, shown)
    blocks.append(Rule(RuleStyle.DASHED))
    blocks += [_item(line, shown) for line in receipt.lines]
    blocks.append(Rule(RuleStyle.DASHED))
    blocks += _sums(receipt)
    blocks.append(Rule())
    for part in layout.foot:
        blocks += _foot(part, receipt, shown)
    for coupon in receipt.coupons:
        blocks += coupon_blocks(coupon)
    return Document(receipt.language, receipt.direction, tuple(blocks))


def _customer(receipt: Receipt, shown: frozenset[Part]) -> list[Block]:
    lines = receipt.buyer + (receipt.customer if Part.CUSTOMER in shown else ())
    card = receipt.customer_card if Part.CUSTOMER_CARD in shown else ""
    return [Text(line, Style.SMALL, Align.START) for line in (*lines, card) if line]


def _sums(receipt: Receipt) -> list[Block]:
    blocks: list[Block] = [Pair(row.label, row.amount) for row in receipt.totals]
    blocks.append(Pair(receipt.total.label, receipt.total.amount, Style.TOTAL))
    if receipt.second_total:
        blocks.append(Pair(receipt.second_total.label, receipt.second_total.amount))
    if receipt.tip or receipt.tenders or receipt.change:
        blocks.append(Gap())
    if receipt.tip:
        blocks.append(Pair(receipt.tip.label, receipt.tip.amount))
    blocks += [Pair(row.label, row.amount) for row in receipt.tenders]
    if receipt.change:
        blocks.append(Pair(receipt.change.label, receipt.change.amount, Style.STRONG))
    if receipt.taxes:
        heading = () if receipt.tax_heading is None else (receipt.tax_heading,)
        blocks += (Rule(), Table(tuple((row.label, row.net, row.tax, row.gross) for row in heading + receipt.taxes)))
    if receipt.points:
        blocks += (Rule(RuleStyle.DASHED), *[Pair(row.label, row.amount) for row in receipt.points])
    for slip in receipt.slips:
        blocks += (Rule(RuleStyle.DASHED), *[Text(line, Style.SMALL) for line in slip])
    return blocks


def _foot(part: Foot, receipt: Receipt, shown: frozenset[Part]) -> list[Block]:
    match part:
        case Foot.WORDS:
            return [Text(line) for line in receipt.footer]
        case Foot.BARCODE:
            return [Gap(), Barcode(receipt.barcode)] if receipt.barcode and Part.BARCODE in shown else []
        case Foot.QR:
            return [Gap(), Qr(receipt.qr, receipt.qr_caption)] if receipt.qr else []


def _item(line: ReceiptLine, shown: frozenset[Part]) -> Item:
    rows = [(quantity, "")] if (quantity := _quantity(line, shown)) else []
    if Part.DISCOUNTS in shown:
        rows += [(row.label, row.amount) for row in line.discounts]
    if line.note:
        rows.append((line.note, ""))
    return Item(line.name, line.amount, tuple(rows))


def _quantity(line: ReceiptLine, shown: frozenset[Part]) -> str:
    if not line.quantity or not line.unit_price:
        return line.quantity
    return f"{line.quantity} × {line.unit_price}" if Part.UNIT_PRICES in shown else f"× {line.quantity}"
