"""Drawings of the garden: tools, water, soil and seeds."""

import math
from collections.abc import Callable
from typing import Final

from app.demo.pictures.colours import (
    EARTH,
    LEAF,
    LEAF_DARK,
    RUBBER,
    RUBBER_LIGHT,
    STEEL,
    STEEL_DARK,
    STEEL_LIGHT,
    WHITE,
    WOOD,
    WOOD_DARK,
)
from app.demo.pictures.sketch import Sketch


def _shears(s: Sketch) -> None:
    with s.turned(32):
        s.curve([(47, 44), (36, 58), (37, 90)], 8, s.tint.base)
        s.curve([(53, 44), (64, 58), (63, 90)], 8, s.tint.dark)
        s.blob([(47, 6), (58, 18), (58, 34), (52, 46), (45, 38), (45, 20)], STEEL)
        s.blob([(36, 20), (46, 26), (56, 42), (50, 50), (42, 44), (36, 32)], STEEL_LIGHT)
        s.disc(50, 42, 4.6, STEEL_DARK)
    _leaf(s, 76, 24, 0.8, 20)


def _hedge_shears(s: Sketch) -> None:
    with s.turned(30):
        s.stroke([(48, 50), (36, 90)], 7, WOOD)
        s.stroke([(52, 50), (64, 90)], 7, WOOD_DARK)
        s.stroke([(40, 78), (36, 90)], 8.5, s.tint.base)
        s.stroke([(60, 78), (64, 90)], 8.5, s.tint.dark)
        s.area([(42, 2), (51, 46), (56, 52), (46, 56), (40, 44)], STEEL, corner=1.5)
        s.area([(58, 2), (49, 46), (44, 52), (54, 56), (60, 44)], STEEL_LIGHT, corner=1.5)
        s.disc(50, 49, 3.6, STEEL_DARK)


def _spade(s: Sketch) -> None:
    with s.turned(32):
        s.box(47, 14, 53, 64, WOOD, corner=2)
        s.box(50, 14, 53, 64, WOOD_DARK, corner=1)
        s.stroke([(39, 8), (61, 8)], 6, s.tint.base)
        s.stroke([(40, 9), (48, 20)], 4, s.tint.dark)
        s.stroke([(60, 9), (52, 20)], 4, s.tint.dark)
        s.area([(33, 56), (67, 56), (67, 78), (50, 98), (33, 78)], STEEL, corner=5)
        s.area([(50, 56), (67, 56), (67, 78), (50, 98)], STEEL_DARK, corner=4)
        s.box(45.5, 48, 54.5, 66, STEEL_DARK, corner=2)


def _rake(s: Sketch) -> None:
    with s.turned(32, scale=0.88, by=(3, -4)):
        s.box(47.4, 2, 52.6, 64, WOOD, corner=2)
        s.box(50, 2, 52.6, 64, WOOD_DARK, corner=1)
        for spread in (-24, -16, -8, 0, 8, 16, 24):
            s.stroke([(50, 60), (50 + spread, 88), (50 + spread, 94)], 2.6, s.tint.base)
        s.curve([(33, 78), (50, 75), (67, 78)], 3, s.tint.dark)
        s.box(45, 54, 55, 64, RUBBER, corner=2)


def _hose(s: Sketch) -> None:
    for radius, tone in ((32, LEAF_DARK), (24.5, LEAF), (17, LEAF_DARK)):
        s.ring(48, 52, radius, 7.4, tone)
    s.curve([(74, 72), (84, 68), (82, 48), (84, 30)], 7.4, LEAF)
    with s.turned(4, by=(34, -26)):
        s.box(44, 32, 56, 50, s.tint.base, corner=3)
        s.area([(46, 33), (54, 33), (52.5, 22), (47.5, 22)], s.tint.dark, corner=1.5)


def _connector(s: Sketch) -> None:
    with s.turned(38):
        s.box(42, 4, 58, 26, LEAF, corner=2)
        s.box(37, 22, 63, 42, s.tint.base, corner=4)
        for x in (41, 47, 53, 59):
            s.stroke([(x, 26), (x, 38)], 1.8, s.tint.dark)
        s.box(41, 40, 59, 56, RUBBER, corner=3)
        s.box(35, 54, 65, 78, s.tint.base, corner=5)
        s.box(51, 54, 65, 78, s.tint.dark, corner=5)
        s.box(41, 76, 59, 92, RUBBER_LIGHT, corner=3)


