"""The texts of screens and of papers in each language, from gettext catalogues read as they are written.

Screens and papers have catalogues of their own, so that a customer's paper can speak a language whole in which no
screen is translated: ``app/translations/<language>.po`` and ``app/translations/papers/<language>.po``. English is the
source of both. Nothing is compiled beforehand.
"""

import gettext
import io
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES: Final = Path(__file__).parents[1] / "translations"
PAPER_CATALOGUES: Final = CATALOGUES / "papers"
SOURCE_LANGUAGE: Final = "en"
SCREEN_LANGUAGES: Final = ("en", "ru")
RIGHT_TO_LEFT: Final = frozenset({"ar", "he", "fa", "ur"})


def texts(language: str) -> gettext.NullTranslations:
    """The translations of the screens; the English source where there is no catalogue of the language."""
    return _read(CATALOGUES, language)


def paper_texts(language: str) -> gettext.NullTranslations:
    """The translations of what is printed or mailed, as ``texts`` has those of the screens.

    Its ``gettext`` is called ``say`` where it is used: by that name the messages of papers are collected.
    """
    return _read(PAPER_CATALOGUES, language)


@cache
def _read(folder: Path, language: str) -> gettext.NullTranslations:
    path = folder / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def marked(message: str) -> str:
    """Marks a message of the screens for extraction where it stands; it is translated where it is shown."""
    return message


def printed(message: str) -> str:
    """Marks a message of the papers."""
    return message


def shown_and_printed(message: str) -> str:
    """Marks a message that screens and papers both say."""
    return message
