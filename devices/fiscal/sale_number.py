"""The number that Bulgarian law gives a sale before its first line: the УНП of Ordinance N-18."""

import re
from typing import Final

from devices.errors import DeviceError, Trouble

MOST_RUNNING: Final = 9_999_999
_FORM: Final = re.compile(r"([0-9A-Z]{8})-[0-9A-Za-z]{4}-([0-9]{7})")
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OPERATOR_LENGTH: Final = 4


def sale_number(serial_number: str, operator: str, running: int) -> str:
    """The number of a sale, like ``DT000600-OP01-0001000``.

    ``serial_number`` is that of the fiscal register, ``operator`` the code of who sells, ``running`` counts the sales
    of that register and is never used twice. DeviceError ``receipt_wrong`` for parts that make none.
    """
    number = f"{serial_number}-{operator}-{running:07}"
    if not is_sale_number(number):
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code=f"sale number {number[:40]}")
    return number


def is_sale_number(text: str) -> bool:
    """Whether the text has the form of one."""
    return _FORM.fullmatch(text) is not None


def operator_code(account_id: int | None) -> str:
    """The four signs of whoever opens a sale, by the shop's own account; ``0000`` for a program."""
    rest, signs = account_id or 0, ""
    for _ in range(_OPERATOR_LENGTH):
        rest, sign = divmod(rest, len(_DIGITS))
        signs = _DIGITS[sign] + signs
    return signs


def running_of(number: str, serial_number: str) -> int:
    """The running part of a sale number of this register; 0 for any other text."""
    found = _FORM.fullmatch(number)
    return int(found[2]) if found is not None and found[1] == serial_number else 0
