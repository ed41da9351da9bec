"""Price tags: what stands where, and that foreign readers read every code off the printed dots."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PIL import Image

from app.core.errors import BadInput
from printing.codes import data_matrix_modules
from printing.document import Direction
from printing.labels.bars import bars_of
from printing.labels.layout import LaidTag, lay_out_tag
from printing.labels.paint import paint_tag
from printing.labels.tag import CodeKind, LabelStock, PriceTag
from tests.support.decoders import DECODERS, read_by_zxing

SIZES = ((58, 40), (58, 30), (43, 25), (30, 20))
LONG = "Work trousers Forest green XL with reinforced knees and eleven pockets for everything one needs"
TAGS = (
    PriceTag("Хлеб ржаной «Столичный» нарезанный, 650 г", "45.50 RUB", code="4607001771234", article="1044"),
    PriceTag("Screwdriver", "1 249.00 EUR", "2 442.83 BGN", code="96385074", article="SD-12"),
    PriceTag(LONG, "12 999.99 EUR", "25 425.79 BGN", "1 pair", "A-1234", old_price="14 999.99 EUR"),
    PriceTag("خبز أسمر مقطع", "12.50 AED", unit="1 kg", code="036000291452", direction=Direction.RIGHT_TO_LEFT),
    PriceTag("Own code with a slip", "1.00 EUR", code="4006381333932"),
)
READ = (
    ("EAN13", "4607001771234"),
    ("EAN8", "96385074"),
    ("CODE128", "A-1234"),
    ("EAN13", "0036000291452"),
    ("CODE128", "4006381333932"),
)
SQUARE_TAGS = tuple(replace(tag, code_kind=CodeKind.DATA_MATRIX) for tag in TAGS)
GAP_DOTS = 40
ORDER = ("13.69 BGN", "9.00 EUR", "10")


def laid(tag: PriceTag, size: tuple[int, int], dpi: int = 203) -> LaidTag:
    return lay_out_tag(tag, LabelStock(*size, dpi))


def rolled(tags: Sequence[PriceTag], size: tuple[int, int], dpi: int) -> Image.Image:
    """All tags on one sheet, as a roll of them comes out of the printer."""
    labels = [paint_tag(laid(tag, size, dpi)) for tag in tags]
    sheet = Image.new("1", (labels[0].width, sum(label.height + GAP_DOTS for label in labels)), 255)
    top = 0
    for label in labels:
        assert label.mode == "1"
        sheet.paste(label, (0, top))
        top += label.height + GAP_DOTS
    return sheet


@pytest.mark.parametrize("dpi", [203, 300])
def test_every_code_is_read_back_off_the_dots(dpi: int) -> None:
    for size in SIZES[:2]:
        roll = rolled(TAGS, size, dpi)
        for decoder in DECODERS:
            assert decoder(roll) == sorted(READ)


@pytest.mark.parametrize("dpi", [203, 300])
def test_every_data_matrix_is_read_back_off_labels_of_each_size(dpi: int) -> None:
    for size in SIZES:
        assert read_by_zxing(rolled(SQUARE_TAGS, size, dpi)) == sorted(("DATAMATRIX", tag.code) for tag in TAGS)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_leaves_the_label_or_covers_anything(size: tuple[int, int]) -> None:
    for tag in (*TAGS, *SQUARE_TAGS):
        for dpi in (203, 300):
            stock = LabelStock(*size, dpi)
            found = lay_out_tag(tag, stock)
            boxes = [
                (text.x, text.baseline - text.face.size * 3 // 4, text.x + text.width, text.baseline)
                for text in found.texts
            ]
            if found.bars is not None:
                bars = found.bars
                boxes.append((bars.x, bars.y, bars.x + bars.width, bars.y + bars.height))
                assert bars.x >= 11 * bars.dots
                assert bars.x + bars.width + 7 * bars.dots <= stock.width_dots
            if found.matrix is not None:
                matrix, quiet = found.matrix, found.matrix.dots
                ends = (matrix.x + matrix.side + quiet, matrix.y + matrix.side + quiet)
                boxes.append((matrix.x - quiet, matrix.y - quiet, *ends))
            for place, (left, top, right, bottom) in enumerate(boxes):
                assert 0 <= left < right <= stock.width_dots
                assert 0 <= top < bottom <= stock.height_dots
                for other in boxes[:place]:
                    apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                    assert apart, (tag.name, size, dpi, other, boxes[place])


def test_only_a_name_is_ever_cut() -> None:
    for tag in (*TAGS, *SQUARE_TAGS):
        for size in SIZES:
            said = {text.text for text in laid(tag, size).texts}
            assert tag.price in said
            rest = said - {
                tag.price,
                tag.old_price,
                tag.second_price,
                tag.unit,
                tag.article,
                *(value for _, value in READ),
                tag.code,
            }
            assert all(line.removesuffix("…") in tag.name for line in rest)


def test_a_long_name_is_cut_and_a_short_one_is_large() -> None:
    long, short = laid(TAGS[2], SIZES[0]).texts, laid(TAGS[1], SIZES[0]).texts
    assert long[1].text.endswith("…")
    assert short[0].face.size > long[0].face.size


def test_an_old_price_is_struck_out_and_no_other() -> None:
    found = laid(TAGS[2], SIZES[0])
    assert [text.text for text in found.texts if text.struck] == ["14 999.99 EUR"]
    (old,) = (text for text in found.texts if text.struck)
    line = paint_tag(found).crop((old.x, old.baseline - old.face.size, old.x + old.width, old.baseline))
    rows = [line.crop((0, row, line.width, row + 1)).getcolors() for row in range(line.height)]
    assert [(line.width, 0)] in rows


def test_what_laws_ask_for_stays_longest() -> None:
    tag = PriceTag(LONG, "7.00 EUR", "13.69 BGN", code="96385074", article="10", old_price="9.00 EUR")
    beside = [[text.text for text in laid(tag, size).texts if text.text in ORDER] for size in SIZES]
    assert beside == [["13.69 BGN", "9.00 EUR", "10"], *[["13.69 BGN", "9.00 EUR"]] * 2, []]


def test_what_runs_from_the_right_begins_there() -> None:
    found = laid(TAGS[3], SIZES[0])
    name, price = found.texts[0], next(text for text in found.texts if text.text == TAGS[3].price)
    assert name.x + name.width > found.stock.width_dots * 9 // 10
    assert price.x < found.stock.width_dots // 10
    square = laid(SQUARE_TAGS[3], SIZES[0]).matrix
    assert square is not None
    assert square.x + square.side > found.stock.width_dots * 9 // 10


def test_codes_that_nothing_holds_stay_away() -> None:
    assert bars_of("Ж") is None
    assert bars_of("") is None
    for kind in CodeKind:
        found = laid(PriceTag("Tea", "1.00", code="A" * 300, code_kind=kind), SIZES[0])
        assert (found.bars, found.matrix) == (None, None)
        assert laid(PriceTag("Tea", "1.00", code_kind=kind), SIZES[0]).matrix is None
    assert laid(PriceTag("Tea", "1.00", code="Ж", code_kind=CodeKind.DATA_MATRIX), SIZES[0]).matrix is None
    assert data_matrix_modules("A" * 3000) is None
    assert laid(PriceTag("", ""), SIZES[3]).texts


@pytest.mark.parametrize(("width", "height", "dpi"), [(10, 40, 203), (58, 500, 203), (58, 40, 600)])
def test_labels_that_do_not_exist_are_refused(width: int, height: int, dpi: int) -> None:
    with pytest.raises(BadInput, match="label_"):
        LabelStock(width, height, dpi)
