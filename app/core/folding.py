"""Text as it is searched: one form for every way of writing the same word, and the same keys in another layout."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WITHOUT_PARTS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "×": "x"})
"""Letters that Unicode does not take apart into a letter and a mark, and the sign of sizes."""
_SIZE: Final = re.compile(r"(?<=\d)\s*[xх*]\s*(?=\d)")
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_BETWEEN_WORDS: Final = re.compile(r"[\s\x00-\x1f,;:!?\"'()\[\]{}<>«»“”„‘’`|^~\\]+")

_LATIN_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~"
_CYRILLIC_KEYS: Final = "йцукенгшщзхъфывапролджэячсмитьбюёхъжэбюё"
_TO_CYRILLIC: Final = str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)
_TO_LATIN: Final = str.maketrans(_CYRILLIC_KEYS[:33], _LATIN_KEYS[:33])


@lru_cache(4096)
def fold(text: str) -> str:
    """Lower case, ё as е, without marks; words with one blank between; sizes as 3.5x40 however they are typed."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign)).translate(_WITHOUT_PARTS)
    words = _BETWEEN_WORDS.sub(" ", _DECIMAL_COMMA.sub(".", plain))
    return _SIZE.sub("x", words).strip()


def in_other_layout(text: str) -> str:
    """What the same keys write in the other of the layouts QWERTY and ЙЦУКЕН."""
    lowered = text.casefold()
    to_latin = any("а" <= sign <= "ё" for sign in lowered)
    return lowered.translate(_TO_LATIN if to_latin else _TO_CYRILLIC)
