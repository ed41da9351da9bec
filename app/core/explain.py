"""One plain sentence for every error code: what happened, what it means for the money, what to do.

The English sentences are the message ids of the catalogues; ``{name}`` takes a fact of the error.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.core.errors import ShopError
from app.core.money import Money
from app.core.numbers import format_scaled
from app.core.sentences import SENTENCES

_DECIMALS_USUAL: Final = 2


def _as_it_is(message: str) -> str:
    return message


def plain(_name: str, value: Any) -> str:
    """A fact without any locale: money with two decimals, lists with commas, anything else as Python writes it."""
    if isinstance(value, list | tuple):
        return ", ".join(plain("", each) for each in value)
    return format_scaled(value.minor, _DECIMALS_USUAL) if isinstance(value, Money) else str(value)


class _Facts(dict[str, Any]):
    """A sentence with a fact missing still reaches the person."""

    def __missing__(self, name: str) -> str:
        return "…"


def explain(
    error: ShopError,
    *,
    translate: Callable[[str], str] = _as_it_is,
    show: Callable[[str, Any], str] = plain,
    more: Mapping[str, str] | None = None,
) -> str:
    """The sentence of an error for a person.

    ``translate`` finds it in the reader's language, ``show`` writes a fact, given its name and value. ``more`` are
    sentences of codes that ``app.core`` does not know. A code without a sentence is shown itself.
    """
    sentence = SENTENCES.get(error.code) or (more or {}).get(error.code)
    if sentence is None:
        return str(error)
    facts = {name: show(name, value) for name, value in error.facts.items()}
    return translate(sentence).format_map(_Facts(facts))
