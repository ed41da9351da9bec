"""Drawings of what a salon sells and works with."""

from collections.abc import Callable
from typing import Final

from app.demo.pictures.colours import (
    BRASS,
    BRASS_DARK,
    RUBBER,
    RUBBER_DARK,
    RUBBER_LIGHT,
    STEEL,
    STEEL_LIGHT,
    WHITE,
    WOOD,
    WOOD_DARK,
    Rgb,
    mixed,
)
from app.demo.pictures.sketch import Sketch

_SHADED_WHITE: Final[Rgb] = mixed(WHITE, STEEL, 0.4)
_CREAM: Final[Rgb] = (0xFB, 0xF1, 0xE2)
_OIL: Final[Rgb] = (0xE0, 0xA9, 0x4E)


def _shampoo(s: Sketch) -> None:
    s.ground(50, 89, 21)
    s.stroke([(50, 20), (50, 13), (36, 13)], 4.4, s.tint.dark)
    s.box(46.5, 14, 53.5, 30, s.tint.dark, corner=1)
    s.box(40, 25, 60, 34, s.tint.dark, corner=2.5)
    s.area([(36, 34), (64, 34), (70, 42), (70, 89), (30, 89), (30, 42)], s.tint.base, corner=7)
    s.area([(58, 34), (64, 34), (70, 42), (70, 89), (58, 89)], s.tint.dark, corner=6)
    _label(s, 30, 50, 70, 76)


def _flip_bottle(s: Sketch) -> None:
    s.ground(50, 90, 19)
    s.area([(34, 16), (66, 16), (69, 40), (66, 76), (34, 76), (31, 40)], s.tint.light, corner=8)
    s.area([(57, 16), (66, 16), (69, 40), (66, 76), (57, 76)], s.tint.base, corner=7)
    s.box(34, 75, 66, 90, s.tint.dark, corner=3)
    s.oval(50, 44, 13, 17, WHITE)
    s.box(43, 39, 57, 42, s.tint.base, corner=1.4)
    s.box(45, 46, 55, 48.5, s.tint.light, corner=1.2)


def _jar(s: Sketch) -> None:
    s.ground(50, 80, 29)
    s.area([(22, 44), (78, 44), (76, 80), (24, 80)], s.tint.base, corner=7)
    s.area([(62, 44), (78, 44), (76, 80), (62, 80)], s.tint.dark, corner=6)
    s.box(19, 26, 81, 46, WHITE, corner=4)
    s.box(64, 26, 81, 46, _SHADED_WHITE, corner=4)
    s.box(30, 56, 56, 60, WHITE, corner=2)
    s.box(30, 66, 47, 69, s.tint.pale, corner=1.5)


def _dropper(s: Sketch) -> None:
    s.ground(50, 89, 18)
    s.blob([(45, 8), (55, 8), (57, 18), (55, 26), (45, 26), (43, 18)], RUBBER)
    s.box(40, 25, 60, 37, s.tint.dark, corner=2.5)
    s.area([(42, 37), (58, 37), (66, 47), (66, 89), (34, 89), (34, 47)], _OIL, corner=6)
    s.area([(57, 37), (66, 47), (66, 89), (57, 89)], mixed(_OIL, RUBBER_DARK, 0.2), corner=5)
    _label(s, 34, 54, 66, 78)


def _lotion(s: Sketch) -> None:
    s.ground(50, 89, 19)
    s.box(40, 12, 60, 30, s.tint.dark, corner=3)
    s.area([(38, 30), (62, 30), (68, 42), (68, 89), (32, 89), (32, 42)], WHITE, corner=7)
    s.area([(58, 30), (62, 30), (68, 42), (68, 89), (58, 89)], _SHADED_WHITE, corner=6)
    s.box(32, 52, 68, 62, s.tint.base)
    s.box(58, 52, 68, 62, s.tint.dark)
    s.box(39, 69, 55, 72, s.tint.light, corner=1.4)
    s.box(39, 77, 49, 80, s.tint.pale, corner=1.4)


