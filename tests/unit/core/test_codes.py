"""Codes of goods: which are the same, which may be kept, which look like a slip."""

import pytest
from stdnum import ean

from app.core.codes import checked_code, has_wrong_check_digit, match_code
from app.core.errors import BadInput


@pytest.mark.parametrize(
    "code", ["012345678905", "0012345678905", "00012345678905", " 0012345678905\r\n", "0012345678905\x00"]
)
def test_one_number_in_every_length_is_one_code(code: str) -> None:
    assert match_code(code) == "00012345678905"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10012345678902", "0012345678905"),  # the indicator of an outer box makes another code
        ("12345", "0012345"),  # a number of the shop's own has no zeros to spare
        ("96385074", "96385075"),
        ("A-1", "A1"),
    ],
)
def test_other_numbers_are_other_codes(one: str, other: str) -> None:
    assert match_code(one) != match_code(other)


def test_capitals_do_not_matter() -> None:
    assert match_code("ab-12") == match_code("AB-12")


@pytest.mark.parametrize("digits", ["4006381333931", "96385074", "012345678905", "10012345678902"])
def test_a_right_check_digit_is_no_slip(digits: str) -> None:
    assert ean.is_valid(digits)
    assert not has_wrong_check_digit(digits)


@pytest.mark.parametrize("digits", ["4006381333932", "96385070", "1234567890123"])
def test_a_wrong_check_digit_is_a_slip(digits: str) -> None:
    assert has_wrong_check_digit(digits)


@pytest.mark.parametrize("code", ["12345", "ABC-77", "123456789012A", "١٢٣٤٥٦٧٨"])
def test_only_numbers_of_that_length_have_a_check_digit(code: str) -> None:
    assert not has_wrong_check_digit(code)


def test_a_code_is_kept_trimmed_as_it_is_written() -> None:
    assert checked_code(" ab-12 \n") == "ab-12"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "code_empty"),
        ("  ", "code_empty"),
        ("1" * 81, "code_too_long"),
        ("12 34", "code_unprintable"),
        ("12\t34", "code_unprintable"),
        ("ШК-12", "code_unprintable"),
        ("12\u200b34", "code_unprintable"),
    ],
)
def test_what_no_label_can_show_is_refused(code: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_code(code)
    assert refused.value.code == why
    assert refused.value.path == "code"
