"""Papers made from a receipt as it was laid out: its head stays, what stands below it changes.

A receipt's head ends with its first solid rule, its lines begin below its first dashed one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.document import Align, Barcode, Block, Document, Gap, Item, Pair, Rule, RuleStyle, Style, Text
from printing.receipt import Row


@dataclass(frozen=True, slots=True)
class AddressedHeading:
    """What a paper made out to somebody says above its lines; every text is written for people already.

    ``facts`` are the small rows below number and date; ``buyer`` are the lines of a name and an address, none where
    it is made out to nobody.
    """

    title: str
    number: str
    date: str
    facts: tuple[Row, ...]
    buyer_label: str
    buyer: tuple[str, ...]


def addressed_document(receipt: Document, heading: AddressedHeading) -> Document:
    """The paper again, made out to somebody: head, lines, sums and taxes as they were."""
    middle: list[Block] = [Text(heading.title, Style.STRONG), Gap()]
    middle.append(Pair(heading.number, heading.date, Style.SMALL))
    middle += [Pair(row.label, row.amount, Style.SMALL) for row in heading.facts]
    if heading.buyer:
        middle += [Rule(RuleStyle.DASHED), Text(heading.buyer_label, Style.SMALL, Align.START)]
        name, *rest = heading.buyer
        middle.append(Text(name, Style.STRONG, Align.START))
        middle += [Text(line, Style.NORMAL, Align.START) for line in rest]
    return Document(receipt.language, receipt.direction, (*_head(receipt), *middle, *_body(receipt)))


@dataclass(frozen=True, slots=True)
class GiftHeading:
    """What a gift receipt says; ``lines`` are names and quantities, ``note`` stands below them."""

    title: str
    number: str
    date: str
    lines: Sequence[tuple[str, str]]
    note: str
    barcode: str


def gift_document(receipt: Document, heading: GiftHeading) -> Document:
    """The receipt without a single amount, with its barcode, so that a present can be brought back."""
    blocks: list[Block] = [Text(heading.title, Style.STRONG), Gap()]
    blocks += [Pair(heading.number, heading.date, Style.SMALL), Rule(RuleStyle.DASHED)]
    blocks += [Item(name, quantity) for name, quantity in heading.lines]
    blocks += [Rule(), Text(heading.note), Gap(), Barcode(heading.barcode)]
    return Document(receipt.language, receipt.direction, (*_head(receipt), *blocks))


def _head(receipt: Document) -> tuple[Block, ...]:
    return receipt.blocks[: receipt.blocks.index(Rule(RuleStyle.SOLID)) + 1]


def _body(receipt: Document) -> tuple[Block, ...]:
    return receipt.blocks[receipt.blocks.index(Rule(RuleStyle.DASHED)) :]
