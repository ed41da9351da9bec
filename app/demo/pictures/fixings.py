"""Drawings of what holds things together, and of abrasives."""

import math
from collections.abc import Callable
from typing import Final

from app.demo.pictures.colours import (
    BRASS,
    BRASS_DARK,
    PAPER,
    RUBBER,
    RUBBER_DARK,
    RUBBER_LIGHT,
    STEEL,
    STEEL_DARK,
    STEEL_LIGHT,
    WHITE,
    Rgb,
    mixed,
)
from app.demo.pictures.sketch import Sketch

_GRIT: Final[Rgb] = (0xB5, 0x7C, 0x4B)


def _screw(s: Sketch) -> None:
    _screw_at(s, 32, (-15, 5), 0.82, (BRASS, BRASS_DARK))
    _screw_at(s, 32, (13, -1), 1.0, (BRASS, BRASS_DARK))


def _steel_screw(s: Sketch) -> None:
    _screw_at(s, 32, (-15, 5), 0.82, (STEEL, STEEL_DARK))
    _screw_at(s, 32, (13, -1), 1.0, (STEEL, STEEL_DARK))


def _black_screw(s: Sketch) -> None:
    _screw_at(s, 32, (-15, 5), 0.82, (RUBBER_LIGHT, RUBBER_DARK))
    _screw_at(s, 32, (13, -1), 1.0, (RUBBER_LIGHT, RUBBER_DARK))


def _nail(s: Sketch) -> None:
    for degrees, by in ((36, (-20, 6)), (36, (0, 0)), (36, (20, -4))):
        with s.turned(degrees, by=by, scale=0.84):
            s.area([(47.4, 16), (52.6, 16), (52.6, 82), (50, 91), (47.4, 82)], STEEL)
            s.area([(50, 16), (52.6, 16), (52.6, 82), (50, 91)], STEEL_DARK)
            s.oval(50, 15, 9, 3.6, STEEL_LIGHT)
            s.oval(50, 16.4, 9, 3, STEEL)


def _staples(s: Sketch) -> None:
    for place in range(7):
        x, y = 24 + place * 6.2, 30 + place * 2.6
        s.stroke([(x, y + 34), (x, y), (x + 20, y), (x + 20, y + 34)], 3.6, (STEEL, STEEL_DARK)[place % 2])


def _bolt(s: Sketch) -> None:
    with s.turned(38):
        s.box(42, 30, 58, 92, STEEL, corner=2)
        s.box(51, 30, 58, 92, STEEL_DARK, corner=2)
        for y in range(52, 90, 6):
            s.area([(41, y + 3), (59, y), (59, y + 2.2), (41, y + 5.2)], STEEL_LIGHT)
        s.area([(30, 12), (70, 12), (72, 30), (28, 30)], STEEL, corner=2)
        s.area([(40, 12), (60, 12), (60, 30), (40, 30)], STEEL_LIGHT)
        s.area([(60, 12), (70, 12), (72, 30), (60, 30)], STEEL_DARK, corner=1)


def _nut(s: Sketch) -> None:
    for x, y, size, turn in ((38, 42, 25, 8), (69, 68, 17, 24)):
        corners = [
            (x + size * math.cos(math.radians(turn + 60 * k)), y + size * math.sin(math.radians(turn + 60 * k)))
            for k in range(6)
        ]
        s.area([(a + 1.5, b + 3.5) for a, b in corners], STEEL_DARK, corner=2)
        s.area(corners, STEEL, corner=2)
        s.disc(x, y, size * 0.62, STEEL_LIGHT)
        s.disc(x, y, size * 0.5, STEEL_DARK)
        s.disc(x + 0.8, y + 1.6, size * 0.45, s.plate)


def _washer(s: Sketch) -> None:
    for x, y, size in ((36, 38, 22), (66, 56, 20), (34, 74, 14)):
        s.ring(x + 1.4, y + 2.4, size * 0.72, size * 0.56, STEEL_DARK)
        s.ring(x, y, size * 0.72, size * 0.56, STEEL)
        s.ring(x, y, size * 0.86, size * 0.12, STEEL_LIGHT)


def _rod(s: Sketch) -> None:
    for by in ((-11, -8), (8, 8)):
        with s.turned(52, by=by, scale=0.86):
            s.box(44.5, 4, 55.5, 96, STEEL)
            s.box(52, 4, 55.5, 96, STEEL_DARK)
            for y in range(6, 95, 6):
                s.area([(44.5, y + 2.6), (55.5, y), (55.5, y + 1.8), (44.5, y + 4.4)], STEEL_LIGHT)


def _plug(s: Sketch) -> None:
    for degrees, by, scale in ((28, (-17, 4), 0.9), (28, (12, -2), 1.05)):
        with s.turned(degrees, by=by, scale=scale):
            s.area([(41, 18), (59, 18), (57, 74), (53, 88), (47, 88), (43, 74)], s.tint.base, corner=3)
            s.area([(51, 18), (59, 18), (57, 74), (53, 88), (51, 88)], s.tint.dark, corner=2)
            s.box(38, 14, 62, 21, s.tint.light, corner=2.4)
            for y in (32, 42, 52, 62):
                s.area([(42, y), (37, y + 6), (43, y + 6)], s.tint.base)
                s.area([(58, y), (63, y + 6), (57, y + 6)], s.tint.dark)
            s.box(49, 40, 51, 84, s.plate, corner=1)


