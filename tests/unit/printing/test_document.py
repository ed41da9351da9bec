"""The stored form of a paper."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ShopError
from printing.document import (
    Align,
    Banner,
    Barcode,
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
    Symbology,
    Table,
    Text,
)
from printing.receipt import Receipt, ReceiptLine, Row, receipt_document
from tests.unit.printing.samples import PAPERS

WORDS = st.text(max_size=20)
PAIRS = st.tuples(WORDS, WORDS)
BLOCKS = st.one_of(
    st.builds(Text, WORDS, st.sampled_from(Style), st.sampled_from(Align)),
    st.builds(Pair, WORDS, WORDS, st.sampled_from(Style)),
    st.builds(Item, WORDS, WORDS, st.lists(PAIRS, max_size=3).map(tuple)),
    st.builds(Table, st.lists(PAIRS, max_size=3).map(tuple)),
    st.builds(Rule, st.sampled_from(RuleStyle)),
    st.builds(Gap),
    st.builds(Banner, WORDS),
    st.builds(Logo, WORDS),
    st.builds(Barcode, WORDS, st.sampled_from(Symbology)),
    st.builds(Qr, WORDS, WORDS),
)


@given(st.builds(Document, WORDS, st.sampled_from(Direction), st.lists(BLOCKS, max_size=6).map(tuple)))
def test_what_is_stored_comes_back(document: Document) -> None:
    assert Document.from_json(document.to_json()) == document


# Stored by the first release: every later one has to read it.
FIRST_FORM = (
    '{"version":1,"language":"en","direction":"ltr","blocks":[["logo","ab12"],["text","Shop","title","center"],'
    '["rule","solid"],["pair","No 7","21 Mar","small"],["item","Soap","2.00",[["2 × 1.00",""]]],["gap"],'
    '["table",[["VAT","Net"],["20 %","1.67"]]],["banner","COPY"],["barcode","7","code128"],["qr","x","see"]]}'
)


def test_papers_of_the_first_release_are_read() -> None:
    document = Document.from_json(FIRST_FORM)
    assert document.to_json() == FIRST_FORM
    assert document.blocks[4] == Item("Soap", "2.00", (("2 × 1.00", ""),))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 2}, "document_version"),
        ({"direction": "up"}, "document_unreadable"),
        ({"blocks": [["spell", "x"]]}, "document_unreadable"),
        ({"blocks": [["text", "too few"]]}, "document_unreadable"),
        ({"blocks": [["text", 7, "title", "center"]]}, "document_unreadable"),
        ({"blocks": [["text", "x", "loud", "center"]]}, "document_unreadable"),
    ],
)
def test_what_is_no_paper_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(ShopError) as refused:
        Document.from_json(json.dumps(json.loads(FIRST_FORM) | change))
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "[]", "7", "{}", "null", "{"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ShopError, match="document_unreadable"):
        Document.from_json(text)


def test_a_receipt_stands_in_the_order_people_read() -> None:
    kinds = [block.kind for block in PAPERS["english"].blocks]
    assert kinds == [
        *["text"] * 4,
        *["rule", "pair", "pair", "rule"],
        *["item"] * 4,
        *["rule", "pair", "pair", "pair", "gap", "pair", "pair", "pair"],
        *["rule", "table", "rule", "text", "text", "gap", "barcode", "gap", "qr"],
    ]


def test_what_a_receipt_does_not_have_leaves_no_trace() -> None:
    document = receipt_document(
        Receipt(
            language="en",
            direction=Direction.LEFT_TO_RIGHT,
            shop_name="Shop",
            header=(),
            title="",
            number="7",
            date="today",
            cashier="",
            till="",
            lines=(ReceiptLine("Soap", "2.00"),),
            totals=(),
            total=Row("TOTAL", "2.00"),
        )
    )
    assert document.blocks == (
        Text("Shop", Style.TITLE),
        Rule(),
        Pair("7", "today", Style.SMALL),
        Rule(RuleStyle.DASHED),
        Item("Soap", "2.00"),
        Rule(RuleStyle.DASHED),
        Pair("TOTAL", "2.00", Style.TOTAL),
        Rule(),
    )
