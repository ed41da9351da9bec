"""Every word a person reads stands in every language of the screens."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from app.core.texts import texts
from tests.support.messages import TRANSLATED, collected, read_catalogue, untranslated

PLACES = re.compile(r"%\(\w+\)[sd]|%%|{\w*}")


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each translated form with the English one whose facts it must name; singular forms may leave them out."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from ((message.id[1], form) for form in message.string or ())


@pytest.fixture(params=TRANSLATED)
def language(request: pytest.FixtureRequest) -> str:
    """Each language but English."""
    chosen: str = request.param
    return chosen


def test_nothing_is_left_to_translate(language: str) -> None:
    missing = [message.id for message in untranslated(read_catalogue(language))]
    assert not missing, f"python -m tests.support.messages adds them to the catalogue: {missing}"


def test_nothing_is_kept_that_nobody_says(language: str) -> None:
    said = {message.id if isinstance(message.id, str) else tuple(message.id) for message in collected()}
    kept = {message.id if isinstance(message.id, str) else tuple(message.id) for message in read_catalogue(language)}
    assert kept - said == set()


def test_a_translation_names_the_same_facts(language: str) -> None:
    wrong = [
        (english, said)
        for message in read_catalogue(language)
        if message.id
        for english, said in pairs(message)
        if sorted(PLACES.findall(english)) != sorted(PLACES.findall(said))
    ]
    assert not wrong


def test_the_catalogue_is_what_the_screens_say(language: str) -> None:
    spoken = texts(language)
    assert spoken.gettext("Settings") != "Settings"
    assert spoken.ngettext("%(num)s right", "%(num)s rights", 5) != "%(num)s rights"
