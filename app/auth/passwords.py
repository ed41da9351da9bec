"""PINs and passwords: their rules, and their argon2 hashes.

Hashing takes tens of milliseconds by design: never call it inside a unit of work.
"""

import threading
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.core import io_guard
from app.core.errors import BadInput

PIN_LEAST_DIGITS: Final = 4
PIN_MOST_DIGITS: Final = 12
PASSWORD_LEAST: Final = 8
PASSWORD_MOST: Final = 200

# About 50 ms on a shop PC (argon2id, RFC 9106; memory as OWASP's smallest profile, more passes).
_HASHER: Final = PasswordHasher(time_cost=4, memory_cost=19 * 1024, parallelism=1)
_TURNS: Final = threading.BoundedSemaphore(2)
"""A flood of wrong guesses may not take every core from the tills."""


def hash_pin(pin: str) -> str:
    """The stored form of a PIN; BadInput ``pin_not_digits``."""
    if not (pin.isascii() and pin.isdigit() and PIN_LEAST_DIGITS <= len(pin) <= PIN_MOST_DIGITS):
        raise BadInput("pin_not_digits", "pin", least=PIN_LEAST_DIGITS, most=PIN_MOST_DIGITS)
    return _hash(pin)


def hash_password(password: str) -> str:
    """The stored form of a password; BadInput ``password_too_short`` or ``password_too_long``."""
    if len(password) < PASSWORD_LEAST:
        raise BadInput("password_too_short", "password", least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        raise BadInput("password_too_long", "password", most=PASSWORD_MOST)
    return _hash(password)


def hash_code(code: str) -> str:
    """The stored form of a code that the program made, of more bits than anybody tries."""
    return _hash(code)


def verify(stored: str | None, given: str) -> bool:
    """Whether the text is the one behind the hash. Takes as long where there is no hash as where there is one.

    A computer that could not look (no memory left) raises: nobody may be told that his right PIN is wrong.
    """
    _refuse_inside_unit()
    with _TURNS:
        try:
            _HASHER.verify(stored or _nobody(), _normal(given[:PASSWORD_MOST]))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return stored is not None


def _hash(text: str) -> str:
    _refuse_inside_unit()
    with _TURNS:
        return _HASHER.hash(_normal(text))


def _normal(text: str) -> str:
    # Keyboards of two makers may compose one letter differently (PRECIS, RFC 8265, section 4.2.1).
    return unicodedata.normalize("NFC", text)


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


def _refuse_inside_unit() -> None:
    if io_guard.unit_is_open():
        raise RuntimeError("a password is hashed inside a unit of work")
