"""Phone numbers as people type them, kept as E.164."""

import re
from typing import Final

import phonenumbers

_SECOND_NUMBER: Final = re.compile(r";(?!\s*(ext|isub|phone-context)=)", re.IGNORECASE)
"""A semicolon begins a parameter of a ``tel:`` address (RFC 3966); anything else behind it is another number."""
_NOT_DIALLED: Final = re.compile(r"[\s\-+()./]")


def normal_phone(text: str, country: str) -> str | None:
    """The E.164 form of a number read with the habits of a country (ISO 3166); None where it is no valid number."""
    if _SECOND_NUMBER.search(text):
        return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def typed_digits(query: str) -> str:
    """The digits of a query that looks like a piece of a phone or a card; nothing where it holds anything else."""
    dialled = _NOT_DIALLED.sub("", query)
    return dialled if dialled.isascii() and dialled.isdigit() else ""