def _hair_colour(s: Sketch) -> None:
    s.box(14, 18, 48, 84, WHITE, corner=3)
    s.box(40, 18, 48, 84, _SHADED_WHITE, corner=2)
    s.box(14, 18, 48, 34, s.tint.base, corner=3)
    s.blob([(22, 74), (20, 56), (28, 44), (38, 46), (40, 58), (34, 62), (32, 76)], s.tint.base)
    s.curve([(24, 72), (24, 58), (31, 49)], 1.8, s.tint.light)
    s.box(63, 14, 75, 26, RUBBER, corner=2.5)
    s.area([(62, 26), (76, 26), (84, 38), (84, 84), (54, 84), (54, 38)], s.tint.light, corner=4)
    s.area([(71, 26), (76, 26), (84, 38), (84, 84), (71, 84)], s.tint.base, corner=3)
    s.box(53, 82, 85, 89, STEEL, corner=1.5)
    s.box(58, 48, 80, 72, WHITE, corner=2)
    s.box(62, 56, 76, 59.5, s.tint.base, corner=1.5)


def _powder_tub(s: Sketch) -> None:
    s.ground(50, 86, 26)
    s.area([(26, 32), (74, 32), (72, 86), (28, 86)], WHITE, corner=5)
    s.area([(62, 32), (74, 32), (72, 86), (61, 86)], _SHADED_WHITE, corner=5)
    s.box(22, 20, 78, 35, s.tint.base, corner=4)
    s.box(62, 20, 78, 35, s.tint.dark, corner=4)
    s.disc(47, 59, 14, s.tint.pale)
    s.blob([(38, 64), (41, 56), (47, 52), (53, 56), (57, 64)], s.tint.base)


def _tint_bowl(s: Sketch) -> None:
    with s.turned(38, by=(14, -10)):
        s.box(47, 6, 53, 56, RUBBER, corner=2.5)
        s.area([(42, 54), (58, 54), (60, 74), (40, 74)], s.tint.light, corner=2)
        s.box(41, 50, 59, 57, RUBBER_DARK, corner=2)
    s.area([(12, 50), (88, 50), (78, 82), (22, 82)], RUBBER, corner=9)
    s.area([(64, 50), (88, 50), (78, 82), (62, 82)], RUBBER_DARK, corner=9)
    s.oval(50, 50, 38, 8, RUBBER_LIGHT)
    s.oval(50, 51, 32, 6, s.tint.base)
    s.oval(44, 50, 16, 2.6, s.tint.light)


def _hair_spray(s: Sketch) -> None:
    s.ground(50, 90, 15)
    for x, y, size in ((70, 16, 2.2), (78, 12, 2.6), (78, 20, 2.2), (86, 16, 2.8), (87, 8, 1.8), (87, 24, 1.8)):
        s.disc(x, y, size, mixed(s.plate, WHITE, 0.75))
    s.area([(38, 12), (60, 12), (60, 18), (55, 28), (38, 28)], WHITE, corner=3)
    s.box(36, 26, 64, 34, STEEL_LIGHT, corner=2)
    s.box(36, 33, 64, 90, s.tint.base, corner=5)
    s.box(55, 33, 64, 90, s.tint.dark, corner=5)
    s.box(36, 46, 64, 49, BRASS)
    s.box(36, 78, 64, 81, BRASS)
    s.box(41, 58, 52, 61, s.tint.pale, corner=1.4)
    s.box(41, 66, 48, 69, s.tint.light, corner=1.4)


def _hair_dryer(s: Sketch) -> None:
    s.area([(52, 50), (66, 50), (62, 82), (64, 90), (50, 90), (50, 80)], s.tint.dark, corner=5)
    s.curve([(57, 88), (57, 96), (46, 97), (38, 94)], 2.6, RUBBER)
    s.area([(22, 28), (26, 24), (26, 54), (22, 50)], RUBBER, corner=1.5)
    s.area(
        [(26, 27), (46, 20), (68, 18), (80, 28), (82, 40), (78, 52), (66, 58), (46, 56), (26, 51)],
        s.tint.base,
        corner=8,
    )
    s.area([(26, 44), (82, 42), (78, 52), (66, 58), (46, 56), (26, 51)], s.tint.dark, corner=6)
    s.disc(69, 38, 11, s.tint.light)
    for radius in (4, 7.6):
        s.ring(69, 38, radius, 1.6, s.tint.base)
    s.box(55, 64, 60, 74, WHITE, corner=2.2)
    for y in (32, 39, 46):
        s.curve([(16, y), (11, y - 2), (6, y + 1)], 2, STEEL)


