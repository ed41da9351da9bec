"""What nobody may read in kept bytes: passwords that drivers send, and codes that are worth money to who knows them.

Each driver's way of speaking has patterns, whose group is the secret. They are laid over what was recorded when it is
read, so that a device pays nothing for it, and a code that came in two pieces is covered whole.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

COVER: Final = b"*"
_UNIT: Final = rb"(?:\x9f[\x81\x83]|[^\x9f])"
"""A byte inside a frame of Shtrih-M's level 2.0, where two bytes have to be written as two each."""

SECRETS: Final[Mapping[tuple[str, str], tuple[re.Pattern[bytes], ...]]] = {
    # Four bytes of password after each command of one byte, or of two that begin with FF.
    ("shtrih", "sent"): (
        re.compile(rb"\A\x02.(?:\xff.|[^\xff])(.{4})", re.DOTALL),
        re.compile(
            rb"\A\x8f" + _UNIT + rb"{4}(?:\xff" + _UNIT + rb"|[^\xff\x9f])(" + _UNIT + rb"{4})",
            re.DOTALL,
        ),
    ),
    ("atol", "sent"): (re.compile(rb"^Authorization: \w+ (\S+)", re.MULTILINE | re.IGNORECASE),),
    # Operator and password open a receipt and a return, in the short frames and in the long ones.
    ("datecs", "sent"): (
        re.compile(rb"\A\x01..[\x2b\x2e\x30]\d{1,2},([^,]{1,8}),", re.DOTALL),
        re.compile(rb"\A\x01.{5}00(?:2[;>]|30)\d{1,2}\t([^\t]{1,8})\t", re.DOTALL),
    ),
    # The SIM card's PIN; the receiver's number and the words of a message, which may hold a coupon.
    ("gsm", "sent"): (
        re.compile(rb'AT\+CPIN="(\d+)"'),
        re.compile(rb"\A00[0-9A-F]{10}([0-9A-F]+)"),
    ),
    ("gsm", "received"): (re.compile(rb"\+CDS: *\d+\s+[0-9A-F]{10}([0-9A-F]+)"), re.compile(rb'AT\+CPIN="(\d+)"')),
    # A badge, a gift card and a customer's card are whatever stands in their code: its ends are enough for support.
    ("scanner", "received"): (re.compile(rb"[!-~]{3}([!-~]{3,})[!-~]"),),
}
"""The secrets in what goes over the line, by the driver of the address and the way it goes."""
_IN_ADDRESS: Final = re.compile(r"(?<=[?&])(password=|pin=)[^&]*", re.IGNORECASE)


def covered(driver: str, way: str, data: bytes) -> bytes:
    """The bytes with asterisks in the place of secrets; as many as there were."""
    for pattern in SECRETS.get((driver, way), ()):
        data = _without(data, (match.span(1) for match in pattern.finditer(data)))
    return data


def covered_address(address: str) -> str:
    """The address of a device without its password or PIN."""
    return _IN_ADDRESS.sub(r"\1***", address)


def _without(data: bytes, spans: Iterable[tuple[int, int]]) -> bytes:
    shown = bytearray(data)
    for start, end in spans:
        shown[start:end] = COVER * (end - start)
    return bytes(shown)
