"""Papers that are no receipts: the X and Z report of a shift, a slip for cash put in or taken out."""

from dataclasses import dataclass

from printing.document import Block, Direction, Document, Gap, Pair, Rule, RuleStyle, Style, Text
from printing.receipt import Row


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the figures under it."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A report or a cash slip, every figure already written for people.

    ``facts`` are the small rows under the title (number, date, till, cashier); ``total`` is the figure the paper is
    about; ``signatures`` are the names under the lines people sign on.
    """

    language: str
    direction: Direction
    shop_name: str
    title: str
    facts: tuple[Row, ...]
    sections: tuple[Section, ...] = ()
    total: Row | None = None
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


def slip_document(slip: Slip) -> Document:
    """The paper of a report or a cash slip."""
    blocks: list[Block] = [Text(slip.shop_name, Style.STRONG), Gap(), Text(slip.title, Style.TITLE), Rule()]
    blocks += [Pair(row.label, row.amount, Style.SMALL) for row in slip.facts]
    for section in slip.sections:
        blocks.append(Rule(RuleStyle.DASHED))
        if section.heading:
            blocks += (Pair(section.heading, "", Style.STRONG), Gap())
        blocks += [Pair(row.label, row.amount) for row in section.rows]
    if slip.total:
        blocks += (Rule(), Pair(slip.total.label, slip.total.amount, Style.TOTAL))
    if slip.notes:
        blocks.append(Rule(RuleStyle.DASHED))
        blocks += [Text(note) for note in slip.notes]
    for signature in slip.signatures:
        blocks += (Gap(), Gap(), Gap(), Gap(), Rule(), Text(signature, Style.SMALL))
    blocks.append(Gap())
    return Document(slip.language, slip.direction, tuple(blocks))
