"""What is printed of a text, how wide it is, where it breaks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.text import cell_width, clean, clusters, fits_page, keep_numbers, plainer, reads_from_left, wrap

TEXTS = st.text(st.characters(min_codepoint=1, max_codepoint=0x2FFFF), max_size=120)
PAPER_WIDTHS = st.integers(min_value=2, max_value=64)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Total", 5),
        ("Итого", 5),
        ("Őszibarack", 10),
        ("e\u0301", 1),
        ("\u200f-25", 3),
        ("日本", 4),
        ("", 0),
    ],
)
def test_width_is_what_is_seen(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\tb\x00\x1bc\x7f\x10", "a bc"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("half \ud83d", "half \ufffd"),
        ("one\u2028two\nthree", "one\ntwo\nthree"),
        ("\u200f-25", "\u200f-25"),
    ],
)
def test_only_what_can_be_printed_stays(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(TEXTS, PAPER_WIDTHS)
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    shown = clean(text)
    lines = wrap(shown, width, cell_width)
    assert "".join(lines).replace(" ", "") == shown.replace("\n", "").replace(" ", "")
    assert all(cell_width(line) <= width for line in lines)
    assert lines


@given(st.text(alphabet="ab\u0301\u0651日", max_size=60), PAPER_WIDTHS)
def test_a_mark_is_never_parted_from_its_letter(tail: str, width: int) -> None:
    assert not any(unicodedata.combining(line[0]) for line in wrap("a" + tail, width, cell_width))


def test_words_break_at_blanks_and_long_words_inside() -> None:
    assert wrap("Chain oil, 742 ml", 9, cell_width) == ["Chain", "oil, 742", "ml"]
    assert wrap("anti-vibration handle", 8, cell_width) == ["anti-vib", "ration", "handle"]
    assert wrap("1\u00a0234,50 RUB", 9, cell_width) == ["1\u00a0234,50", "RUB"]
    assert wrap("two\n\nlines", 9, cell_width) == ["two", "", "lines"]


@given(TEXTS)
def test_clusters_join_to_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("«Лаванда» – 2 × 1\u00a0250 №", "cp866", '"Лаванда" - 2 x 1\u00a0250 №'),
        ("«Lavande» 2 × 12,50 €", "cp858", "«Lavande» 2 × 12,50 €"),
        ("12,50 €, 5 m²", "cp852", "12,50 EUR, 5 m2"),
        ("Őszi", "cp437", "Őszi"),
        ("Ёж", "cp437", "Ёж"),
        ("plain", "cp437", "plain"),
    ],
)
def test_signs_get_plainer_and_letters_stay(text: str, encoding: str, shown: str) -> None:
    assert plainer(text, encoding) == shown


@given(TEXTS, st.sampled_from(["cp437", "cp866", "cp852", "cp858", "cp1251", "cp1256"]))
def test_a_plainer_text_of_a_page_fits_it_or_keeps_its_strangers(text: str, encoding: str) -> None:
    shown = plainer(text, encoding)
    strangers = [character for character in shown if not fits_page(character, encoding)]
    assert all(stranger in text for stranger in strangers)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("إيصال 1-000123", "إيصال \u20661-000123\u2069"),
        ("-25.00", "\u2066-25.00\u2069"),
        ("ضريبة 5.5\u00a0%", "ضريبة \u20665.5\u00a0%\u2069"),
        ("هاتف +971 4 555 0123", "هاتف \u2066+971 4 555 0123\u2069"),
        ("04 555 0123", "\u206604 555 0123\u2069"),
        ("2 × 12.50", "2 × 12.50"),
        ("كريم 75 مل 2", "كريم 75 مل 2"),
        ("21/03/2026", "21/03/2026"),
        ("21/03/2026 14:05", "21/03/2026 14:05"),
        ("6/3/2026 12 14:05", "6/3/2026 12 14:05"),
        ("\u2066-25.00\u2069", "\u2066-25.00\u2069"),
    ],
)
def test_numbers_that_read_from_the_left_keep_their_order_in_arabic(text: str, shown: str) -> None:
    assert keep_numbers(text) == shown


@pytest.mark.parametrize(
    ("text", "own_order"),
    [("1 Main St", True), ("Till 1", True), ("طابق 1, Main St", False), ("12.50 × 2", False), ("", False)],
)
def test_a_text_of_another_script_keeps_its_order(text: str, own_order: bool) -> None:
    assert reads_from_left(text) is own_order
