"""Phone numbers as people type them, kept as E.164."""

import phonenumbers


def normal_phone(text: str, country: str) -> str | None:
    """The E.164 form of a number read with the habits of a country (ISO 3166); None where it is no valid number."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
