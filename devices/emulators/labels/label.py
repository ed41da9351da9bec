"""What comes out of an emulated label printer."""

from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from printing.fonts import Face, load

PAPER: Final = 255
INK: Final = 0
STAMP: Final = "emulated - training"
_STAMP_FACE: Final = Face("DejaVuSansCondensed.ttf", 16)
_STAMP_DOTS: Final = 24
_EDGE_DOTS: Final = 8
_BACKING: Final = 225
_GREY: Final = 120


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished image: ``picture`` has a label's size in dots, ``texts`` are what can be read on it.

    ``raw`` are the bytes since the image before it, ``remarks`` what in them was unknown or went wrong.
    """

    picture: Image.Image
    texts: tuple[str, ...] = ()
    raw: bytes = b""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """One printed label, the ``copy``-th of ``copies``; lengths in dots at ``dpi``.

    ``gap`` is the backing paper between two labels, 0 where the paper is continuous.
    """

    drawn: Drawn
    copy: int
    copies: int
    dpi: float
    gap: int
    density: int

    @property
    def picture(self) -> Image.Image:
        """The label alone."""
        return self.drawn.picture

    @property
    def text(self) -> str:
        """What can be read on it, a line each."""
        return "".join(f"{text}\n" for text in self.drawn.texts)

    @property
    def raw(self) -> bytes:
        """The bytes it was made of."""
        return self.drawn.raw

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the printer did not know, and which copy this is."""
        copy = (f"copy {self.copy} of {self.copies}",) if self.copies > 1 else ()
        return self.drawn.remarks + copy

    def framed(self) -> Image.Image:
        """The label on its backing paper, which carries the stamp: there is always room for it there."""
        width = self.picture.width + 2 * _EDGE_DOTS
        below = max(_STAMP_DOTS, self.gap)
        paper = Image.new("L", (width, self.picture.height + _EDGE_DOTS + below), _BACKING)
        paper.paste(self.picture, (_EDGE_DOTS, _EDGE_DOTS))
        ImageDraw.Draw(paper).text(
            (width // 2, paper.height - below // 2), STAMP, fill=_GREY, font=load(_STAMP_FACE), anchor="mm"
        )
        return paper


@dataclass(slots=True)
class Batch:
    """Labels that still have to come out; ``pause_every`` 0 is never."""

    drawn: Drawn
    copies: int
    done: int = 0
    pause_every: int = 0

    @property
    def remaining(self) -> int:
        """How many have not come out."""
        return self.copies - self.done
