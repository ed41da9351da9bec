"""The receipt of a sale: every figure already written for people, put in the order of the paper."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Row:
    """A label and an amount."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line of the sale. ``quantity`` is the written ``2 × 12.50``, empty where one piece explains itself."""

    name: str
    amount: str
    quantity: str = ""
    discounts: tuple[Row, ...] = ()
    note: str = ""


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
    of ``taxes``. ``logo`` is the SHA-256 of the picture file. ``barcode`` is the number as a till scans it back.
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
    tenders: tuple[Row, ...] = ()
    change: Row | None = None
    tax_heading: TaxRow | None = None
    taxes: tuple[TaxRow, ...] = ()
    customer: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    barcode: str = ""
    qr: str = ""
    qr_caption: str = ""
    logo: str = ""


def receipt_document(receipt: Receipt) -> Document:
    """The paper of a sale, ready to be stored with it and drawn at any width."""
    blocks: list[Block] = []
    if receipt.logo:
        blocks.append(Logo(receipt.logo))
    blocks.append(Text(receipt.shop_name, Style.TITLE))
    blocks += [Text(line, Style.SMALL) for line in receipt.header]
    blocks.append(Rule())
    if receipt.title:
        blocks += (Text(receipt.title, Style.STRONG), Gap())
    blocks.append(Pair(receipt.number, receipt.date, Style.SMALL))
    if receipt.cashier or receipt.till:
        blocks.append(Pair(receipt.cashier, receipt.till, Style.SMALL))
    blocks += [Text(line, Style.SMALL, Align.START) for line in receipt.customer]
    blocks.append(Rule(RuleStyle.DASHED))
    blocks += [_item(line) for line in receipt.lines]
    blocks.append(Rule(RuleStyle.DASHED))
    blocks += [Pair(row.label, row.amount) for row in receipt.totals]
    blocks.append(Pair(receipt.total.label, receipt.total.amount, Style.TOTAL))
    if receipt.tenders or receipt.change:
        blocks.append(Gap())
    blocks += [Pair(row.label, row.amount) for row in receipt.tenders]
    if receipt.change:
        blocks.append(Pair(receipt.change.label, receipt.change.amount, Style.STRONG))
    if receipt.taxes:
        heading = () if receipt.tax_heading is None else (receipt.tax_heading,)
        blocks += (Rule(), Table(tuple((row.label, row.net, row.tax, row.gross) for row in heading + receipt.taxes)))
    blocks.append(Rule())
    blocks += [Text(line) for line in receipt.footer]
    if receipt.barcode:
        blocks += (Gap(), Barcode(receipt.barcode))
    if receipt.qr:
        blocks += (Gap(), Qr(receipt.qr, receipt.qr_caption))
    return Document(receipt.language, receipt.direction, tuple(blocks))


def _item(line: ReceiptLine) -> Item:
    rows = [(line.quantity, "")] if line.quantity else []
    rows += [(row.label, row.amount) for row in line.discounts]
    if line.note:
        rows.append((line.note, ""))
    return Item(line.name, line.amount, tuple(rows))