def _watering_can(s: Sketch) -> None:
    s.ground(58, 84, 24)
    s.curve([(62, 40), (70, 20), (90, 34), (84, 66)], 5, s.tint.dark)
    s.area([(14, 36), (22, 31), (46, 62), (42, 74)], s.tint.base, corner=3)
    s.area([(8, 40), (24, 26), (28, 31), (13, 45)], s.tint.dark, corner=2)
    s.area([(38, 40), (80, 40), (82, 84), (36, 84)], s.tint.base, corner=6)
    s.area([(66, 40), (80, 40), (82, 84), (66, 84)], s.tint.dark, corner=5)
    s.oval(59, 40, 21, 5, s.tint.light)


def _sprinkler(s: Sketch) -> None:
    for degrees in (-50, -28, 0, 28, 50):
        with s.turned(degrees, by=(0, 12)):
            for y, size in ((18, 2.8), (27, 2.3), (35, 1.8)):
                s.oval(50, y - 6, size, size * 1.3, (0x6F, 0xA9, 0xCF))
    s.stroke([(22, 84), (78, 84)], 7, LEAF_DARK)
    s.area([(30, 84), (40, 70), (60, 70), (70, 84)], RUBBER, corner=3)
    s.box(45, 58, 55, 72, s.tint.base, corner=2)
    s.stroke([(34, 58), (66, 58)], 6, s.tint.dark)


def _soil(s: Sketch) -> None:
    s.ground(50, 88, 27)
    s.area([(26, 16), (74, 16), (78, 26), (76, 88), (24, 88), (22, 26)], s.tint.base, corner=5)
    s.area([(62, 16), (74, 16), (78, 26), (76, 88), (62, 88)], s.tint.dark, corner=5)
    s.box(25, 14, 75, 21, s.tint.dark, corner=2)
    s.disc(50, 54, 20, WHITE)
    s.oval(50, 66, 12, 5, EARTH)
    s.curve([(50, 64), (50, 54), (50, 46)], 2.4, LEAF_DARK)
    _leaf(s, 44, 46, 0.52, -50)
    _leaf(s, 56, 46, 0.52, 50)


def _seeds(s: Sketch) -> None:
    with s.turned(-7):
        s.box(26, 12, 74, 88, WHITE, corner=3)
        s.box(26, 12, 74, 28, s.tint.base, corner=3)
        s.box(33, 18, 58, 22, s.tint.pale, corner=2)
        s.curve([(50, 78), (50, 64), (50, 54)], 2.6, LEAF_DARK)
        _leaf(s, 43, 66, 0.6, -54)
        _leaf(s, 57, 66, 0.6, 54)
        s.disc(50, 46, 10, s.tint.base)
        s.disc(47, 43, 3, s.tint.light)


def _grass(s: Sketch) -> None:
    s.ground(50, 84, 32)
    for place, (x, lean, top) in enumerate(
        ((26, -12, 44), (34, -4, 26), (42, -8, 38), (50, 2, 18), (58, 6, 36), (66, 8, 28), (74, 14, 46))
    ):
        tone = (LEAF, LEAF_DARK)[place % 2]
        s.area([(x - 4, 82), (x + 4, 82), (x + lean, top)], tone, corner=1)
    s.area([(16, 78), (84, 78), (80, 88), (20, 88)], EARTH, corner=4)


def _leaf(s: Sketch, x: float, y: float, size: float, degrees: float) -> None:
    angle = math.radians(degrees)

    def at(along: float, aside: float) -> tuple[float, float]:
        dx, dy = aside * size, -along * size
        return x + dx * math.cos(angle) - dy * math.sin(angle), y + dx * math.sin(angle) + dy * math.cos(angle)

    s.blob([at(16, 0), at(4, 8), at(-12, 0), at(4, -8)], LEAF)
    s.blob([at(16, 0), at(4, 8), at(-12, 0), at(2, 1)], LEAF_DARK)


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "shears": _shears,
    "hedge_shears": _hedge_shears,
    "spade": _spade,
    "rake": _rake,
    "hose": _hose,
    "connector": _connector,
    "watering_can": _watering_can,
    "sprinkler": _sprinkler,
    "soil": _soil,
    "seeds": _seeds,
    "grass": _grass,
}
