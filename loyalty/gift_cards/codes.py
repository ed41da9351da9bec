"""Codes of gift cards: the shop's own are not to be guessed, pre-printed ones are taken as they are."""

import secrets
from typing import Final

from stdnum import luhn

from app.core.codes import checked_code, match_code
from app.core.errors import BadInput

LENGTH: Final = 16
SHORTEST: Final = 8
"""Of a pre-printed code: what is shorter can be guessed, or is an amount in the wrong field."""
_FIRST: Final = "6"
"""No element string of GS1 begins so, and no product number is as long: the code is read as nothing else."""


def new_code() -> str:
    """A number of fourteen drawn figures with a check digit (Luhn), easy to type on a pad of figures."""
    drawn = _FIRST + "".join(secrets.choice("0123456789") for _ in range(LENGTH - 2))
    return drawn + str(luhn.calc_check_digit(drawn))


def key_of(text: str) -> str:
    """The form in which codes are compared: without the blanks and strokes that people read them with."""
    return match_code(text.replace(" ", "").replace("-", ""))


def checked_own_code(text: str) -> str:
    """A pre-printed code as it is kept; BadInput ``gift_card_code_short`` and what ``checked_code`` raises."""
    code = checked_code(text.replace(" ", ""), "gift_card")
    if len(key_of(code)) < SHORTEST:
        raise BadInput("gift_card_code_short", "code", code=code, least=SHORTEST)
    return code


def is_mistyped(text: str) -> bool:
    """Whether a text has the form of an own code, and its check digit does not fit."""
    key = key_of(text)
    return len(key) == LENGTH and key.isascii() and key.isdigit() and key[0] == _FIRST and not luhn.is_valid(key)


def shown_code(code: str) -> str:
    """The code as people read it: figures in groups of four, anything else as it is printed."""
    if len(code) != LENGTH or not code.isdigit():
        return code
    return " ".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def last_signs(code: str) -> str:
    """What a receipt shows of a code, so that nobody spends a card from a lost paper."""
    return f"…{code[-4:]}"
