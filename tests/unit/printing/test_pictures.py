"""The paper as dots: golden pictures that were looked at, and codes that a reader reads.

After a wanted change of the design, the picture that a failing test leaves behind takes the place of the golden one,
once somebody has looked at it.
"""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from printing.document import Align, Barcode, Direction, Document, Logo, Qr, Rule, Style, Symbology, Text
from printing.layout import lay_out
from printing.logo import logo_picture
from printing.metrics import drawn_metrics
from printing.paint import paint_page
from printing.png import MARGIN_DOTS, paper_png
from tests.support.decoders import DECODERS
from tests.unit.printing.samples import LINK, NUMBER, PAPERS

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (384, 576)


def drawn(document: Document, width: int) -> Image.Image:
    metrics = drawn_metrics(width)
    return paint_page(lay_out(document, metrics), metrics)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("paper", PAPERS)
def test_papers_look_as_they_were_approved(paper: str, width: int, tmp_path: Path) -> None:
    picture = drawn(PAPERS[paper], width)
    golden = GOLDEN / f"{paper}-{width}.png"
    picture.save(tmp_path / golden.name)
    assert golden.exists(), f"nobody has approved {tmp_path / golden.name}"
    with Image.open(golden) as approved:
        assert approved.size == picture.size
        difference = ImageChops.difference(approved.convert("1"), picture).getbbox()
    assert difference is None, f"{tmp_path / golden.name} differs from the golden picture in {difference}"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("paper", ["english", "russian", "arabic"])
def test_readers_read_both_codes(paper: str, width: int) -> None:
    picture = drawn(PAPERS[paper], width)
    for decoder in DECODERS:
        assert decoder(picture) == [("CODE128", NUMBER), ("QRCODE", LINK)]


@pytest.mark.parametrize("width", WIDTHS)
def test_readers_read_both_codes_off_a_printer_of_300_dots_per_inch(width: int) -> None:
    """As a paper from the browser comes out of one: each module gets the dots nearest to it, now more, now fewer."""
    picture = drawn(PAPERS["english"], width)
    size = (picture.width * 300 // 203, picture.height * 300 // 203)
    picture = picture.resize(size, Image.Resampling.NEAREST)
    assert picture.mode == "1"
    for decoder in DECODERS:
        assert decoder(picture) == [("CODE128", NUMBER), ("QRCODE", LINK)]


@pytest.mark.parametrize("width_mm", [48, 72])
def test_a_printer_of_300_dots_per_inch_draws_all_as_large_and_readers_read_both_codes(width_mm: int) -> None:
    plain, fine = (
        paint_page(lay_out(PAPERS["english"], metrics), metrics)
        for metrics in (drawn_metrics(width_mm * dots_per_mm, dots_per_mm) for dots_per_mm in (8, 12))
    )
    assert fine.width / 12 == plain.width / 8
    assert fine.height / 12 == pytest.approx(plain.height / 8, rel=0.05)
    for decoder in DECODERS:
        assert decoder(fine) == [("CODE128", NUMBER), ("QRCODE", LINK)]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_ean_is_read(width: int) -> None:
    paper = Document("en", Direction.LEFT_TO_RIGHT, (Text("above"), Barcode("4006381333931", Symbology.EAN13)))
    picture = drawn(paper, width)
    for decoder in DECODERS:
        assert decoder(picture) == [("EAN13", "4006381333931")]


def test_a_wrong_check_digit_is_written_not_drawn() -> None:
    paper = Document("en", Direction.LEFT_TO_RIGHT, (Barcode("4006381333932", Symbology.EAN13),))
    picture = drawn(paper, 576)
    assert [decoder(picture) for decoder in DECODERS] == [[], []]


def test_a_long_link_still_fits_58_mm_and_is_read() -> None:
    link = "https://shop.example/r/" + "0198c2a4-" * 12
    paper = Document("en", Direction.LEFT_TO_RIGHT, (Text("above"), Qr(link), Text("below")))
    picture = drawn(paper, 384)
    for decoder in DECODERS:
        assert decoder(picture) == [("QRCODE", link)]


def test_nothing_is_drawn_outside_its_row() -> None:
    """Letters with marks above and tails below stay apart from the line before and after."""
    lines = tuple(Text("ŐÅÇgjpyЙЁ", style) for style in (Style.NORMAL, Style.STRONG, Style.SMALL, Style.TITLE))
    paper = Document("en", Direction.LEFT_TO_RIGHT, lines)
    metrics = drawn_metrics(576)
    page = lay_out(paper, metrics)
    whole = paint_page(page, metrics)
    top = 0
    for row, block in zip(page.rows, lines, strict=True):
        alone = drawn(Document("en", Direction.LEFT_TO_RIGHT, (block,)), 576)
        strip = whole.crop((0, top, 576, top + row.height))
        assert ImageChops.difference(strip, alone).getbbox() is None
        top += row.height


def test_words_of_a_line_stand_on_one_baseline() -> None:
    """Flat letters end on the same row of dots, whatever else is in their word."""
    words = [
        drawn(Document("en", Direction.LEFT_TO_RIGHT, (Text(word, Style.SMALL, Align.START),)), 384)
        for word in ("hi", "nnn", "HHH", "mikado")
    ]
    ends = {box[3] for word in words if (box := ImageChops.invert(word).crop((0, 0, 9, 40)).getbbox())}
    assert len(ends) == 1


def test_a_png_has_soft_letters_and_a_margin() -> None:
    with Image.open(io.BytesIO(paper_png(PAPERS["english"], 384, copy_text="COPY"))) as picture:
        assert picture.mode == "L"
        assert picture.width == 384 + 2 * MARGIN_DOTS
        assert len(picture.getcolors() or ()) > 2
        ink = ImageChops.invert(picture).getbbox()
    assert ink is not None
    assert ink[0] >= MARGIN_DOTS
    assert ink[2] <= 384 + MARGIN_DOTS


def test_rules_reach_from_edge_to_edge() -> None:
    picture = drawn(Document("en", Direction.LEFT_TO_RIGHT, (Rule(),)), 576)
    assert ImageChops.invert(picture).getbbox() == (0, 9, 576, 11)


def test_a_transparent_logo_stands_on_white(logo: bytes) -> None:
    picture = logo_picture(logo, 576)
    assert picture is not None
    assert picture.getpixel((0, 0)) == 255
    assert picture.getpixel((picture.width // 2, picture.height // 2)) == 0
    paper = Document("en", Direction.LEFT_TO_RIGHT, (Logo("x"),))
    metrics = drawn_metrics(576)
    page = paint_page(lay_out(paper, metrics, pictures=lambda _digest: logo), metrics)
    assert ImageChops.invert(page).getbbox() is not None


@pytest.mark.parametrize("file", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n broken"])
def test_a_broken_logo_is_no_logo(file: bytes) -> None:
    assert logo_picture(file, 576) is None