def _straightener(s: Sketch) -> None:
    with s.turned(42):
        s.curve([(50, 92), (50, 99), (56, 106)], 3, RUBBER)
        with s.turned(-7, by=(-3, 0)):
            s.box(40, 8, 49, 94, s.tint.base, corner=4)
            s.box(46.5, 12, 49.5, 42, STEEL_LIGHT, corner=1)
        with s.turned(7, by=(3, 0)):
            s.box(51, 8, 60, 94, s.tint.dark, corner=4)
            s.box(50.5, 12, 53.5, 42, STEEL, corner=1)
        s.disc(50, 86, 5.5, RUBBER)
        s.disc(43, 62, 1.8, WHITE)


def _polish(s: Sketch) -> None:
    s.ground(50, 88, 20)
    s.area([(43, 10), (57, 10), (59, 48), (41, 48)], RUBBER_DARK, corner=3)
    s.area([(43, 10), (48, 10), (47, 48), (41, 48)], RUBBER, corner=2)
    s.box(42, 46, 58, 53, STEEL, corner=1)
    s.area([(38, 52), (62, 52), (70, 62), (70, 88), (30, 88), (30, 62)], s.tint.base, corner=7)
    s.area([(58, 52), (62, 52), (70, 62), (70, 88), (58, 88)], s.tint.dark, corner=6)
    s.box(35, 64, 39.5, 81, s.tint.light, corner=2.2)


def _nail_file(s: Sketch) -> None:
    for degrees, by, tone in ((44, (-9, 3), s.tint.dark), (28, (9, -2), s.tint.base)):
        with s.turned(degrees, by=by):
            s.box(43, 6, 57, 94, mixed(tone, WHITE, 0.5), corner=7)
            s.box(45.5, 9, 54.5, 91, tone, corner=4.5)
            for x, y in ((48, 20), (52, 30), (47.5, 40), (51.6, 52), (48, 62), (52, 72), (49, 82)):
                s.disc(x, y, 0.9, mixed(tone, WHITE, 0.45))


def _cream_tube(s: Sketch) -> None:
    s.ground(50, 90, 17)
    s.area([(28, 10), (72, 10), (64, 74), (36, 74)], s.tint.pale, corner=3)
    s.area([(60, 10), (72, 10), (64, 74), (57, 74)], s.tint.light, corner=2)
    s.box(27, 8, 73, 16, s.tint.base, corner=1.5)
    s.box(38, 73, 62, 90, s.tint.dark, corner=3)
    s.box(38, 28, 56, 32, s.tint.base, corner=2)
    s.blob([(48, 40), (56, 50), (52, 60), (44, 60), (40, 50)], s.tint.base)


def _comb(s: Sketch) -> None:
    with s.turned(-38):
        s.area([(54, 36), (97, 41), (97, 45), (54, 48)], s.tint.base, corner=2)
        s.box(4, 34, 58, 48, s.tint.base, corner=4)
        s.box(4, 34, 58, 39, s.tint.light, corner=3)
        for x in range(6, 54, 4):
            s.box(x, 46, x + 2.2, 68, s.tint.dark, corner=1)
        s.box(4, 46, 8, 70, s.tint.base, corner=1.5)
        s.box(53, 46, 57, 70, s.tint.base, corner=1.5)


def _paddle_brush(s: Sketch) -> None:
    with s.turned(36):
        s.box(45, 54, 55, 96, WOOD, corner=4)
        s.box(50, 54, 55, 96, WOOD_DARK, corner=4)
        s.box(28, 4, 72, 60, WOOD, corner=14)
        s.box(32, 8, 68, 56, s.tint.dark, corner=12)
        for row, y in enumerate((15, 23, 31, 39, 47)):
            for x in (40, 47, 54, 61) if row % 2 else (43.5, 50.5, 57.5):
                s.disc(x, y, 1.9, s.tint.pale)
        s.disc(50, 90, 2, s.plate)


def _round_brush(s: Sketch) -> None:
    with s.turned(40):
        s.box(45.5, 52, 54.5, 96, RUBBER, corner=4)
        s.box(45.5, 62, 54.5, 68, s.tint.base)
        for y in range(8, 52, 5):
            s.stroke([(31, y), (69, y)], 2, RUBBER_LIGHT)
        s.box(38, 3, 62, 55, s.tint.base, corner=8)
        s.box(51, 3, 62, 55, s.tint.dark, corner=7)
        for y in (13, 24, 35, 46):
            for x in (44, 50, 56):
                s.disc(x, y, 1.7, s.plate)


