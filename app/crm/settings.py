"""Settings of the client book: whose phone habits hold, the range of own cards, what customers agree to."""

import re
from typing import Final

import phonenumbers

from app.core.settings import Setting
from app.core.texts import marked

_PREFIX: Final = re.compile(r"2[0-9]{1,6}")


COUNTRIES: Final = tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
"""ISO 3166, as far as telephones go."""


def _is_country(code: str) -> bool:
    return code in phonenumbers.SUPPORTED_REGIONS


def _is_card_prefix(text: str) -> bool:
    return _PREFIX.fullmatch(text) is not None


COUNTRY = Setting(
    "shop.country",
    str,
    "BG",
    marked("Country"),
    marked("A phone typed without a country is read as people write it here."),
    check=_is_country,
)
CARD_PREFIX = Setting(
    "customers.card_prefix",
    str,
    "29",
    marked("Range of card numbers"),
    marked(
        "The first figures of the shop's own cards: 2 and one to six more. EAN-13 keeps numbers that begin with 2 for"
        " use inside a shop; choose another range than that of your scales."
    ),
    max_length=7,
    check=_is_card_prefix,
)
CONSENT_SMS = Setting(
    "customers.consent_sms",
    str,
    "I agree to receive messages about offers by SMS. I can say stop at any time.",
    marked("Consent to SMS"),
    marked("What a customer reads before agreeing. It is kept with each consent as it was that day."),
)
CONSENT_EMAIL = Setting(
    "customers.consent_email",
    str,
    "I agree to receive offers by e-mail. I can say stop at any time.",
    marked("Consent to e-mail"),
    marked("What a customer reads before agreeing. It is kept with each consent as it was that day."),
)
CONSENT_CALL = Setting(
    "customers.consent_call",
    str,
    "I agree to be called about offers and visits. I can say stop at any time.",
    marked("Consent to calls"),
    marked("What a customer reads before agreeing. It is kept with each consent as it was that day."),
)
