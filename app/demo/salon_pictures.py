"""Flat pictures of what a salon sells and does."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from app.demo.sketch import CREAM, INK, IRON, LEAF, SKIN, STEEL, WOOD, Sketch, shade


def shampoo(s: Sketch) -> None:
    """Two bottles."""
    s.ground(18, 82, 87)
    s.box(54, 34, 78, 86, s.deep, 7)
    s.box(60, 24, 72, 36, CREAM, 3)
    s.box(24, 28, 54, 86, s.accent, 9)
    s.box(32, 16, 46, 30, CREAM, 3)
    s.box(29, 46, 49, 70, CREAM, 3)
    s.poly([(39, 66), (33, 58), (39, 50), (45, 58)], LEAF)


def tube(s: Sketch) -> None:
    """A tube of hair colour with its swatch."""
    with s.turned(-24):
        s.poly([(34, 12), (66, 12), (60, 74), (40, 74)], s.accent)
        s.box(32, 8, 68, 14, s.deep, 1)
        s.poly([(38, 28), (62, 28), (60, 56), (40, 56)], CREAM)
        s.box(44, 34, 56, 50, s.deep, 3)
        s.box(42, 74, 58, 90, INK, 3)


def spray(s: Sketch) -> None:
    """A spray can."""
    s.ground(32, 68, 88)
    s.box(34, 30, 66, 88, s.accent, 5)
    s.poly([(36, 32), (64, 32), (58, 22), (42, 22)], STEEL)
    s.box(43, 12, 57, 24, CREAM, 3)
    s.box(34, 46, 66, 72, shade(s.accent, 1.3))
    s.box(40, 53, 60, 56, s.deep, 1.5)
    s.box(40, 61, 54, 64, s.deep, 1.5)
    for x, y in ((30, 12), (24, 17), (24, 8), (17, 13), (17, 20), (16, 6)):
        s.dot(x, y, 1.5, s.accent)


def polish(s: Sketch) -> None:
    """A bottle of nail polish."""
    s.ground(28, 72, 87)
    s.poly([(43, 10), (57, 10), (60, 46), (40, 46)], INK)
    s.box(42, 44, 58, 54, STEEL, 2)
    s.box(28, 50, 72, 86, s.accent, 13)
    s.box(34, 56, 40, 78, shade(s.accent, 1.5), 3)


def jar(s: Sketch) -> None:
    """A jar of cream."""
    s.ground(18, 82, 80)
    s.box(20, 44, 80, 80, s.accent, 9)
    s.box(20, 56, 80, 70, CREAM)
    s.box(17, 30, 83, 48, s.deep, 5)
    s.box(17, 30, 83, 37, shade(s.deep, 1.25), 4)
    s.poly([(50, 68), (45, 62), (50, 57), (55, 62)], LEAF)


def comb(s: Sketch) -> None:
    """A comb and a round brush."""
    with s.turned(-20):
        s.box(18, 14, 30, 88, s.accent, 3)
        for tooth in range(17):
            s.box(30, 17 + tooth * 4, 44, 18.8 + tooth * 4, s.deep, 0.8)
    with s.turned(24):
        s.box(62, 52, 72, 94, WOOD, 4)
        s.box(55, 10, 79, 54, s.deep, 9)
        s.box(60, 14, 74, 50, s.pale, 7)
        for row in range(6):
            for column in range(3):
                s.dot(63.4 + column * 3.6, 19 + row * 5.4, 1.1, s.deep)


def scissors(s: Sketch) -> None:
    """Hairdressing scissors."""
    s.poly([(22, 14), (28, 12), (56, 56), (50, 60)], STEEL)
    s.poly([(78, 14), (72, 12), (44, 56), (50, 60)], shade(STEEL, 0.84))
    s.line([(48, 56), (66, 70)], 5, IRON)
    s.line([(52, 56), (34, 70)], 5, IRON)
    s.arc((58, 64, 82, 88), (0, 360), 5.4, s.accent)
    s.arc((18, 64, 42, 88), (0, 360), 5.4, s.accent)
    s.dot(50, 57, 3, INK)


def hands(s: Sketch) -> None:
    """A cared-for hand."""
    s.box(34, 62, 68, 94, s.deep, 6)
    s.box(33, 40, 69, 76, SKIN, 10)
    for x, top in ((33, 22), (42.4, 14), (51.8, 15), (61, 24)):
        s.box(x, top, x + 8, 58, SKIN, 4)
        s.box(x + 1.6, top + 1.4, x + 6.4, top + 9, s.accent, 2.4)
    for x, top in ((41.4, 30), (50.8, 28), (60.2, 32)):
        s.box(x, top, x + 0.8, 46, shade(SKIN, 0.86))
    s.line([(36, 62), (25, 54), (20, 46)], 8, SKIN)
    s.dot(20.6, 46.4, 2.6, s.accent)


def bench(s: Sketch) -> None:
    """A workbench with a vice."""
    s.ground(12, 88, 86)
    s.box(18, 54, 26, 86, shade(WOOD, 0.8))
    s.box(74, 54, 82, 86, shade(WOOD, 0.8))
    s.box(24, 68, 76, 74, shade(WOOD, 0.88))
    s.box(10, 46, 90, 57, WOOD, 2)
    s.box(22, 34, 42, 47, s.accent, 2)
    s.box(17, 24, 27, 40, s.deep, 2)
    s.box(36, 24, 46, 40, s.deep, 2)
    s.box(8, 30, 18, 33, STEEL, 1)
    s.box(58, 40, 80, 46, STEEL, 1)
    s.box(64, 34, 74, 41, IRON, 1)


def stamp(s: Sketch) -> None:
    """A postage stamp."""
    with s.turned(8):
        s.box(22, 16, 78, 84, CREAM)
        for step in range(10):
            for x in (22, 78):
                s.dot(x, 19 + step * 7, 2.2, s.pale)
        for step in range(8):
            for y in (16, 84):
                s.dot(25.5 + step * 7, y, 2.2, s.pale)
        s.box(29, 23, 71, 77, s.accent, 1)
        s.dot(57, 38, 6, (255, 226, 130))
        s.poly([(29, 77), (29, 66), (44, 46), (56, 62), (62, 54), (71, 66), (71, 77)], s.deep)


PICTURES: Final[Mapping[str, Callable[[Sketch], None]]] = MappingProxyType(
    {picture.__name__: picture for picture in (shampoo, tube, spray, polish, jar, comb, scissors, hands, bench, stamp)}
)
