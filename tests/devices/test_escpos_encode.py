"""Documents as ESC/POS bytes, judged by the printer's head that reads them."""

import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from devices.drivers.escpos.encode import encode
from devices.drivers.escpos.options import Drawing, EscposOptions
from devices.drivers.escpos.raster import BAND_ROWS, raster
from devices.emulators.escpos.mode import CODE_PAGES
from devices.emulators.escpos.parse import realtime_commands
from printing.document import Align, Banner, Direction, Document, Item, Logo, Pair, Qr, Rule, Style, Symbology, Text
from printing.document import Barcode as BarcodeBlock
from printing.layout import lay_out, no_pictures
from printing.metrics import drawn_metrics
from printing.paint import paint_page
from tests.devices.paper import one_paper, printed
from tests.unit.printing.samples import LINK, NUMBER, PAPERS
from tests.unit.printing.test_document import BLOCKS

CP866 = EscposOptions(encoding="cp866", page=17)
CP852 = EscposOptions(encoding="cp852", page=18)
CP858 = EscposOptions(encoding="cp858", page=19)
NARROW = EscposOptions(columns=32, encoding="cp858", page=19)


def paper_of(*blocks: object, direction: Direction = Direction.LEFT_TO_RIGHT) -> Document:
    return Document("en", direction, blocks)  # type: ignore[arg-type]


def job(document: Document, options: EscposOptions = CP858, copy_text: str = "") -> bytes:
    return encode(document, options, no_pictures, copy_text=copy_text)


def test_a_small_paper_byte_by_byte() -> None:
    assert (
        job(paper_of(Text("Shop", Style.STRONG), Pair("Soap", "2.00")), CP866)
        == (
            b"\x1b@\x1c.\x1bR\x00\x1bt\x11\x1b2"  # reset, no Chinese, USA signs, page 17, normal line spacing
            b"\x1b!\x00\x1b!\x00\x1b!\x00\x1bE\x01\x1bM\x00" + b" " * 22 + b"Shop\n"
            b"\x1b!\x00\x1b!\x00\x1b!\x00\x1bE\x00\x1bM\x00Soap" + b" " * 40 + b"2.00\n"
            b"\x1dVB\x00"  # feed to the blade and cut
        )
    )


def test_cyrillic_goes_out_in_the_page_of_the_printer() -> None:
    sent = job(paper_of(Item("Шампунь «Лаванда»", "250,00")), CP866)
    assert 'Шампунь "Лаванда"'.encode("cp866") in sent
    assert b"\x1dv0" not in sent


def test_a_printer_without_a_cutter_feeds_far_enough_to_tear() -> None:
    sent = job(paper_of(Text("x")), EscposOptions(cut=False))
    assert sent.endswith(b"\x1bd\x05")
    assert b"\x1dV" not in sent


@pytest.mark.parametrize(("paper", "options"), [("english", CP858), ("russian", CP866), ("hungarian", CP852)])
def test_a_paper_reads_on_paper_as_it_was_written(paper: str, options: EscposOptions) -> None:
    text = re.sub(r"[ \u00a0]+", " ", one_paper(job(PAPERS[paper], options)).text)
    for block in PAPERS[paper].blocks:
        if isinstance(block, Item):
            assert block.name.split()[0] in text
            assert block.amount.replace("\u00a0", " ") in text


