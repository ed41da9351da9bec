"""The texts of screens and papers in each language, from gettext catalogues read as they are written.

A catalogue is ``app/translations/<language>.po``; English is the source. Nothing is compiled beforehand.
"""

import gettext
import io
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES: Final = Path(__file__).parents[1] / "translations"
SOURCE_LANGUAGE: Final = "en"
SCREEN_LANGUAGES: Final = ("en", "ru")
RIGHT_TO_LEFT: Final = frozenset({"ar", "he", "fa", "ur"})


def has_catalogue(language: str) -> bool:
    """Whether words are translated into the language; without that they are English."""
    return language == SOURCE_LANGUAGE or (CATALOGUES / f"{language}.po").exists()


@cache
def texts(language: str) -> gettext.NullTranslations:
    """The translations of a language; the English source where there is no catalogue of it."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def marked(message: str) -> str:
    """Marks a message for extraction where it stands; it is translated where it is shown."""
    return message
