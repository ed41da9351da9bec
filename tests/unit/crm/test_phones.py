"""Phones as people type them."""

import pytest

from app.crm.phones import normal_phone, typed_digits

SOFIA = "+359888123456"
TYPED = (
    "0888123456",
    "0888 123 456",
    "088 812 34 56",
    "088/812-34-56",
    "0888.123.456",
    "(0888) 123 456",
    "0888-123-456",
    "888123456",
    "+359888123456",
    "+359 888 123 456",
    "+359 (88) 812 3456",
    "+359 (0) 888 123 456",
    "+ 359 888 123456",
    "00359888123456",
    "00 359 888 123 456",
    "359888123456",
    "tel:+359-888-123-456",
    "٠٨٨٨١٢٣٤٥٦",
    "０８８８１２３４５６",
    "\u200e+359 888 123 456",
    "\t0888\u00a0123\u00a0456 ",
    "0888 123 456 ext 5",
    "tel:+359888123456;ext=5",
)


@pytest.mark.parametrize("text", TYPED)
def test_a_phone_typed_in_any_way_is_one_number(text: str) -> None:
    assert normal_phone(text, "BG") == SOFIA


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("06 1 234 5678", "HU", "+3612345678"),
        ("030 901820", "DE", "+4930901820"),
        ("050 123 4567", "AE", "+971501234567"),
        ("+49 30 901820", "BG", "+4930901820"),
    ],
)
def test_each_country_has_its_habits(text: str, country: str, number: str) -> None:
    assert normal_phone(text, country) == number


@pytest.mark.parametrize(
    "text",
    [
        "112",
        "0888",
        "call me",
        "",
        "+",
        "+999 123 456",
        "08881234567890123",
        "0888123456 0899123456",
        "0888123456, 0899123456",
        "0888123456;0899123456",
        "0888123456 / 0899123456",
        "anna@example.org",
        "0" * 300,
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert normal_phone(text, "BG") is None


def test_the_figures_of_a_query_are_told_from_words() -> None:
    assert typed_digits("(088) 812-34.56") == "0888123456"
    assert typed_digits("+359 88") == "35988"
    assert typed_digits("Anna 3456") == ""
    assert typed_digits("  ") == ""
