"""Where things stand on the paper."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing.document import Align, Banner, Barcode, Direction, Document, Item, Logo, Pair, Qr, Style, Table, Text
from printing.layout import BarcodeRow, LogoRow, Page, QrRow, Run, TextRow, lay_out
from printing.metrics import Metrics, drawn_metrics, printer_metrics
from tests.unit.printing.samples import PAPERS
from tests.unit.printing.test_document import BLOCKS

WIDTHS = (384, 576)
METRICS = [
    *(pytest.param(drawn_metrics(width), id=f"drawn-{width}") for width in WIDTHS),
    *(pytest.param(printer_metrics(width, "cp858"), id=f"printer-{width}") for width in WIDTHS),
    pytest.param(printer_metrics(384, "cp858", small=False), id="printer-384-without-font-b"),
]


def page_of(*blocks: object, metrics: Metrics, direction: Direction = Direction.LEFT_TO_RIGHT) -> Page:
    return lay_out(Document("en", direction, blocks), metrics)  # type: ignore[arg-type]


def texts(page: Page) -> list[list[str]]:
    return [[run.text for run in row.runs] for row in page.rows if isinstance(row, TextRow)]


def rows(page: Page) -> list[TextRow]:
    return [row for row in page.rows if isinstance(row, TextRow)]


@pytest.mark.parametrize("metrics", METRICS)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_box_is_on_the_paper_and_holds_its_text(paper: str, metrics: Metrics) -> None:
    for row in rows(lay_out(PAPERS[paper], metrics, copy_text="COPY")):
        for run in row.runs:
            assert run.x >= 0
            assert run.x + run.width <= metrics.width
            assert metrics.measure(run.text, row.style) <= run.width


@pytest.mark.parametrize("metrics", METRICS)
@pytest.mark.parametrize("paper", PAPERS)
def test_boxes_of_a_row_do_not_overlap(paper: str, metrics: Metrics) -> None:
    for row in rows(lay_out(PAPERS[paper], metrics)):
        boxes = sorted((run.x, run.x + run.width) for run in row.runs)
        assert all(left[1] <= right[0] for left, right in pairwise(boxes))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(BLOCKS, max_size=4).map(tuple),
    st.sampled_from(Direction),
    st.sampled_from([drawn_metrics(384), printer_metrics(576, "cp866")]),
)
def test_any_paper_is_laid_out(blocks: tuple[object, ...], direction: Direction, metrics: Metrics) -> None:
    page = page_of(*blocks, metrics=metrics, direction=direction)
    assert page.height == sum(row.height for row in page.rows)


@pytest.mark.parametrize("metrics", METRICS)
def test_an_amount_ends_at_the_edge_beside_the_last_words_of_its_name(metrics: Metrics) -> None:
    name = "Chainsaw with an easy start, anti-vibration handle, spare chain and a carrying case of steel"
    page = page_of(Item(name, "1\u00a0229.00"), metrics=metrics)
    *first, last = rows(page)
    assert first
    assert all(len(row.runs) == 1 for row in first)
    amount = last.runs[1]
    assert amount.x + amount.width == metrics.width
    assert " ".join(run.text for row in rows(page) for run in row.runs[:1]) == name
    assert metrics.prepare("1\u00a0229.00") == amount.text


@pytest.mark.parametrize("metrics", METRICS)
def test_an_amount_that_leaves_no_room_gets_its_own_line(metrics: Metrics) -> None:
    value = "9" * (metrics.width * 3 // 4 // metrics.measure("9", Style.NORMAL))
    assert texts(page_of(Pair("A label of several words", value, Style.NORMAL), metrics=metrics))[-1] == [value]


@pytest.mark.parametrize("metrics", METRICS)
def test_a_total_too_wide_to_be_wide_is_tall(metrics: Metrics) -> None:
    long_value = "9" * (metrics.width // metrics.measure("9", Style.TOTAL) - 4)
    assert rows(page_of(Pair("Sum", "1.00", Style.TOTAL), metrics=metrics))[0].style is Style.TOTAL
    assert rows(page_of(Pair("TOTAL", long_value, Style.TOTAL), metrics=metrics))[0].style is Style.TALL


def test_a_paper_from_the_right_is_the_mirror_of_one_from_the_left() -> None:
    metrics = printer_metrics(384, "cp437")
    blocks = (Item("Soap", "2.00", (("2 x 1.00", ""),)), Text("centre"), Table((("a", "b"), ("c", "d"))))
    left = page_of(*blocks, metrics=metrics)
    right = page_of(*blocks, metrics=metrics, direction=Direction.RIGHT_TO_LEFT)
    other = {Align.START: Align.END, Align.END: Align.START, Align.CENTER: Align.CENTER}
    for before, after in zip(rows(left), rows(right), strict=True):
        mirrored = [Run(run.text, 384 - run.x - run.width, run.width, other[run.align]) for run in before.runs]
        assert list(after.runs) == mirrored


def test_figures_of_a_table_end_in_their_columns() -> None:
    metrics = printer_metrics(576, "cp437")
    page = page_of(Table((("VAT", "Net", "Gross"), ("A 20 %", "1,050.00", "1,260.00"))), metrics=metrics)
    ends = [[run.x + run.width for run in row.runs[1:]] for row in rows(page)]
    assert ends[0] == ends[1]
    assert ends[0][-1] == metrics.width


def test_a_table_too_wide_for_the_paper_is_stacked() -> None:
    metrics = printer_metrics(288, "cp437")
    heading = ("Rate", "Net amount", "Tax amount", "Gross amount")
    page = page_of(Table((heading, ("20 %", "1.00", "0.20", "1.20"))), metrics=metrics)
    assert texts(page) == [["20 %"], ["Net amount", "1.00"], ["Tax amount", "0.20"], ["Gross amount", "1.20"]]


def test_an_empty_table_is_nothing() -> None:
    assert page_of(Table(()), metrics=drawn_metrics(384)).rows == ()


@pytest.mark.parametrize("width", WIDTHS)
def test_codes_have_whole_dots_and_quiet_zones(width: int) -> None:
    page = lay_out(PAPERS["english"], drawn_metrics(width))
    (bars,) = (row for row in page.rows if isinstance(row, BarcodeRow))
    (code,) = (row for row in page.rows if isinstance(row, QrRow))
    assert bars.dots >= 2
    assert (len(bars.modules) + 22) * bars.dots <= width
    assert code.dots >= 4
    assert (len(code.modules) + 8) * code.dots <= width


@pytest.mark.parametrize("value", ["", "Чек 7", "1" * 200])
def test_what_no_barcode_can_hold_is_written(value: str) -> None:
    page = page_of(Barcode(value), metrics=drawn_metrics(384))
    assert not any(isinstance(row, BarcodeRow) for row in page.rows)
    assert "".join(run.text for row in rows(page) for run in row.runs).replace(" ", "") == value.replace(" ", "")


def test_a_link_too_long_for_a_qr_code_is_written() -> None:
    page = page_of(Qr("x" * 3000), metrics=drawn_metrics(384))
    assert not any(isinstance(row, QrRow) for row in page.rows)
    assert "".join(run.text for row in rows(page) for run in row.runs) == "x" * 3000


def test_a_copy_says_so_above_everything() -> None:
    page = lay_out(PAPERS["english"], drawn_metrics(384), copy_text="COPY")
    first = rows(page)[0]
    assert (first.runs[0].text, first.inverted) == ("COPY", True)
    assert page.rows[2:] == lay_out(PAPERS["english"], drawn_metrics(384)).rows


def test_a_banner_too_long_is_broken_not_lost() -> None:
    page = page_of(Banner("TRAINING PAPER OF NO VALUE"), metrics=printer_metrics(288, "cp437"))
    assert all(row.inverted for row in rows(page))
    assert " ".join(run.text for row in rows(page) for run in row.runs) == "TRAINING PAPER OF NO VALUE"


def test_a_logo_is_found_by_its_digest_or_left_out(logo: bytes) -> None:
    document = Document("en", Direction.LEFT_TO_RIGHT, (Logo("known"), Logo("gone"), Logo("broken")))
    files = {"known": logo, "broken": b"no picture"}
    page = lay_out(document, drawn_metrics(384), pictures=files.get)
    (shown,) = (row for row in page.rows if isinstance(row, LogoRow))
    assert shown.picture.mode == "1"
    assert shown.picture.width <= 288
    assert shown.height <= 160
