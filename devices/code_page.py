"""Letters for devices that have one code page: what it lacks is written in letters that it has."""

import unicodedata
from typing import Final

_PAIRS: Final = (
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ш=sh"
    " щ=sht ъ=a ы=i ь=y э=e ю=yu я=ya ß=ss ø=o æ=ae œ=oe ł=l đ=d ı=i €=EUR №=No –=- —=- “=' ”=' „=' ’=' ×=x …=..."
)
_LATIN: Final = {pair[0]: pair[2:] for pair in _PAIRS.split()}
"""Letters without an accent to drop; the Cyrillic ones as Bulgaria's law on transliteration has them."""
_UNKNOWN: Final = "?"


def fitting(text: str, encoding: str) -> str:
    """The text in signs that a code page of single bytes has; blanks of all kinds are blanks, controls are gone."""
    return "".join(_fitting(sign, encoding) for sign in unicodedata.normalize("NFC", text))


def _fitting(sign: str, encoding: str) -> str:
    if sign.isspace() or unicodedata.category(sign).startswith("C"):
        return " " if sign.isspace() else ""
    if _has(encoding, sign):
        return sign
    plain = _LATIN.get(sign) or (_LATIN[sign.lower()].capitalize() if sign.lower() in _LATIN else "")
    plain = plain or str(unicodedata.digit(sign, ""))
    plain = plain or "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return plain if plain.isascii() else "".join(one if _has(encoding, one) else _UNKNOWN for one in plain)


def _has(encoding: str, sign: str) -> bool:
    try:
        return len(sign.encode(encoding)) == 1
    except UnicodeEncodeError:
        return False
