"""A paper as a value: a list of blocks that says what is written, not how wide it is.

The document of a sale is stored as JSON beside the sale, so a copy printed next year shows that day's header, tax
names and wording. It is laid out for a width only when it is drawn.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, ClassVar, Final

from app.core.errors import ShopError
from app.core.texts import RIGHT_TO_LEFT

DOCUMENT_VERSION: Final = 1


class Style(StrEnum):
    """How loud a piece of text is; each way of drawing has its own letters for it."""

    TITLE = "title"
    TOTAL = "total"
    TALL = "tall"
    STRONG = "strong"
    NORMAL = "normal"
    SMALL = "small"


class Align(StrEnum):
    """Where text stands in the direction of the document's language."""

    START = "start"
    CENTER = "center"
    END = "end"


class Direction(StrEnum):
    """The way the document's language is written."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"

    @classmethod
    def of(cls, language: str) -> "Direction":
        """The direction of a language, a BCP 47 tag."""
        return cls.RIGHT_TO_LEFT if language in RIGHT_TO_LEFT else cls.LEFT_TO_RIGHT


class RuleStyle(StrEnum):
    """A line across the paper."""

    DASHED = "dashed"
    SOLID = "solid"
    HEAVY = "heavy"


class Symbology(StrEnum):
    """The kinds of linear barcode a paper may carry."""

    CODE128 = "code128"
    EAN13 = "ean13"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; it wraps where it does not fit, and at each line feed."""

    kind: ClassVar[str] = "text"
    text: str
    style: Style = Style.NORMAL
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and a value at the two edges. The label wraps, the value stays whole."""

    kind: ClassVar[str] = "pair"
    label: str
    value: str
    style: Style = Style.NORMAL


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a sale: its name, its amount, and rows below it (quantity, discounts, a note).

    Each of ``rows`` is a label and an amount; the amount may be empty.
    """

    kind: ClassVar[str] = "item"
    name: str
    amount: str
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; the first column stands at the start, figures at the end. The first row is the heading."""

    kind: ClassVar[str] = "table"
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper, with air around it."""

    kind: ClassVar[str] = "rule"
    style: RuleStyle = RuleStyle.SOLID


@dataclass(frozen=True, slots=True)
class Gap:
    """Half a line of air."""

    kind: ClassVar[str] = "gap"


@dataclass(frozen=True, slots=True)
class Banner:
    """A word that must not be overlooked, white on black (COPY, TRAINING)."""

    kind: ClassVar[str] = "banner"
    text: str


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture, named by the SHA-256 of its file so that a changed logo does not change old papers."""

    kind: ClassVar[str] = "logo"
    digest: str


@dataclass(frozen=True, slots=True)
class Barcode:
    """A linear barcode with its text below."""

    kind: ClassVar[str] = "barcode"
    value: str
    symbology: Symbology = Symbology.CODE128


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, with a caption below where there is one."""

    kind: ClassVar[str] = "qr"
    value: str
    caption: str = ""


Block = Text | Pair | Item | Table | Rule | Gap | Banner | Logo | Barcode | Qr

_BLOCKS: Final[dict[str, type[Block]]] = {
    block.kind: block for block in (Text, Pair, Item, Table, Rule, Gap, Banner, Logo, Barcode, Qr)
}


def _stored_fields(block: type[Block]) -> Callable[[Block], tuple[Any, ...]]:
    if block.__slots__:
        return attrgetter("kind", *block.__slots__)
    return lambda plain: (plain.kind,)


_STORED: Final = {block: _stored_fields(block) for block in _BLOCKS.values()}
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ENUMS: Final[dict[tuple[str, str], type[StrEnum]]] = {
    ("text", "style"): Style,
    ("text", "align"): Align,
    ("pair", "style"): Style,
    ("rule", "style"): RuleStyle,
    ("barcode", "symbology"): Symbology,
}


@dataclass(frozen=True, slots=True)
class Document:
    """A paper in one language. ``language`` is a BCP 47 tag."""

    language: str
    direction: Direction
    blocks: tuple[Block, ...]

    def to_json(self) -> str:
        """The text to store; ``from_json`` reads it for as long as the shop keeps its sales."""
        return _encode(
            {
                "version": DOCUMENT_VERSION,
                "language": self.language,
                "direction": self.direction,
                "blocks": [_STORED[type(block)](block) for block in self.blocks],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Document":
        """The stored document.

        Raises ShopError ``document_version`` for one of a newer program, ``document_unreadable`` for a text that is
        no document.
        """
        try:
            stored = json.loads(text)
            version = stored["version"]
            if version != DOCUMENT_VERSION:
                raise ShopError("document_version", version=version, known=DOCUMENT_VERSION)
            return cls(
                language=stored["language"],
                direction=Direction(stored["direction"]),
                blocks=tuple(_block(kind, fields) for kind, *fields in stored["blocks"]),
            )
        except (ValueError, KeyError, TypeError) as problem:
            raise ShopError("document_unreadable", why=str(problem)) from problem


def _block(kind: str, fields: list[Any]) -> Block:
    block = _BLOCKS[kind]
    return block(*(_field(kind, name, value) for name, value in zip(block.__slots__, fields, strict=True)))


def _field(kind: str, name: str, value: Any) -> Any:
    if name == "rows":
        return tuple(tuple(_plain(cell) for cell in row) for row in value)
    enum = _ENUMS.get((kind, name))
    return _plain(value) if enum is None else enum(value)


def _plain(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text is wanted, not {type(value).__name__}")
    return value
