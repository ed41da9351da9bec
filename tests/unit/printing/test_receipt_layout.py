"""What a shop may leave out of a receipt and put elsewhere, and what stays whatever it chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.document import Barcode, Direction, Document, Item, Logo, Pair, Qr, Rule, RuleStyle, Table, Text
from printing.receipt import Receipt, ReceiptLine, Row, TaxRow, receipt_document
from printing.receipt_layout import EVERY_PART, Foot, Part, ReceiptLayout

RECEIPT = Receipt(
    language="en",
    direction=Direction.LEFT_TO_RIGHT,
    shop_name="Oak & Iron",
    header=("12 Mill Street",),
    tax_number="Tax no. BG1",
    words=("Since 1921",),
    title="Receipt",
    number="No. 7",
    date="6 Mar",
    cashier="Cashier: Anna",
    till="Till 1",
    lines=(ReceiptLine("Cream", "25.00", "2", (Row("Discount 10 %", "-2.50"),), unit_price="12.50"),),
    totals=(Row("Discounts", "-2.50"),),
    total=Row("Total", "22.50"),
    tenders=(Row("Cash", "30.00"),),
    change=Row("Change", "7.50"),
    tax_heading=TaxRow("Tax", "Net", "Tax amount", "Gross"),
    taxes=(TaxRow("20 %", "18.75", "3.75", "22.50"),),
    customer=("Customer: Maria",),
    customer_card="Card 29",
    footer=("Thank you",),
    barcode="R01-0000007",
    qr="https://shop.example",
    logo="ab12",
)
SAYS = {
    Part.ADDRESS: "12 Mill Street",
    Part.CASHIER: "Anna",
    Part.TILL: "Till 1",
    Part.CUSTOMER: "Maria",
    Part.CUSTOMER_CARD: "Card 29",
    Part.UNIT_PRICES: "12.50",
    Part.DISCOUNTS: "Discount 10 %",
    Part.LOGO: "ab12",
    Part.BARCODE: "R01-0000007",
}
ALWAYS = ("Oak & Iron", "Tax no. BG1", "No. 7", "6 Mar", "Cream", "25.00", "Discounts", "22.50", "Cash", "30.00",
          "7.50", "20 %", "18.75", "3.75")  # fmt: skip


def laid_out(*left_out: Part, foot: tuple[Foot, ...] = tuple(Foot)) -> Document:
    return receipt_document(RECEIPT, ReceiptLayout(EVERY_PART - set(left_out), foot))


@pytest.mark.parametrize("part", Part)
def test_a_part_is_there_until_it_is_left_out(part: Part) -> None:
    assert SAYS[part] in laid_out().to_json()
    assert SAYS[part] not in laid_out(part).to_json()


@given(st.sets(st.sampled_from(Part)), st.permutations(list(Foot)))
def test_what_the_law_wants_stays_whatever_is_chosen(left_out: set[Part], foot: list[Foot]) -> None:
    text = laid_out(*left_out, foot=tuple(foot)).to_json()
    assert [word for word in ALWAYS if word not in text] == []


def test_without_the_price_of_one_the_quantity_is_still_said() -> None:
    (item,) = [block for block in laid_out(Part.UNIT_PRICES, Part.DISCOUNTS).blocks if isinstance(block, Item)]
    assert item.rows == (("× 2", ""),)


@given(st.permutations(list(Foot)))
def test_the_foot_stands_in_the_order_chosen(foot: list[Foot]) -> None:
    kinds = {Foot.WORDS: Text, Foot.BARCODE: Barcode, Foot.QR: Qr}
    blocks = laid_out(foot=tuple(foot)).blocks
    last_rule = max(index for index, block in enumerate(blocks) if isinstance(block, Rule))
    found = [type(block) for block in blocks[last_rule:] if isinstance(block, Text | Barcode | Qr)]
    assert found == [kinds[part] for part in foot]


def test_the_head_ends_with_a_solid_rule_and_the_lines_begin_below_a_dashed_one() -> None:
    blocks = laid_out(Part.LOGO, Part.CUSTOMER).blocks
    rules = [(index, block.style) for index, block in enumerate(blocks) if isinstance(block, Rule)]
    (head, first), (lines, second), *_ = rules
    assert (first, second) == (RuleStyle.SOLID, RuleStyle.DASHED)
    assert not any(isinstance(block, Pair | Item | Table) for block in blocks[:head])
    assert isinstance(blocks[lines + 1], Item)
    assert not any(isinstance(block, Logo) for block in blocks)
