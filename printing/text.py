"""Text on paper: what may be printed of it, how wide it is, where it breaks."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u2028\u2029\ufeff\ufff9-\ufffb\ud800-\udfff]")
_INVISIBLE: Final = frozenset({"Mn", "Me", "Cf"})

# Signs that most code pages lack and that a plainer sign says as well. Letters are never replaced: a name keeps its
# accents, as a picture where it must.
LOOK_ALIKES: Final = {
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2026": "...",
    "\u00d7": "x",
    "\u00b7": "-",
    "\u2022": "*",
    "\u20ac": "EUR",
    "\u2116": "No.",
    "\u2122": "TM",
    "\u2192": "->",
}


def clean(text: str) -> str:
    """The text as it can be printed: composed, without controls, tabs as blanks, broken characters as U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub(_stand_in, text))


def _stand_in(found: re.Match[str]) -> str:
    character = found[0]
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return {"\t": " ", "\u2028": "\n", "\u2029": "\n"}.get(character, "")


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.category(character) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


# What a text running from the right would turn around: 20 %, -25.00, +971 4 555 0123, 04 555 0123, 1-000123.
_NUMBERS: Final = re.compile(
    r"(?<![\w\u2066-\u2069])(?<![0-9][/:.,])"
    r"(?:[-+\u2212]?[0-9][0-9.,]*[ \u00a0]?%|\+[0-9]+(?:[ -][0-9]+)+|[0-9]{2,}(?: [0-9]{2,})+"
    r"|[-+\u2212][0-9][0-9.,]*|[0-9]+(?:-[0-9]+)+)"
    r"(?![\w\u2066-\u2069]|[/:.,][0-9])"
)


def keep_numbers(text: str) -> str:
    """The text with such numbers isolated, so that they read from the left in a text that runs from the right."""
    return _NUMBERS.sub("\u2066\\g<0>\u2069", text)


@lru_cache(maxsize=4096)
def reads_from_left(text: str) -> bool:
    """Whether a text has letters, and none of a script that runs from the right.

    On a paper that runs from the right such a text, ``1 Main St``, keeps its own order.
    """
    directions = {unicodedata.bidirectional(character) for character in text}
    return "L" in directions and directions.isdisjoint({"R", "AL"})


def cell_width(text: str) -> int:
    """How many character cells the text takes: wide characters two, combining and invisible ones none."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def clusters(text: str) -> list[str]:
    """The text in pieces that must not be parted: a character and the marks that stand on it."""
    if text.isascii():
        return list(text)
    pieces: list[str] = []
    for character in text:
        if pieces and not _cells(character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def wrap(text: str, width: int, measure: Callable[[str], int]) -> list[str]:
    """The text in lines no wider than ``width``, by ``measure``; at least one line.

    Breaks at blanks and line feeds, inside a word only where the word alone is too wide. A no-break space is no
    blank. A single character wider than the paper stands alone.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if measure(paragraph) <= width:
            lines.append(paragraph.strip(" "))
        else:
            lines += _wrap_paragraph(paragraph, width, measure)
    return lines


def _wrap_paragraph(paragraph: str, width: int, measure: Callable[[str], int]) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in filter(None, paragraph.split(" ")):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while measure(line) > width:
            head = _longest_start(line, width, measure)
            if head == line:
                break
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line]


def _longest_start(word: str, width: int, measure: Callable[[str], int]) -> str:
    pieces = clusters(word)
    fits, too_long = 1, len(pieces) + 1
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if measure("".join(pieces[:middle])) <= width:
            fits = middle
        else:
            too_long = middle
    return "".join(pieces[:fits])


def fits_page(text: str, encoding: str) -> bool:
    """Whether a code page, by its Python name, has every character of the text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def plainer(text: str, encoding: str) -> str:
    """The text with signs that the code page lacks replaced by plainer ones that say the same.

    Characters without a plainer form stay as they are; the line then has to be drawn.
    """
    if text.isascii() or fits_page(text, encoding):
        return text
    return "".join(
        character if fits_page(character, encoding) else _plainer_character(character, encoding) for character in text
    )


def _plainer_character(character: str, encoding: str) -> str:
    plain = LOOK_ALIKES.get(character)
    if plain is None and unicodedata.category(character) not in {"Lm", "Lo", "Mn", "Me"}:
        plain = unicodedata.normalize("NFKC", character)
    return character if plain is None or not fits_page(plain, encoding) else plain
