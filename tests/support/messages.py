"""The messages of the program: collected from code, templates and declarations, kept in the catalogues.

``python -m tests.support.messages`` brings every catalogue of ``app/translations`` up to date and says what is still
to be translated.
"""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import app.factory  # every part of the program, and with it every setting
import app.schema  # noqa: F401
from app.core.settings import declared
from app.core.texts import CATALOGUES, SCREEN_LANGUAGES, SOURCE_LANGUAGE
from app.web.shared.sentences import MORE_SENTENCES
from tests.support.sources import PROJECT, application_packages

METHODS: Final = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS: Final = {"**/templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
TRANSLATED: Final = tuple(language for language in SCREEN_LANGUAGES if language != SOURCE_LANGUAGE)

_HEADER: Final = ("msgid", "msgstr", '"Language:', '"Plural-Forms:', '"Content-T')
"""What stands at the head of a catalogue: no dates and no names, which would change with every run."""

MessageId = str | tuple[str, str]


def messages() -> Iterator[MessageId]:
    """Every message of the program; a pair where it has a plural. One may come several times."""
    for package in application_packages():
        found = extract_from_dir(
            PROJECT / package, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, directory_filter=_is_ours
        )
        for _file, _line, message, _comments, _context in found:
            yield (message[0], message[1]) if isinstance(message, tuple) else message
    for setting in declared():
        yield setting.label
        if setting.help:
            yield setting.help
    yield from MORE_SENTENCES.values()


def _is_ours(folder: str | Path) -> bool:
    return Path(folder).name not in {"vendor", "__pycache__"}


def collected() -> Catalog:
    """All messages, without translations."""
    catalogue = Catalog(project="Regulars", charset="utf-8", fuzzy=False)
    for message in messages():
        catalogue.add(message)
    return catalogue


def catalogue_path(language: str) -> Path:
    """The file of a language."""
    return CATALOGUES / f"{language}.po"


def read_catalogue(language: str) -> Catalog:
    """A language's catalogue as it is kept; an empty one where there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Regulars", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalogue: Catalog) -> list[Message]:
    """Messages of the program that the catalogue does not say."""
    return [wanted for wanted in collected() if wanted.id and not _is_said(catalogue.get(_key(wanted.id)))]


def _key(message_id: str | Sequence[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _is_said(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def update(language: str) -> Catalog:
    """Takes new messages into a language's catalogue and drops those that are gone."""
    catalogue = read_catalogue(language)
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    save(catalogue, language)
    return catalogue


def save(catalogue: Catalog, language: str) -> None:
    """Writes a catalogue: sorted, without the places of its messages, so that only changed words differ."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, no_location=True)
    lines = written.getvalue().decode().strip("\n").split("\n")
    header = lines.index("")
    kept = [line for line in lines[:header] if line.startswith(_HEADER)]
    catalogue_path(language).write_text("\n".join([*kept, *lines[header:], ""]), encoding="utf-8", newline="\n")


def main() -> int:
    """Updates every catalogue; 1 where something is left to translate."""
    left = 0
    for language in TRANSLATED:
        missing = untranslated(update(language))
        left += len(missing)
        for message in missing:
            sys.stdout.write(f"{language}: {message.id!r}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
