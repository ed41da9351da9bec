"""The messages of the program: collected from code, templates and declarations, kept in the catalogues.

Screens and papers have a domain each (``app.core.texts``). ``python -m tests.support.messages`` brings every catalogue
of both up to date and says what is still to be translated.
"""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import app.factory  # every part of the program, and with it every setting
import app.schema  # noqa: F401
from app.core.settings import declared
from app.core.texts import CATALOGUES, PAPER_CATALOGUES, SCREEN_LANGUAGES, SOURCE_LANGUAGE
from app.places.settings import PAPER_LANGUAGES
from app.web.shared.sentences import MORE_SENTENCES
from tests.support.sources import PROJECT, application_packages

_CODE: Final = ("**.py", "python")
_TEMPLATES: Final = ("**/templates/**.html", "jinja2")
_OPTIONS: Final = {"**/templates/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}


Keyword = tuple[int | tuple[int, str], ...] | None
"""Which arguments of a function are its messages, as Babel writes it; the one and only where nothing is said."""


@dataclass(frozen=True, eq=False)
class Domain:
    """Messages with catalogues of their own: where they lie, for which languages, how code marks them."""

    name: str
    folder: Path
    languages: tuple[str, ...]
    methods: tuple[tuple[str, str], ...]
    keywords: Mapping[str, Keyword]

    @property
    def translated(self) -> tuple[str, ...]:
        """Every language but that of the source."""
        return tuple(language for language in self.languages if language != SOURCE_LANGUAGE)


SCREENS: Final = Domain(
    "screens",
    CATALOGUES,
    SCREEN_LANGUAGES,
    (_CODE, _TEMPLATES),
    {
        "_": None,
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "marked": None,
        "shown_and_printed": None,
    },
)
PAPERS: Final = Domain(
    "papers", PAPER_CATALOGUES, PAPER_LANGUAGES, (_CODE,), {"say": None, "printed": None, "shown_and_printed": None}
)
CATALOGUES_KEPT: Final = tuple((domain, language) for domain in (SCREENS, PAPERS) for language in domain.translated)

_HEADER: Final = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
"""What stands at the head of a catalogue: no dates and no names, which would change with every run."""

MessageId = str | tuple[str, str]


class Said(NamedTuple):
    """A message of the code: a pair where it has a plural, with a context where another place calls it otherwise."""

    id: MessageId
    context: str | None = None


@cache
def messages(domain: Domain) -> tuple[Said, ...]:
    """Every message of a domain. One may come several times."""
    return tuple(_found(domain))


def _found(domain: Domain) -> Iterator[Said]:
    for package in application_packages():
        found = extract_from_dir(
            PROJECT / package,
            method_map=domain.methods,
            options_map=_OPTIONS,
            keywords=domain.keywords,
            directory_filter=_is_ours,
        )
        for _file, _line, message, _comments, context in found:
            yield Said((message[0], message[1]) if isinstance(message, tuple) else message, context)
    if domain is SCREENS:
        for setting in declared():
            yield Said(setting.label)
            if setting.help:
                yield Said(setting.help)
        yield from map(Said, MORE_SENTENCES.values())


def _is_ours(folder: str | Path) -> bool:
    return Path(folder).name not in {"vendor", "__pycache__"}


def collected(domain: Domain) -> Catalog:
    """All messages of a domain, without translations."""
    catalogue = Catalog(project="Regulars", charset="utf-8", fuzzy=False)
    for message in messages(domain):
        catalogue.add(message.id, context=message.context)
    return catalogue


def catalogue_path(domain: Domain, language: str) -> Path:
    """The file of a language."""
    return domain.folder / f"{language}.po"


def read_catalogue(domain: Domain, language: str) -> Catalog:
    """A language's catalogue as it is kept; an empty one where there is none yet."""
    path = catalogue_path(domain, language)
    if not path.exists():
        return Catalog(locale=language, project="Regulars", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(domain: Domain, catalogue: Catalog) -> list[Message]:
    """Messages of a domain that the catalogue does not say."""
    return [
        wanted
        for wanted in collected(domain)
        if wanted.id and not _is_said(catalogue.get(_key(wanted.id), wanted.context))
    ]


def _key(message_id: str | Sequence[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _is_said(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def update(domain: Domain, language: str) -> Catalog:
    """Takes new messages into a language's catalogue and drops those that are gone."""
    catalogue = read_catalogue(domain, language)
    catalogue.update(collected(domain), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    save(catalogue, domain, language)
    return catalogue


def save(catalogue: Catalog, domain: Domain, language: str) -> None:
    """Writes a catalogue: sorted, without the places of its messages, so that only changed words differ."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, no_location=True)
    _, messages_said = written.getvalue().decode().split("\n\n", 1)
    header = _HEADER.format(language=language, plural_forms=catalogue.plural_forms)
    text = f"{header}\n{messages_said.strip()}\n"
    catalogue_path(domain, language).write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    """Updates every catalogue; 1 where something is left to translate."""
    left = 0
    for domain, language in CATALOGUES_KEPT:
        missing = untranslated(domain, update(domain, language))
        left += len(missing)
        for message in missing:
            sys.stdout.write(f"{domain.name}, {language}: {message.id!r}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
