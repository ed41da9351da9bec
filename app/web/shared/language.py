"""The language of this request, and what writes texts and figures in it."""

from typing import Any, Final

from flask import has_request_context

from app.core.texts import RIGHT_TO_LEFT, SCREEN_LANGUAGES, SOURCE_LANGUAGE, texts
from app.core.written import Writing, writing
from app.web.shared.access import current_or_none
from app.web.shared.here import the_request, the_rest
from app.web.shared.shop_facts import UNKNOWN_SHOP, ShopFacts

_ENDONYMS: Final = {"en": "English", "ru": "Русский"}


def language() -> str:
    """The account's language, else the browser's, else English."""
    if not has_request_context():
        return SOURCE_LANGUAGE
    rest = the_rest()
    known: str | None = rest.get("language")
    if known is None:
        user = current_or_none()
        wished = user.language if user is not None else the_request().accept_languages.best_match(SCREEN_LANGUAGES)
        known = rest.language = wished if wished in SCREEN_LANGUAGES else SOURCE_LANGUAGE
    return known


def gettext(message: str, **facts: Any) -> str:
    """The message in the reader's language; ``%(name)s`` takes a fact, a lone per cent sign is written ``%%``."""
    return texts(language()).gettext(message) % facts


def ngettext(singular: str, plural: str, num: int, **facts: Any) -> str:
    """The message for a number, which ``%(num)s`` takes."""
    return texts(language()).ngettext(singular, plural, num) % {"num": num, **facts}


def translated(message: str) -> str:
    """A message declared elsewhere (a setting's label, an error's sentence), without filling in facts."""
    return texts(language()).gettext(message) if message else ""


def direction() -> str:
    """``rtl`` or ``ltr``: the direction of writing."""
    return "rtl" if language() in RIGHT_TO_LEFT else "ltr"


def language_names() -> list[tuple[str, str]]:
    """Code and own name of every language of the screens."""
    return [(code, _ENDONYMS[code]) for code in SCREEN_LANGUAGES]


def facts_of_shop() -> ShopFacts:
    """The shop this request is about; nothing is known of it where the database did not answer."""
    found: ShopFacts = the_rest().get("shop", UNKNOWN_SHOP)
    return found


def figures() -> Writing:
    """Writes figures for the reader."""
    rest = the_rest()
    known: Writing | None = rest.get("figures")
    if known is None:
        known = rest.figures = writing(language(), facts_of_shop().decimals)
    return known
