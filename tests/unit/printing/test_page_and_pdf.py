"""The paper on a screen and as a file to send."""

import re
import zlib
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from printing.document import Banner, Barcode, Direction, Document, Item, Logo, Pair, Qr, Table, Text
from printing.html import paper_html
from printing.pdf import paper_pdf
from tests.unit.printing.samples import PAPERS
from tests.unit.printing.test_document import BLOCKS

MADE_AT = datetime(2026, 3, 21, 14, 5, tzinfo=UTC)
VOID = {"hr", "br", "img", "path"}


class Tree(HTMLParser):
    """Checks that elements nest, and collects tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(document: Document, copy_text: str = "") -> Tree:
    tree = Tree()
    tree.feed(str(paper_html(document, lambda digest: f"/logo/{digest}", copy_text=copy_text)))
    tree.close()
    assert tree.open == []
    return tree


@pytest.mark.parametrize("paper", PAPERS)
def test_the_page_says_all_that_the_paper_says(paper: str) -> None:
    document = PAPERS[paper]
    tree = page_of(document)
    said = re.sub("[\u2066\u2069]", "", tree.text)
    for block in document.blocks:
        if isinstance(block, Item):
            assert block.name in said
            assert block.amount in said
        elif isinstance(block, Text):
            assert block.text in said
        elif isinstance(block, Pair):
            assert block.label in said
            assert block.value in said
    assert ("lang", document.language) in tree.attributes
    assert ("dir", document.direction.value) in tree.attributes


@given(st.builds(Document, st.just("en"), st.sampled_from(Direction), st.lists(BLOCKS, max_size=4).map(tuple)))
@settings(max_examples=60, deadline=None)
def test_any_paper_is_a_whole_page_without_scripts_or_styles(document: Document) -> None:
    tree = page_of(document)
    assert not {"script", "style"} & set(tree.tags)
    assert not any(name == "style" or name.startswith("on") for name, _ in tree.attributes)


def test_what_people_wrote_is_escaped() -> None:
    evil = "<script>alert('1')</script>"
    blocks = (
        Text(evil),
        Pair(evil, evil),
        Item(evil, evil, ((evil, evil),)),
        Table(((evil,), (evil,))),
        Banner(evil),
        Barcode(evil),
        Qr(evil, evil),
        Logo(evil),
    )
    page = paper_html(Document(evil, Direction.LEFT_TO_RIGHT, blocks), lambda digest: digest, copy_text=evil)
    assert "<script" not in page
    assert str(escape(evil)) in page


def test_a_copy_and_a_logo_are_shown() -> None:
    document = Document("en", Direction.LEFT_TO_RIGHT, (Logo("ab12"), Text("two\nlines")))
    tree = page_of(document, copy_text="COPY")
    assert tree.text.startswith("COPY")
    assert ("src", "/logo/ab12") in tree.attributes
    assert "br" in tree.tags


def test_codes_on_the_page_are_drawings_with_a_name() -> None:
    tree = page_of(PAPERS["english"])
    assert tree.tags.count("svg") == 2
    assert ("aria-label", "1-000123") in tree.attributes


def page_size_mm(pdf: bytes) -> tuple[float, float]:
    found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert found
    return float(found[1]) / 72 * 25.4, float(found[2]) / 72 * 25.4


def content(pdf: bytes) -> bytes:
    """The unpacked streams of the file."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x")


@pytest.mark.parametrize(("width", "paper_mm"), [(384, 56), (576, 80)])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_pdf_is_as_wide_as_the_paper_and_brings_its_letters(paper: str, width: int, paper_mm: float) -> None:
    pdf = paper_pdf(PAPERS[paper], width, MADE_AT)
    assert pdf.startswith(b"%PDF-")
    assert page_size_mm(pdf)[0] == pytest.approx(paper_mm, abs=0.1)
    assert b"DejaVuSansCondensed" in pdf
    assert b"/FontFile2" in pdf


def test_a_pdf_of_the_same_paper_is_the_same_file() -> None:
    assert paper_pdf(PAPERS["english"], 576, MADE_AT) == paper_pdf(PAPERS["english"], 576, MADE_AT)


def test_a_copy_and_a_logo_make_the_pdf_longer(logo: bytes) -> None:
    document = Document("en", Direction.LEFT_TO_RIGHT, (Logo("x"), Text("below")))
    plain = paper_pdf(document, 576, MADE_AT)
    full = paper_pdf(document, 576, MADE_AT, copy_text="COPY", pictures=lambda _digest: logo)
    assert page_size_mm(full)[1] > page_size_mm(plain)[1]
    assert b"/Image" in full
    # The only box of such a paper is the black one behind the word.
    assert content(plain).count(b" re f") == 0
    assert content(full).count(b" re f") == 1


@given(st.builds(Document, st.just("en"), st.sampled_from(Direction), st.lists(BLOCKS, max_size=3).map(tuple)))
@settings(max_examples=15, deadline=None)
def test_any_paper_becomes_a_pdf(document: Document) -> None:
    assert paper_pdf(document, 384, MADE_AT).startswith(b"%PDF-")
