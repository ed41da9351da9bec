"""Text as it is searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import fold, in_other_layout


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ёлка", "елка"),
        ("ЕЛКА", "елка"),
        ("Crème Brûlée", "creme brulee"),
        ("Straße", "strasse"),
        ("Łódź øre", "lodz ore"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("  two \t words\n", "two words"),
        ("«Берёза», 400 мл!", "береза 400 мл!".replace("!", "")),
        ("3,5 × 40", "3.5x40"),
        ("3.5 х 40", "3.5x40"),
        ("3,5*40", "3.5x40"),
        ("3.5x\x1b40", "3.5x40"),
        ("WD-40", "wd-40"),
        ("100 %", "100 %"),
        ("½", "1⁄2"),
        ("a\x00b", "a b"),
        ("", ""),
    ],
)
def test_ways_of_writing_become_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert "\n" not in once
    assert "^" not in once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lhtkm", "дрель"),
        (",thtpf", "береза"),
        ("`krf", "ёлка"),
        ("[jkjlbkmybr", "холодильник"),
        ("ищыср", "bosch"),
        ("БОСХ", ",jc["),
        ("12345", "12345"),
    ],
)
def test_the_other_layout(typed: str, meant: str) -> None:
    assert in_other_layout(typed) == meant


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя "))
def test_there_and_back(text: str) -> None:
    latin = in_other_layout(text)
    assert in_other_layout(latin) == text or not latin.strip()