@pytest.mark.parametrize("width_dots", [384, 576])
@pytest.mark.parametrize("native", [False, True])
@pytest.mark.parametrize("paper", ["english", "russian", "arabic"])
def test_codes_are_read_from_the_paper(paper: str, native: bool, width_dots: int) -> None:
    options = EscposOptions(columns=width_dots // 12, encoding="cp866", page=17, native_codes=native)
    picture = one_paper(job(PAPERS[paper], options), width_dots=width_dots).framed()
    assert {code.text for code in zxingcpp.read_barcodes(picture)} == {NUMBER, LINK}


@pytest.mark.parametrize("native", [False, True])
def test_an_ean_is_read_from_the_paper(native: bool) -> None:
    document = paper_of(Text("above"), BarcodeBlock("4006381333931", Symbology.EAN13), Text("below"))
    options = EscposOptions(native_codes=native)
    (code,) = zxingcpp.read_barcodes(one_paper(job(document, options)).framed())
    assert code.text == "4006381333931"


def test_native_codes_are_left_to_the_printer() -> None:
    document = paper_of(BarcodeBlock("7"), Qr("x"))
    sent = job(document, EscposOptions(native_codes=True))
    assert b"\x1dkI\x03{B7" in sent
    assert b"\x1d(k" in sent
    assert b"\x1dk" not in job(document, EscposOptions())


def test_a_line_the_page_lacks_is_drawn_and_the_others_are_not() -> None:
    lines = ("Soap", "Őszi barack", "Salt", "Sugar", "Flour")
    document = paper_of(*(Item(name, "1.00") for name in lines))
    sent = job(document, CP866)
    assert one_paper(sent).text.splitlines() == [f"{name:44}1.00" for name in ("Soap", "Salt", "Sugar", "Flour")]
    as_page = one_paper(job(document, CP852)).picture
    # The drawn line keeps to the printer's cells, so the paper is as long as with a page that has the letters.
    assert one_paper(sent).picture.size == as_page.size
    assert ink_rows(one_paper(sent).picture) == pytest.approx(ink_rows(as_page), rel=0.1)


def ink_rows(picture: Image.Image) -> int:
    rows = range(picture.height)
    return sum(ImageChops.invert(picture.crop((0, row, picture.width, row + 1))).getbbox() is not None for row in rows)


def test_a_paper_the_page_mostly_lacks_is_one_picture() -> None:
    metrics = drawn_metrics(576)
    whole = paint_page(lay_out(PAPERS["russian"], metrics), metrics)
    paper = one_paper(job(PAPERS["russian"], EscposOptions(encoding="cp437", page=0)))
    assert paper.text == "\n"
    assert ImageChops.difference(paper.picture.crop((0, 0, *whole.size)), whole).getbbox() is None


def test_text_only_draws_no_more_than_it_must() -> None:
    sent = job(PAPERS["russian"], EscposOptions(encoding="cp437", page=0, drawing=Drawing.TEXT))
    assert "27 040,00" not in one_paper(sent).text
    assert "21.03.2026 14:05" not in one_paper(sent).text
    assert NUMBER in one_paper(sent).text


@pytest.mark.parametrize("options", [CP858, EscposOptions(drawing=Drawing.PICTURE), NARROW])
def test_arabic_is_a_picture_as_on_the_screen(options: EscposOptions) -> None:
    metrics = drawn_metrics(options.width_dots)
    whole = paint_page(lay_out(PAPERS["arabic"], metrics), metrics)
    paper = one_paper(job(PAPERS["arabic"], options), width_dots=options.width_dots)
    assert ImageChops.difference(paper.picture.crop((0, 0, *whole.size)), whole).getbbox() is None


def test_arabic_letters_are_never_left_to_the_printer() -> None:
    """Its page may have them, but it would neither join nor turn them."""
    document = paper_of(*(Item(name, "1.00") for name in ("Soap", "شامبو", "Salt", "Sugar", "Flour")))
    sent = job(document, EscposOptions(encoding="cp1256", page=50))
    assert "شامبو".encode("cp1256") not in sent
    assert len(one_paper(sent).text.splitlines()) == 4


def test_a_copy_says_so_white_on_black() -> None:
    paper = one_paper(job(PAPERS["english"], copy_text="COPY"))
    assert paper.text.splitlines()[0].strip() == "COPY"
    bar = ImageChops.invert(paper.picture.crop((0, 0, 576, 48))).getbbox()
    assert bar is not None
    assert bar[2] - bar[0] == 6 * 24
    assert paper.picture.getpixel((bar[0] + 2, 2)) == 0


def test_a_long_banner_stays_on_the_paper() -> None:
    paper = one_paper(job(paper_of(Banner("TRAINING " * 9)), NARROW), width_dots=384)
    assert " ".join(paper.text.split()) == " ".join(["TRAINING"] * 9)


def test_a_logo_is_printed_in_the_middle(logo: bytes) -> None:
    sent = encode(paper_of(Logo("x"), Text("y")), CP858, lambda _digest: logo)
    picture = one_paper(sent).picture
    ink = ImageChops.invert(picture.crop((0, 0, 576, 150))).getbbox()
    assert ink is not None
    assert abs(ink[0] - (576 - ink[2])) <= 8


def test_without_font_b_small_text_is_normal() -> None:
    with_b = one_paper(job(paper_of(Text("x" * 60, Style.SMALL, Align.START))))
    without = one_paper(job(paper_of(Text("x" * 60, Style.SMALL, Align.START)), EscposOptions(small=False)))
    assert with_b.text.splitlines() == ["x" * 60]
    assert without.text.splitlines() == ["x" * 48, "x" * 12]


ANY_TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x1FFFF), max_size=40)


