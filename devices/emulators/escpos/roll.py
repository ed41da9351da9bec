"""The paper of the emulated printer: a roll on which dots appear, and the pieces that are cut from it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageDraw

from printing.fonts import Face, load, sprite

PAPER: Final = 255
MARGIN_DOTS: Final = 32
STAMP: Final = "emulated - training"
_STAMP_FACE: Final = Face("DejaVuSansCondensed.ttf", 16)
_GREY: Final = 150
_GLYPH_FACES: Final = {
    (False, False): Face("DejaVuSansMono.ttf", 20),
    (False, True): Face("DejaVuSansMono-Bold.ttf", 20),
    (True, False): Face("DejaVuSansMono.ttf", 15),
    (True, True): Face("DejaVuSansMono-Bold.ttf", 15),
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character and how it was set; ``wide`` and ``tall`` multiply its cell."""

    character: str
    small: bool
    bold: bool
    wide: int
    tall: int
    inverted: bool
    underlined: bool

    @property
    def width(self) -> int:
        """In dots."""
        return (9 if self.small else 12) * self.wide

    @property
    def height(self) -> int:
        """In dots."""
        return (17 if self.small else 24) * self.tall

    def draw(self) -> Image.Image:
        """The cell with the character in it."""
        cell = Image.new("1", (self.width // self.wide, self.height // self.tall), PAPER)
        drawn = sprite(self.character, _GLYPH_FACES[self.small, self.bold], "1", right_to_left=False)
        if drawn.mask is not None:
            cell.paste(0, (drawn.left, (14 if self.small else 19) + drawn.top), drawn.mask)
        if self.underlined:
            cell.paste(0, (0, cell.height - 2, cell.width, cell.height))
        cell = cell.resize((self.width, self.height), Image.Resampling.NEAREST)
        return cell.point(lambda dot: PAPER - dot) if self.inverted else cell


@dataclass(frozen=True, slots=True)
class Piece:
    """What came out of the printer: its picture, the text on it, the bytes it was made from.

    ``whole`` is False where it was torn by a power loss. ``remarks`` are commands and code pages this printer does
    not know. ``picture`` is the printable width alone; ``framed`` is the paper as a person would see it.
    """

    picture: Image.Image
    text: str
    raw: bytes
    whole: bool
    remarks: tuple[str, ...] = ()
    dpi: float = 203.2

    def framed(self) -> Image.Image:
        """The picture with the white around it, and a stamp that tells it from the shop's own papers."""
        size = (self.picture.width + 2 * MARGIN_DOTS, self.picture.height + 3 * MARGIN_DOTS)
        paper = Image.new("L", size, PAPER)
        paper.paste(self.picture, (MARGIN_DOTS, MARGIN_DOTS))
        ImageDraw.Draw(paper).text(
            (size[0] // 2, size[1] - MARGIN_DOTS // 2), STAMP, fill=_GREY, font=load(_STAMP_FACE), anchor="mm"
        )
        return paper


@dataclass
class Roll:
    """The paper since the last cut.

    ``take_rows`` is asked for so many rows of dots and says how many of them there are.
    """

    width: int
    take_rows: Callable[[int], int]
    strips: list[Image.Image] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on the paper since the last cut."""
        return not self.strips

    def advance(self, strip: Image.Image) -> None:
        """The strip comes out, as far as there is paper."""
        rows = self.take_rows(strip.height)
        if rows:
            self.strips.append(strip.crop((0, 0, self.width, rows)))

    def feed(self, rows: int) -> None:
        """White paper comes out."""
        if rows:
            self.advance(Image.new("1", (self.width, rows), PAPER))

    def line(self, glyphs: list[Glyph], align: int, spacing: int) -> None:
        """A line of characters, standing on one baseline; ``align`` is 0, 1, 2 for left, centre, right."""
        height = max([spacing, *(glyph.height for glyph in glyphs)])
        bottom = max((glyph.height for glyph in glyphs), default=0)
        strip = Image.new("1", (self.width, height), PAPER)
        x = (self.width - sum(glyph.width for glyph in glyphs)) * align // 2
        for glyph in glyphs:
            strip.paste(glyph.draw(), (x, bottom - glyph.height))
            x += glyph.width
        self.text.append("".join(glyph.character for glyph in glyphs).rstrip())
        self.advance(strip)

    def picture(self, picture: Image.Image, align: int) -> None:
        """A picture; what is wider than the paper is lost."""
        strip = Image.new("1", (self.width, picture.height), PAPER)
        strip.paste(picture, (max(0, (self.width - picture.width) * align // 2), 0))
        self.advance(strip)

    def cut(self, raw: bytes, *, whole: bool = True, remarks: tuple[str, ...] = ()) -> Piece:
        """The piece since the last cut comes off."""
        picture = Image.new("1", (self.width, max(1, sum(strip.height for strip in self.strips))), PAPER)
        top = 0
        for strip in self.strips:
            picture.paste(strip, (0, top))
            top += strip.height
        piece = Piece(picture, "\n".join(self.text) + "\n", raw, whole, remarks)
        self.strips, self.text = [], []
        return piece
