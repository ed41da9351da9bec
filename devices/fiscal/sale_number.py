"""The number that Bulgarian law gives a sale before its first line: the УНП of Ordinance N-18."""

import re
from typing import Final

from devices.errors import DeviceError, Trouble

_FORM: Final = re.compile(r"[0-9A-Z]{8}-[0-9A-Za-z]{4}-[0-9]{7}")


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