@given(ANY_TEXT, ANY_TEXT, st.sampled_from(sorted(CODE_PAGES)), st.sampled_from(Drawing), st.sampled_from(Direction))
@settings(max_examples=120, deadline=None)
def test_any_text_prints_on_any_page(name: str, amount: str, page: int, drawing: Drawing, direction: Direction) -> None:
    document = paper_of(Item(name, amount, ((amount, name),)), Text(name, Style.TITLE), direction=direction)
    options = EscposOptions(columns=32, encoding=CODE_PAGES[page], page=page, drawing=drawing)
    sent = job(document, options)
    (paper,) = printed(sent, width_dots=384)
    assert paper.remarks == ()
    assert realtime_commands(sent) == ([], b"")


@given(st.lists(BLOCKS, max_size=4).map(tuple), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_paper_prints(blocks: tuple[object, ...], native: bool) -> None:
    sent = job(paper_of(*blocks), EscposOptions(native_codes=native))
    assert all(paper.remarks == () for paper in printed(sent))


@given(st.binary(min_size=72, max_size=9 * BAND_ROWS))
def test_no_picture_holds_a_real_time_command(dots: bytes) -> None:
    """They would open the drawer, clear the buffer, or put a status byte between two others."""
    rows = len(dots) // 9
    mixed = bytes(0x10 if byte < 64 else (0x04, 0x05, 0x14)[byte % 3] if byte < 160 else byte for byte in dots)
    picture = Image.frombytes("1", (72, rows), mixed[: rows * 9], "raw", "1;I")
    assert realtime_commands(raster(picture) + b"\n") == ([], b"")
    (paper,) = printed(b"\x1b@" + raster(picture))
    came_out = paper.picture.crop((0, 0, 72, rows))
    # Ink is only ever added, and at most a dot for each byte that had to change.
    assert ImageChops.subtract(came_out.convert("L"), picture.convert("L")).getbbox() is None
    added = ImageChops.subtract(picture.convert("L"), came_out.convert("L")).histogram()[255]
    assert added == len(re.findall(rb"\x10[\x04\x05\x14]", mixed[: rows * 9]))


def test_white_at_the_right_is_not_sent() -> None:
    picture = Image.new("1", (576, 40), 255)
    picture.paste(0, (0, 0, 10, 40))
    assert raster(picture) == b"\x1dv0\x00\x02\x00\x28\x00" + b"\xff\xc0" * 40


def test_a_rule_reaches_from_edge_to_edge() -> None:
    picture = one_paper(job(paper_of(Rule()))).picture
    assert ImageChops.invert(picture).getbbox() == (0, 3, 576, 5)
