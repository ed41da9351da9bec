"""Codes of coupons that are good once: not to be guessed, and a mistyped one is known as such."""

import secrets
from typing import Final

from stdnum import luhn

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: nobody takes one sign for another (Crockford's base 32)."""
LENGTH: Final = 12
_LETTERS: Final = SIGNS[10:]
_TAKEN_FOR: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


def new_code() -> str:
    """A code of 54 random bits and a check sign; it begins with a letter, so that no number of goods looks like it."""
    drawn = secrets.choice(_LETTERS) + "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 2))
    return drawn + str(luhn.calc_check_digit(drawn, alphabet=SIGNS))


def read_code(text: str) -> str | None:
    """The code that somebody scanned or typed, in capitals and without strokes; None where it can be none."""
    code = text.strip().upper().translate(_TAKEN_FOR)
    looks_right = len(code) == LENGTH and code[0] in _LETTERS and all(sign in SIGNS for sign in code)
    return code if looks_right else None


def is_whole(code: str) -> bool:
    """Whether the check sign fits: one wrong sign, and nearly any two that changed places, are found."""
    return bool(luhn.is_valid(code, alphabet=SIGNS))


def shown_code(code: str) -> str:
    """The code as people read it, in groups of four: ``K7Q2-9XMD-24TZ``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
