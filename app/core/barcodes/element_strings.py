"""GS1 element strings, as scanners send them and as people read them under a symbol."""

import re
from collections.abc import Iterator
from typing import Final

from app.core.barcodes.identifiers import CHARSET_39, CHARSET_82, IDENTIFIERS, Identifier, identifier_at
from app.core.barcodes.readings import FNC1, BreaksOff, ElementString
from app.core.barcodes.values import read_value

_PRINTED: Final = re.compile(r"\(([0-9]{2,4})\)")
_ANY_SIGN: Final = CHARSET_82 | CHARSET_39
_Stretch = tuple[Identifier, str]


def read_scanned(text: str, year: int) -> ElementString:
    """What a scanner sent: a value of no predefined length ends at an FNC1 or at the end.

    An FNC1 where none is needed is let pass. BreaksOff with any code.
    """
    _check_signs(text.replace(FNC1, ""), text)
    return _element_string(text, _scanned_stretches(text), year)


def read_printed(text: str, year: int) -> ElementString:
    """The form with brackets around the identifiers: a value ends at the next of them. BreaksOff with any code."""
    _check_signs(text, text)
    return _element_string(text, _printed_stretches(text), year)


def _check_signs(signs: str, text: str) -> None:
    if not _ANY_SIGN.issuperset(signs):
        raise BreaksOff("charset", text)


def _element_string(text: str, stretches: Iterator[_Stretch], year: int) -> ElementString:
    read = [(identifier, read_value(identifier, value, year)) for identifier, value in stretches]
    if not read:
        raise BreaksOff("structure", text)
    canonical = [
        f"{element.ai}{element.value}{FNC1 if identifier.fixed_length is None else ''}" for identifier, element in read
    ]
    return ElementString("".join(canonical).removesuffix(FNC1), tuple(element for _, element in read))


def _scanned_stretches(text: str) -> Iterator[_Stretch]:
    position = 0
    while position < len(text):
        if text[position] == FNC1:
            raise BreaksOff("structure", text[position:])
        identifier = identifier_at(text, position)
        if identifier is None:
            raise BreaksOff("unknown_ai", text[position:])
        position += len(identifier.ai)
        end = text.find(FNC1, position)
        end = len(text) if end < 0 else end
        if identifier.fixed_length is not None:
            end = min(end, position + identifier.fixed_length)
        yield identifier, text[position:end]
        position = end + 1 if text[end : end + 1] == FNC1 else end


def _printed_stretches(text: str) -> Iterator[_Stretch]:
    before, *pieces = _PRINTED.split(text)
    if before or not pieces:
        raise BreaksOff("structure", text)
    for ai, value in zip(pieces[::2], pieces[1::2], strict=True):
        if ai not in IDENTIFIERS:
            raise BreaksOff("unknown_ai", f"({ai}){value}")
        yield IDENTIFIERS[ai], value
