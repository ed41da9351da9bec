"""A coupon on paper: below a receipt, or one of many to be cut out."""

from dataclasses import dataclass

from printing.document import Barcode, Block, Gap, Rule, RuleStyle, Style, Text


@dataclass(frozen=True, slots=True)
class Coupon:
    """A heading, what it is for, how long it is good, and its code: written for people."""

    heading: str
    name: str
    until: str
    code: str


def coupon_blocks(coupon: Coupon) -> list[Block]:
    """The blocks of a coupon, with a line above to tear or cut along."""
    return [
        Rule(RuleStyle.DASHED),
        Text(coupon.heading, Style.SMALL),
        Text(coupon.name, Style.STRONG),
        Text(coupon.until, Style.SMALL),
        Gap(),
        Barcode(coupon.code),
    ]