def _anchor(s: Sketch) -> None:
    with s.turned(36):
        s.box(45, 8, 55, 92, STEEL, corner=2)
        for y in range(12, 36, 5):
            s.area([(45, y + 2.4), (55, y), (55, y + 1.6), (45, y + 4)], STEEL_DARK)
        s.box(33, 34, 67, 38, STEEL_LIGHT, corner=1.5)
        s.area([(36, 24), (64, 24), (64, 34), (36, 34)], STEEL_DARK, corner=2)
        s.box(45, 24, 55, 34, STEEL)
        s.box(42.5, 52, 57.5, 82, s.tint.base, corner=2)
        s.box(50, 52, 57.5, 82, s.tint.dark, corner=2)
        s.box(49, 58, 51, 82, s.plate)
        s.area([(43, 84), (57, 84), (59, 94), (41, 94)], STEEL_DARK, corner=2)


def _bracket(s: Sketch) -> None:
    s.area([(24, 14), (42, 14), (42, 62), (86, 62), (86, 80), (24, 80)], STEEL, corner=3)
    s.area([(36, 14), (42, 14), (42, 62), (86, 62), (86, 67), (36, 67)], STEEL_LIGHT, corner=1)
    s.area([(42, 40), (42, 62), (64, 62)], STEEL_DARK, corner=2)
    for x, y in ((31, 25), (31, 42), (56, 73), (75, 73)):
        s.disc(x, y, 3.6, STEEL_DARK)
        s.disc(x, y + 0.7, 2.9, s.plate)


def _ties(s: Sketch) -> None:
    for place, tone in enumerate((s.tint.base, s.tint.dark, s.tint.light)):
        with s.turned(-10 + place * 10, by=(-17 + place * 17, 0)):
            s.stroke([(50, 24), (50, 88)], 4.4, tone)
            s.box(44.5, 12, 55.5, 25, tone, corner=2.5)
            s.box(47.4, 16, 52.6, 20, s.plate, corner=1)


def _sandpaper(s: Sketch) -> None:
    for place, by in enumerate(((7, 7), (2, 1), (-4, -5))):
        with s.turned(-9 + place * 6, by=by):
            s.box(22, 22, 78, 78, mixed(_GRIT, RUBBER, 0.24 - place * 0.12), corner=1.5)
    with s.turned(3, by=(-4, -5)):
        s.area([(78, 56), (78, 78), (54, 78)], PAPER)
        s.area([(54, 78), (78, 56), (58, 58)], s.tint.base, corner=1.5)
        for x, y in ((30, 32), (44, 28), (62, 34), (34, 48), (50, 44), (66, 48), (40, 62), (30, 70), (48, 70)):
            s.disc(x, y, 1.1, mixed(_GRIT, RUBBER_DARK, 0.4))


def _sanding_disc(s: Sketch) -> None:
    for place, (x, y) in enumerate(((57, 56), (50, 50), (43, 44))):
        s.disc(x, y, 33, mixed(_GRIT, RUBBER, 0.3 - place * 0.15))
    for degrees in range(0, 360, 45):
        angle = math.radians(degrees)
        s.disc(43 + 20 * math.cos(angle), 44 + 20 * math.sin(angle), 3.4, s.plate)
    s.disc(43, 44, 9.5, s.tint.base)
    s.disc(43, 44, 3.6, s.plate)


def _wool(s: Sketch) -> None:
    s.blob([(20, 58), (24, 34), (44, 26), (64, 28), (80, 44), (78, 66), (60, 78), (34, 76)], STEEL)
    for turn, size in ((0, 24), (55, 18), (110, 22), (160, 14), (200, 20), (290, 10)):
        with s.turned(turn, scale=size / 22):
            s.curve([(32, 52), (40, 38), (56, 40), (64, 52), (54, 62), (42, 58)], 1.4, STEEL_LIGHT)
            s.curve([(36, 58), (46, 46), (60, 48), (58, 60)], 1.2, STEEL_DARK)
    with s.turned(-10):
        s.box(40, 22, 60, 82, s.tint.base, corner=2)
        s.box(44, 44, 56, 60, WHITE, corner=2)


def _screw_at(s: Sketch, degrees: float, by: tuple[float, float], scale: float, metal: tuple[Rgb, Rgb]) -> None:
    light = mixed(metal[0], WHITE, 0.4)
    with s.turned(degrees, by=by, scale=scale):
        s.area([(34, 14), (66, 14), (56, 26), (44, 26)], metal[0], corner=2)
        s.area([(52, 14), (66, 14), (56, 26), (52, 26)], metal[1], corner=1.5)
        s.area([(45, 25), (55, 25), (54, 78), (50, 92), (46, 78)], metal[0], corner=1)
        s.area([(50, 25), (55, 25), (54, 78), (50, 92)], metal[1])
        for place, y in enumerate(range(40, 84, 7)):
            wide = 8.2 - place * 0.7
            s.area(
                [(50 - wide, y + 3.5), (50 + wide, y), (50 + wide, y + 1.8), (50 - wide, y + 5.6)], light, corner=0.6
            )
        s.box(45, 11.5, 55, 14.5, light, corner=1)


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "screw": _screw,
    "steel_screw": _steel_screw,
    "black_screw": _black_screw,
    "nail": _nail,
    "staples": _staples,
    "bolt": _bolt,
    "nut": _nut,
    "washer": _washer,
    "rod": _rod,
    "plug": _plug,
    "anchor": _anchor,
    "bracket": _bracket,
    "ties": _ties,
    "sandpaper": _sandpaper,
    "sanding_disc": _sanding_disc,
    "wool": _wool,
}
