"""The languages of papers on the emulated printer: its own letters where a code page has them, else drawn ones."""

import pytest
from PIL import Image, ImageChops

from devices.drivers.escpos.encode import encode
from devices.drivers.escpos.options import Drawing, EscposOptions
from devices.emulators.escpos.mode import CODE_PAGES
from devices.emulators.escpos.roll import Glyph
from printing.document import Align, Block, Direction, Document, Pair, Style, Text
from printing.fonts import Face, sprite
from printing.layout import no_pictures
from printing.text import plainer
from tests.devices.paper import one_paper
from tests.support.messages import PAPERS, read_catalogue

AMOUNT = "-1234,50"
# The pages that docs/papers.md names for each language.
PAGES = {"bg": (17, 46), "ru": (17, 46), "hu": (18, 45), "de": (19, 16), "fr": (19, 16)}
LETTERS = (
    ("Árvíztűrő tükörfúrógép, ŐŰÖÜÓÚÉÁÍ", 18),
    ("Árvíztűrő tükörfúrógép, ŐŰÖÜÓÚÉÁÍ", 45),
    ("Œuf, cœur, façade, où, Noël, ÀÂÇÉÈÊËÎÏÔÛÙŸ €", 16),
    ("façade, où, Noël, âge, île, ÀÂÇÉÈÊËÎÏÔÛÙ €", 19),
    ("Größe, Maß, süß, Öl, Übergröße, Ähre €", 19),
    ("Щъркел, жълъд, юфка, ябълка, чаша, ьЬъЪ №", 17),
    ("Щъркел, жълъд, юфка, ябълка, чаша, ьЬъЪ № €", 46),
)


def said(language: str) -> list[str]:
    """Every message of a language's papers."""
    return [str(message.string) for message in read_catalogue(PAPERS, language) if message.id]


def printed(language: str, page: int, *blocks: Block, drawing: Drawing = Drawing.AUTO) -> bytes:
    direction = Direction.of(language)
    options = EscposOptions(encoding=CODE_PAGES[page], page=page, drawing=drawing)
    return encode(Document(language, direction, blocks), options, no_pictures)


@pytest.mark.parametrize(("language", "page"), [(name, page) for name, pages in PAGES.items() for page in pages])
def test_a_code_page_has_every_word_of_its_language(language: str, page: int) -> None:
    messages = said(language)
    sent = printed(language, page, *(Pair(message, AMOUNT) for message in messages))
    assert b"\x1dv0" not in sent, "a line was drawn"
    written = " ".join(f"{plainer(message, CODE_PAGES[page])} {AMOUNT}" for message in messages)
    assert one_paper(sent).text.split() == written.split()


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize(("text", "page"), LETTERS)
def test_letters_of_a_language_come_back_from_the_paper(text: str, page: int, style: Style) -> None:
    paper = one_paper(printed("en", page, Text(text, style, Align.START)))
    assert " ".join(paper.text.split()) == text


@pytest.mark.parametrize(("small", "size"), [(True, 15), (False, 20)])
def test_the_emulator_cuts_no_accent_off(small: bool, size: int) -> None:
    for letter in {letter for text, _ in LETTERS for letter in text if not letter.isspace()}:
        cell = Glyph(letter, small, bold=False, wide=1, tall=1, inverted=False, underlined=False).draw()
        mask = sprite(letter, Face("DejaVuSansMono.ttf", size), "1", right_to_left=False).mask
        assert mask is not None
        box = ImageChops.invert(cell).getbbox()
        assert box is not None
        assert (box[2] - box[0], box[3] - box[1]) == mask.size, letter


@pytest.mark.parametrize("letter", "œŒ")
def test_a_letter_that_a_page_lacks_is_drawn(letter: str) -> None:
    sent = printed("fr", 19, *(Text(word) for word in (f"c{letter}ur", "Scie", "Marteau", "Vis")))
    assert sent.count(b"\x1dv0") == 1
    assert one_paper(sent).text.split() == ["Scie", "Marteau", "Vis"]


def test_arabic_letters_are_joined() -> None:
    words = {word for message in said("ar") for word in message.split() if len(word) > 3 and word.isalpha()}
    assert len(words) > 50
    assert all(ink_of(word) != ink_of("\u200c".join(word)) for word in words)


def test_an_arabic_paper_begins_at_the_right() -> None:
    """Every label ends where the paper does, and an amount stands at the left with its digits in their order."""
    from_right = picture_of(printed("ar", 50, Pair("المجموع", AMOUNT)))
    from_left = picture_of(printed("en", 50, Pair("المجموع", AMOUNT), drawing=Drawing.PICTURE))
    width = from_right.width
    assert ImageChops.difference(ink(from_right, 0, 120), ink(from_left, width - 120, width)).getbbox() is None
    assert ImageChops.difference(ink(from_right, 300, width), ink(from_left, 0, 300)).getbbox() is None


def test_an_address_in_latin_letters_keeps_its_order_on_an_arabic_paper() -> None:
    address = Text("1 Main St, 2nd floor")
    assert (
        ImageChops.difference(
            picture_of(printed("ar", 50, address)), picture_of(printed("en", 50, address, drawing=Drawing.PICTURE))
        ).getbbox()
        is None
    )


def ink_of(word: str) -> bytes:
    drawn = sprite(word, Face("DejaVuSansCondensed.ttf", 22), "1", right_to_left=True).mask
    assert drawn is not None
    return drawn.tobytes()


def picture_of(sent: bytes) -> Image.Image:
    return one_paper(sent).picture


def ink(picture: Image.Image, start: int, end: int) -> Image.Image:
    """What is black between two columns, without the white around it."""
    part = ImageChops.invert(picture.crop((start, 0, end, picture.height)))
    return part.crop(part.getbbox())
