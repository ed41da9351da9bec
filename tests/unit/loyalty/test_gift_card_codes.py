"""Codes of gift cards: drawn, checked, and compared as people type them."""

import pytest

from app.core.errors import BadInput
from loyalty.gift_cards.codes import LENGTH, checked_own_code, is_mistyped, key_of, last_signs, new_code, shown_code


def test_own_codes_differ_and_a_wrong_figure_is_known_as_such() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert len(code) == LENGTH
        assert not is_mistyped(code)
        wrong = code[:5] + str((int(code[5]) + 1) % 10) + code[6:]
        assert is_mistyped(wrong)


def test_a_code_is_found_however_it_is_written() -> None:
    code = new_code()
    assert key_of(shown_code(code)) == key_of(code) == key_of(f" {code[:8]}-{code[8:]} ")
    assert (shown_code("gc-17"), key_of("gc-17"), is_mistyped("gc-17")) == ("gc-17", "GC17", False)
    assert last_signs(code) == f"…{code[-4:]}"


def test_what_is_short_is_no_code_but_perhaps_an_amount() -> None:
    assert checked_own_code(" GC-0000 17 ") == "GC-000017"
    for short in ("50", "100.00", "GC-00-17"):
        with pytest.raises(BadInput, match="gift_card_code_short"):
            checked_own_code(short)
