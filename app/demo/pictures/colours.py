"""The few colours the demo's pictures are drawn in, so that a page of them looks like one hand's work."""

import zlib
from dataclasses import dataclass
from typing import Final

Rgb = tuple[int, int, int]


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """A colour between two: ``share`` 0 is the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


WHITE: Final[Rgb] = (0xFC, 0xFB, 0xF8)
PAPER: Final[Rgb] = (0xF4, 0xEF, 0xE5)
STEEL: Final[Rgb] = (0xAE, 0xB9, 0xC3)
STEEL_LIGHT: Final[Rgb] = (0xCF, 0xD7, 0xDD)
STEEL_DARK: Final[Rgb] = (0x7E, 0x8B, 0x98)
RUBBER: Final[Rgb] = (0x47, 0x51, 0x5C)
RUBBER_DARK: Final[Rgb] = (0x35, 0x3D, 0x47)
RUBBER_LIGHT: Final[Rgb] = (0x66, 0x72, 0x7F)
WOOD: Final[Rgb] = (0xC6, 0x92, 0x5C)
WOOD_LIGHT: Final[Rgb] = (0xDB, 0xB1, 0x82)
WOOD_DARK: Final[Rgb] = (0xA2, 0x71, 0x41)
BRASS: Final[Rgb] = (0xD3, 0xAE, 0x5B)
BRASS_DARK: Final[Rgb] = (0xB0, 0x8B, 0x3C)
SKIN: Final[Rgb] = (0xE8, 0xBC, 0x9B)
SKIN_DARK: Final[Rgb] = (0xD3, 0xA0, 0x7D)
HAIR: Final[Rgb] = (0x7A, 0x4E, 0x36)
HAIR_DARK: Final[Rgb] = (0x5E, 0x3A, 0x27)
LEAF: Final[Rgb] = (0x6B, 0xA0, 0x5A)
LEAF_DARK: Final[Rgb] = (0x4F, 0x80, 0x42)
EARTH: Final[Rgb] = (0x7B, 0x5C, 0x46)
_INK: Final[Rgb] = (0x22, 0x2B, 0x36)


@dataclass(frozen=True, slots=True)
class Tint:
    """The colour that differs from product to product, with the tones of its shaded and its lit side."""

    base: Rgb

    @property
    def dark(self) -> Rgb:
        return mixed(self.base, _INK, 0.24)

    @property
    def light(self) -> Rgb:
        return mixed(self.base, WHITE, 0.38)

    @property
    def pale(self) -> Rgb:
        return mixed(self.base, WHITE, 0.72)


_TINTS: Final[dict[str, Rgb]] = {
    "teal": (0x2A, 0x8C, 0x80),
    "brick": (0xC6, 0x59, 0x42),
    "amber": (0xDD, 0x9E, 0x35),
    "blue": (0x41, 0x78, 0xB3),
    "green": (0x5C, 0x98, 0x50),
    "plum": (0x8B, 0x5D, 0x9C),
    "rose": (0xD4, 0x78, 0x8F),
    "orange": (0xDF, 0x7C, 0x3C),
    "navy": (0x3A, 0x50, 0x75),
    "black": (0x3F, 0x47, 0x50),
    "white": (0xF3, 0xF1, 0xEC),
    "grey": (0x97, 0xA0, 0xA8),
    "silver": (0xB4, 0xBE, 0xC7),
    "clear": (0xD5, 0xE4, 0xEA),
    "red": (0xC2, 0x46, 0x44),
    "yellow": (0xE8, 0xC1, 0x4A),
    "coral": (0xE9, 0x80, 0x6A),
    "mint": (0x82, 0xC2, 0xA9),
    "brown": (0x80, 0x57, 0x3F),
    "hazel": (0x9C, 0x6B, 0x44),
    "blond": (0xD9, 0xB7, 0x78),
    "ash": (0xC2, 0xB0, 0x93),
    "oak": (0xC4, 0x93, 0x58),
    "walnut": (0x7A, 0x55, 0x3D),
    "teak": (0xA4, 0x6B, 0x3D),
}
_USUAL: Final = ("teal", "brick", "amber", "blue", "green", "plum", "orange", "navy")
_AROUND_WORDS: Final = "«»„“,.;"
_BRANDS: Final[dict[str, str]] = {
    "brenn": "orange",
    "halden": "blue",
    "orlo": "brick",
    "nordvik": "amber",
    "linden": "green",
    "maris": "rose",
    "velour": "plum",
    "мастер": "teal",
    "майстор": "teal",
}
_PLATES: Final[tuple[Rgb, ...]] = (
    (0xD3, 0xDD, 0xE4),
    (0xE1, 0xDA, 0xCF),
    (0xD7, 0xDB, 0xDE),
    (0xD2, 0xDF, 0xD8),
    (0xE6, 0xDD, 0xC5),
    (0xDB, 0xD7, 0xE5),
    (0xD5, 0xE1, 0xD0),
    (0xE3, 0xD7, 0xCD),
    (0xE8, 0xD7, 0xD5),
    (0xDC, 0xDA, 0xE0),
)


def tint_of(colour: str | None, name: str, family: str) -> Tint:
    """The named colour, or that in a product's name, else its maker's, else one that its family always gets."""
    words = [word.strip(_AROUND_WORDS).lower() for word in (colour or name).split()]
    for known in (_TINTS, _BRANDS):
        for word in words:
            if word in known:
                return Tint(_TINTS[_BRANDS.get(word, word)])
    return Tint(_TINTS[_USUAL[zlib.crc32(family.encode()) % len(_USUAL)]])


def plate_of(branch: int) -> Rgb:
    """The soft ground of the pictures of a branch of goods, by its place in the list."""
    return _PLATES[branch % len(_PLATES)]
