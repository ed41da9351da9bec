"""Every word a person reads stands in every language of the screens, and of the papers."""

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message

from app.core.texts import paper_texts, texts
from printing.document import Direction, Document, Pair, Style, Text
from printing.layout import TextRow, lay_out
from printing.metrics import Metrics, drawn_metrics, printer_metrics
from tests.support.messages import CATALOGUES_KEPT, PAPERS, SCREENS, Domain, messages, read_catalogue, untranslated
from tests.support.sources import application_modules

PLACES = re.compile(r"%\(\w+\)[sd]|%%|{\w*}")
NARROW = (drawn_metrics(384), printer_metrics(384, "cp437"))
"""Rolls of 58 mm: what fits here fits everywhere."""
SAYS = {"papers": {"say", "printed", "shown_and_printed"}, "screens": {"_", "gettext", "marked", "shown_and_printed"}}
# Names of fiscal documents: a receipt that no fiscal device made must not bear them.
FISCAL = {"bg": "касов бон|фискал|системен бон", "ru": "кассовый чек|фискал", "hu": "nyugta|adóügyi|számla:"}


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each translated form with the English one whose facts it must name; singular forms may leave them out."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from ((message.id[1], form) for form in message.string or ())


Kept = tuple[Domain, Catalog]


@pytest.fixture(params=CATALOGUES_KEPT, ids=lambda kept: f"{kept[0].name}-{kept[1]}")
def kept(request: pytest.FixtureRequest) -> Kept:
    """Each catalogue with its domain."""
    domain, language = request.param
    return domain, read_catalogue(domain, language)


@pytest.fixture(params=PAPERS.translated)
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the papers but English."""
    chosen: str = request.param
    return chosen


def test_nothing_is_left_to_translate(kept: Kept) -> None:
    missing = [message.id for message in untranslated(*kept)]
    assert not missing, f"python -m tests.support.messages adds them to the catalogue: {missing}"


def test_nothing_is_kept_that_nobody_says(kept: Kept) -> None:
    domain, catalogue = kept
    found = {
        (message.id if isinstance(message.id, str) else tuple(message.id), message.context) for message in catalogue
    }
    assert found - set(messages(domain)) <= {("", None)}


def test_a_translation_names_the_same_facts(kept: Kept) -> None:
    _, catalogue = kept
    wrong = [
        (english, said)
        for message in catalogue
        if message.id
        for english, said in pairs(message)
        if sorted(PLACES.findall(english)) != sorted(PLACES.findall(said))
    ]
    assert not wrong


def test_what_is_below_the_screens_speaks_the_language_of_the_papers() -> None:
    """But for the names of taxes, which are written once, in the language of the owner who opens the shop."""
    of_screens = {
        path.as_posix()
        for path, tree in application_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "app.core.texts"
        if "texts" in [imported.name for imported in node.names]
    }
    assert {path for path in of_screens if not path.startswith("app/web/")} == {"app/flows/opening.py"}


@pytest.mark.parametrize("domain", [SCREENS, PAPERS], ids=lambda domain: domain.name)
def test_what_code_says_is_collected_wherever_it_stands(domain: Domain) -> None:
    """The collector does not look into f-strings."""
    said = {
        node.args[0].value
        for _, tree in application_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in SAYS[domain.name]
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert said
    assert said - {message.id for message in messages(domain)} == set()


def test_the_catalogue_is_what_the_screens_say() -> None:
    spoken = texts("ru")
    assert spoken.gettext("Settings") != "Settings"
    assert spoken.ngettext("%(num)s right", "%(num)s rights", 5) != "%(num)s rights"


def test_papers_speak_languages_that_no_screen_does(language: str) -> None:
    assert paper_texts(language).gettext("Subtotal") != "Subtotal"
    assert paper_texts("en").gettext("Subtotal") == texts("de").gettext("Subtotal") == "Subtotal"


def words_drawn(metrics: Metrics, language: str, block: Text | Pair) -> list[str]:
    page = lay_out(Document(language, Direction.LEFT_TO_RIGHT, (block,)), metrics)
    return [word for row in page.rows if isinstance(row, TextRow) for run in row.runs for word in run.text.split()]


@pytest.mark.parametrize("metrics", NARROW, ids=["drawn", "printer"])
def test_no_word_of_a_paper_is_broken_on_the_narrowest_roll(language: str, metrics: Metrics) -> None:
    for message in read_catalogue(PAPERS, language):
        said = metrics.prepare(str(message.string)) if message.id else ""
        assert words_drawn(metrics, language, Text(said, Style.TITLE)) == said.split()
        beside = words_drawn(metrics, language, Pair(said, "-123456.50"))
        assert beside == [*said.split(), "-123456.50"]


@pytest.mark.parametrize("language", FISCAL)
def test_no_receipt_pretends_to_be_a_fiscal_one(language: str) -> None:
    said = [str(message.string).casefold() for message in read_catalogue(PAPERS, language)]
    assert [one for one in said if re.search(FISCAL[language], one)] == []
