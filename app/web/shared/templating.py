"""What every template can use: texts in the reader's language, filters for figures, who is at the browser."""

from functools import lru_cache
from types import CodeType
from typing import Any, Final

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup

from app.core.texts import texts
from app.places.devices import DeviceView
from app.web.shared.access import current_or_none
from app.web.shared.context import context
from app.web.shared.csrf import csrf_token
from app.web.shared.formats import add_filters
from app.web.shared.language import direction, facts_of_shop, language, language_names, translated
from app.web.shared.sale_words import add_sale_words

_WORDS_KEPT: Final = 4096


@lru_cache(_WORDS_KEPT)
def _marked_up(language: str, message: str) -> Markup:
    return Markup(texts(language).gettext(message))  # noqa: S704  # our own texts; facts are escaped as they are put in


@lru_cache(_WORDS_KEPT)
def _without_facts(language: str, message: str) -> Markup:
    return _marked_up(language, message) % {}


@lru_cache(_WORDS_KEPT)
def _in_context(language: str, context: str, message: str) -> Markup:
    return Markup(texts(language).pgettext(context, message))  # noqa: S704  # our own texts, as above


@lru_cache(_WORDS_KEPT)
def _counted(language: str, singular: str, plural: str, num: int) -> Markup:
    return Markup(texts(language).ngettext(singular, plural, num))  # noqa: S704  # our own texts, as above


@lru_cache(_WORDS_KEPT)
def _only_counted(language: str, singular: str, plural: str, num: int) -> Markup:
    return _counted(language, singular, plural, num) % {"num": num}


def words(message: str, /, **facts: Any) -> Markup:
    """The message in the reader's language, its ``%(name)s`` filled in, each fact escaped."""
    return _marked_up(language(), message) % facts if facts else _without_facts(language(), message)


def words_of(context: str, message: str, /) -> Markup:
    """A message that means something else, and may be called otherwise, in another place: the name of a person."""
    return _in_context(language(), context, message)


def words_for(singular: str, plural: str, num: int, /, **facts: Any) -> Markup:
    """The message for a number, which ``%(num)s`` takes."""
    if facts:
        return _counted(language(), singular, plural, num) % {"num": num, **facts}
    return _only_counted(language(), singular, plural, num)


class _CompiledOnce(BytecodeCache):
    """Templates are compiled once a process: the shop to practise in has the same ones."""

    def __init__(self) -> None:
        self._compiled: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._compiled.get(bucket.key, (None, None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._compiled[bucket.key] = bucket.checksum, bucket.code


_COMPILED: Final = _CompiledOnce()


def _page() -> dict[str, Any]:
    shared = context()
    return {
        "page_language": language(),
        "page_direction": direction(),
        "page_accent": facts_of_shop().accent,
        "demo": facts_of_shop().demo and not facts_of_shop().practice,
        "practice": facts_of_shop().practice,
        "way_back": shared.way_back,
        "at_hand": _at_hand(),
        "can_practise": shared.practice is not None,
        "user": current_or_none(),
    }


def _at_hand() -> list[DeviceView]:
    """What of a till to practise at is used on a page of its own."""
    user, running = current_or_none(), context().trials
    if user is None or user.till_id is None or running is None or not facts_of_shop().practice:
        return []
    return running.at_hand(user.till_id)


def prepare_templates(app: Flask) -> None:
    """Adds filters, globals and the words ``_``, ``gettext``, ``ngettext``, ``pgettext``, ``{% trans %}``."""
    app.jinja_options["trim_blocks"] = True
    app.jinja_options["lstrip_blocks"] = True
    app.jinja_options["bytecode_cache"] = _COMPILED
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # facts go in as arguments, for {% trans %} too
    environment.globals |= {
        # The extension's own words look each message up and fill it in anew: half of what a scan's answer cost.
        "_": words,
        "gettext": words,
        "ngettext": words_for,
        "pgettext": words_of,
        "csrf_token": csrf_token,
        "translated": translated,
        "language_names": language_names,
    }
    add_filters(app)
    add_sale_words(app)
    app.context_processor(_page)
