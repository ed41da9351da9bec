"""Every error the engine can raise has its sentence, and no sentence is left over."""

import ast
from pathlib import Path

import pytest

from app.core import json_fields, jsontext, numbers
from app.core.errors import BadInput
from app.core.jsontext import MAX_BYTES
from app.core.money import Money
from app.core.percent import Percent
from loyalty.rules import promotion
from pos.pricing import engine
from pos.pricing.messages import ERRORS, sentence, why
from pos.pricing.priced import Discount, DiscountCode
from pos.pricing.quoting import error_answer, quote_text

SOURCES = [
    *Path(engine.__file__).parent.rglob("*.py"),
    *Path(promotion.__file__).parent.rglob("*.py"),
    *(Path(str(module.__file__)) for module in (json_fields, jsontext, numbers)),
]


def raised_codes() -> set[str]:
    """The codes of all ``BadInput("…")`` in the sources."""
    calls = [
        node
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "BadInput"
    ]
    return {
        constant.value
        for call in calls
        for constant in ast.walk(call.args[0])
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }


def test_every_code_has_a_sentence() -> None:
    assert raised_codes() == set(ERRORS)


@pytest.mark.parametrize("code", ERRORS)
def test_a_sentence_begins_and_ends_as_one(code: str) -> None:
    assert ERRORS[code][0].isupper() or ERRORS[code].startswith("{got}")
    assert ERRORS[code].endswith((".", ".{hint}", "}."))


def error_of(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        quote_text(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ('{"shop": {"curency": "RUB"}}', "shop.curency", "There is no such key here. Did you mean currency?"),
        ('{"\\ud800": 1}', "\\ud800", "There is no such key here."),
        ('{"shop": 5}', "shop", "Write an object in curly brackets here; this is a JSON number."),
        ('{"shop": {"currency": true}}', "shop.currency", "Write a text in quotes here; this is true."),
        ('{"shop"; 5}', "", "This is not JSON: see line 1, column 8."),
        ('{"at": "{got}"}', "at", "{got} is not an instant; write it with its offset, like 2026-03-06T12:00:00+03:00."),
    ],
)
def test_an_error_is_answered_with_code_message_and_path(text: str, path: str, message: str) -> None:
    error = error_of(text)
    assert error_answer(error) == {"error": {"code": error.code, "message": message, "path": path}}


def test_a_text_that_is_too_large_is_told_the_limit() -> None:
    message = "The scenario is larger than 16 MiB; send fewer lines at once."
    assert sentence(error_of(" " * (MAX_BYTES + 1))) == message


def test_pieces_can_not_be_split() -> None:
    text = '{"shop": {"currency": "RUB"}, "cart": {"lines": [{"name": "Oil", "price": "450.00", "qty": "256.76"}]}}'
    assert sentence(error_of(text)) == "256.76 has more decimals than are allowed here (0); shorten it."


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        (DiscountCode.LINE_PERCENT, Percent(5_500_000), "5.5 % off this line"),
        (DiscountCode.LINE_AMOUNT, Money(5_000), "50.00 off this line"),
        (DiscountCode.CART_PERCENT, Percent(3_000_000), "3 % off the cart, this line's share"),
        (DiscountCode.CART_AMOUNT, Money(20_000), "200.00 off the cart, this line's share"),
    ],
)
def test_why_says_what_was_asked_for(code: DiscountCode, value: Percent | Money, text: str) -> None:
    assert why(Discount("line", code, value, Money(1)), 2) == text