def _clips(s: Sketch) -> None:
    for place, (by, tone) in enumerate((((-16, 3), s.tint.base), ((1, 0), s.tint.dark), ((18, -3), s.tint.light))):
        with s.turned(20, by=by):
            s.area([(45, 12), (55, 12), (54, 66), (50, 86), (46, 66)], tone, corner=4)
            s.area([(48, 24), (52, 24), (51.2, 60), (48.8, 60)], s.plate, corner=1.5)
            s.box(44, 12 + place % 2, 56, 24, mixed(tone, RUBBER_DARK, 0.25), corner=4)


def _scissors(s: Sketch) -> None:
    with s.turned(28):
        s.area([(40, 4), (54, 50), (49, 58), (45, 50)], STEEL, corner=1)
        s.area([(60, 4), (46, 50), (51, 58), (55, 50)], STEEL_LIGHT, corner=1)
        s.stroke([(50, 52), (41, 68)], 4.6, s.tint.base)
        s.stroke([(50, 52), (59, 68)], 4.6, s.tint.dark)
        s.ring(37, 77, 9, 5, s.tint.base)
        s.ring(63, 77, 9, 5, s.tint.dark)
        s.stroke([(70, 84), (76, 90)], 3.6, s.tint.dark)
        s.disc(50, 51, 2.8, BRASS)


def _salt(s: Sketch) -> None:
    s.ground(50, 86, 26)
    s.area([(30, 30), (70, 30), (76, 40), (76, 86), (24, 86), (24, 40)], (0xDC, 0xE9, 0xEE), corner=8)
    s.area([(25, 54), (75, 54), (75, 86), (25, 86)], s.tint.pale, corner=7)
    for x, y, size in (
        (34, 62, 4),
        (46, 58, 3.4),
        (58, 63, 4.4),
        (68, 59, 3),
        (40, 72, 4.6),
        (54, 74, 4),
        (66, 73, 4.4),
        (33, 80, 3.6),
        (47, 81, 3.8),
        (60, 82, 3.4),
    ):
        s.area([(x - size, y), (x, y - size), (x + size, y), (x, y + size)], s.tint.light, corner=1)
    s.box(32, 16, 68, 32, WOOD, corner=3)
    s.box(54, 16, 68, 32, WOOD_DARK, corner=3)


def _foundation(s: Sketch) -> None:
    s.ground(50, 88, 17)
    s.box(38, 10, 62, 38, BRASS, corner=3)
    s.box(54, 10, 62, 38, BRASS_DARK, corner=3)
    s.box(34, 37, 66, 88, _CREAM, corner=5)
    s.box(57, 37, 66, 88, mixed(_CREAM, RUBBER, 0.14), corner=5)
    s.box(40, 50, 54, 53.5, s.tint.base, corner=1.6)
    s.box(40, 60, 50, 63, s.tint.light, corner=1.4)


def _label(s: Sketch, left: float, top: float, right: float, bottom: float) -> None:
    s.box(left, top, right, bottom, WHITE)
    s.box(right - (right - left) * 0.3, top, right, bottom, _SHADED_WHITE)
    s.box(left + 6, top + 6, left + 20, top + 9, s.tint.base, corner=1.5)
    s.box(left + 6, top + 14, left + 15, top + 16.5, s.tint.light, corner=1.2)


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "shampoo": _shampoo,
    "flip_bottle": _flip_bottle,
    "jar": _jar,
    "dropper": _dropper,
    "lotion": _lotion,
    "hair_colour": _hair_colour,
    "powder_tub": _powder_tub,
    "tint_bowl": _tint_bowl,
    "hair_spray": _hair_spray,
    "hair_dryer": _hair_dryer,
    "straightener": _straightener,
    "polish": _polish,
    "nail_file": _nail_file,
    "cream_tube": _cream_tube,
    "comb": _comb,
    "paddle_brush": _paddle_brush,
    "round_brush": _round_brush,
    "clips": _clips,
    "scissors": _scissors,
    "salt": _salt,
    "foundation": _foundation,
}
