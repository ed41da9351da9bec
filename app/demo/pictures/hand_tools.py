"""Drawings of hand tools."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from app.demo.pictures.colours import (
    LEAF_DARK,
    RUBBER,
    RUBBER_DARK,
    RUBBER_LIGHT,
    STEEL,
    STEEL_DARK,
    STEEL_LIGHT,
    WHITE,
    WOOD,
    WOOD_DARK,
    WOOD_LIGHT,
    Rgb,
)
from app.demo.pictures.sketch import Sketch

_BUBBLE: Final[Rgb] = (0xC9, 0xDC, 0x6C)


def _hammer(s: Sketch) -> None:
    with s.turned(40):
        s.area([(46.5, 26), (53.5, 26), (54.5, 90), (45.5, 90)], WOOD, corner=2)
        s.area([(50, 26), (53.5, 26), (54.5, 90), (50, 90)], WOOD_DARK, corner=1)
        s.area([(45.5, 60), (54.5, 60), (55.5, 92), (44.5, 92)], s.tint.base, corner=3)
        s.area([(50, 60), (54.5, 60), (55.5, 92), (50, 92)], s.tint.dark, corner=2)
        s.area([(30, 14), (58, 14), (70, 17), (82, 30), (79, 32), (64, 27), (58, 29), (30, 29)], STEEL, corner=2)
        s.box(24, 12, 35, 31, STEEL_DARK, corner=2)
        s.area([(36, 14), (58, 14), (70, 17), (76, 23), (60, 19), (36, 19)], STEEL_LIGHT, corner=1)


def _mallet(s: Sketch) -> None:
    with s.turned(40):
        s.box(46, 30, 54, 92, WOOD, corner=3)
        s.box(50, 30, 54, 92, WOOD_DARK, corner=2)
        s.box(27, 10, 73, 37, RUBBER, corner=5)
        s.box(27, 10, 73, 20, RUBBER_LIGHT, corner=4)
        s.box(38, 10, 62, 37, s.tint.base)
        s.box(38, 10, 62, 18, s.tint.light)


def _sledge(s: Sketch) -> None:
    with s.turned(40):
        s.box(46.5, 26, 53.5, 95, WOOD, corner=3)
        s.box(50, 26, 53.5, 95, WOOD_DARK, corner=2)
        s.area([(27, 9), (73, 9), (78, 14), (78, 29), (73, 34), (27, 34), (22, 29), (22, 14)], STEEL_DARK, corner=2)
        s.area([(27, 9), (73, 9), (78, 14), (78, 19), (22, 19), (22, 14)], STEEL, corner=2)
        s.box(45.5, 34, 54.5, 42, s.tint.base, corner=1)


def _screwdriver(s: Sketch) -> None:
    with s.turned(45):
        s.box(47.8, 6, 52.2, 56, STEEL, corner=1)
        s.area([(47.8, 6), (52.2, 6), (54, 13), (52.2, 18), (47.8, 18), (46, 13)], STEEL_DARK, corner=0.8)
        s.box(45.5, 50, 54.5, 58, RUBBER, corner=2)
        s.area([(42, 57), (58, 57), (60, 66), (59, 88), (54, 94), (46, 94), (41, 88), (40, 66)], s.tint.base, corner=3)
        s.area([(50, 57), (58, 57), (60, 66), (59, 88), (54, 94), (50, 94)], s.tint.dark, corner=3)
        for x in (44, 49, 54):
            s.stroke([(x, 68), (x, 85)], 1.8, s.tint.light if x < 50 else s.tint.base)


def _tool_case(s: Sketch) -> None:
    s.curve([(38, 30), (39, 21), (50, 19), (61, 21), (62, 30)], 4.5, RUBBER)
    s.box(14, 28, 86, 78, s.tint.base, corner=6)
    s.box(14, 53, 86, 78, s.tint.dark, corner=6)
    s.box(20, 34, 80, 50, s.tint.pale, corner=3)
    for place, x in enumerate((25, 33, 41, 49, 57, 65, 73)):
        s.box(x, 38 - place % 3, x + 4, 46, STEEL_DARK, corner=1)
    for x in (28, 72):
        s.box(x - 4, 49, x + 4, 58, STEEL_LIGHT, corner=1.5)
    s.box(36, 63, 64, 70, s.tint.light, corner=2)


def _pliers(s: Sketch) -> None:
    with s.turned(24):
        _grip(s)
        s.area([(38, 10), (49, 8), (49, 30), (54, 38), (46, 46), (38, 34)], STEEL, corner=2)
        s.area([(62, 10), (51, 8), (51, 30), (46, 38), (54, 46), (62, 34)], STEEL_LIGHT, corner=2)
        s.disc(50, 38, 5, STEEL_DARK)
        s.disc(50, 38, 2, STEEL_LIGHT)


def _long_pliers(s: Sketch) -> None:
    with s.turned(24):
        _grip(s)
        s.area([(46, 2), (49.3, 2), (49.3, 30), (54, 38), (46, 46), (40, 34)], STEEL, corner=1.5)
        s.area([(54, 2), (50.7, 2), (50.7, 30), (46, 38), (54, 46), (60, 34)], STEEL_LIGHT, corner=1.5)
        s.disc(50, 38, 5, STEEL_DARK)
        s.disc(50, 38, 2, STEEL_LIGHT)


def _cutters(s: Sketch) -> None:
    with s.turned(24):
        _grip(s)
        s.area([(49.4, 12), (49.4, 32), (54, 38), (46, 46), (35, 36), (36, 22)], STEEL, corner=3)
        s.area([(50.6, 12), (50.6, 32), (46, 38), (54, 46), (65, 36), (64, 22)], STEEL_LIGHT, corner=3)
        s.disc(50, 39, 5, STEEL_DARK)
        s.disc(50, 39, 2, STEEL_LIGHT)


def _wrench(s: Sketch) -> None:
    with s.turned(40):
        s.area([(44, 34), (56, 34), (54, 90), (46, 90)], STEEL, corner=3)
        s.box(48, 44, 52, 80, STEEL_DARK, corner=2)
        s.blob([(32, 16), (40, 5), (50, 20), (63, 15), (69, 26), (58, 42), (42, 42), (33, 32)], STEEL)
        s.area([(40, 3), (50, 22), (58, 18), (54, 4)], s.plate, corner=1)
        s.area([(52, 6), (64, 8), (67, 20), (56, 22)], STEEL_LIGHT, corner=2)
        s.disc(47, 32, 4, s.tint.base)
        s.disc(50, 85, 2.4, s.plate)


def _spanner(s: Sketch) -> None:
    for by, scale in (((-12, 0), 1.0), ((13, 3), 0.72)):
        with s.turned(40, scale=scale, by=by):
            s.box(45, 20, 55, 82, STEEL, corner=2)
            s.box(48.4, 30, 51.6, 68, s.tint.base, corner=1.6)
            s.disc(50, 16, 13, STEEL)
            s.area([(44, -2), (56, -2), (55, 17), (50, 20), (45, 17)], s.plate)
            s.ring(50, 85, 8, 6, STEEL_DARK)


def _hex_keys(s: Sketch) -> None:
    for place, (reach, width) in enumerate(((60, 7.0), (50, 6.0), (40, 5.0), (30, 4.0), (21, 3.2))):
        x, y = 24 + place * 10, 22 + place * 3
        tone = (STEEL_DARK, STEEL)[place % 2]
        s.stroke([(x + 15, y), (x + 3, y), (x, y + 3), (x, y + reach)], width, tone)
    s.box(18, 54, 74, 64, s.tint.base, corner=4)
    s.box(18, 59, 74, 64, s.tint.dark, corner=3)


def _tape(s: Sketch) -> None:
    s.area([(58, 72), (92, 72), (92, 79), (58, 79)], (0xEE, 0xC9, 0x52))
    for x in (68, 74, 80, 86):
        s.box(x, 72, x + 1, 75.5, RUBBER)
    s.box(90, 70, 93.5, 84, STEEL_DARK, corner=1)
    s.area([(16, 36), (30, 22), (60, 22), (72, 36), (72, 80), (16, 80)], s.tint.base, corner=9)
    s.area([(16, 66), (72, 66), (72, 80), (16, 80)], s.tint.dark, corner=7)
    s.disc(43, 48, 18, RUBBER)
    s.disc(43, 48, 13, s.tint.light)
    s.box(35, 45, 51, 51, WHITE, corner=2)
    s.box(54, 18, 66, 27, RUBBER, corner=3)


def _reel(s: Sketch) -> None:
    s.curve([(62, 66), (78, 70), (84, 82), (92, 84)], 1.8, RUBBER)
    s.area([(20, 62), (26, 30), (46, 20), (66, 30), (70, 62), (60, 76), (30, 76)], s.tint.base, corner=12)
    s.disc(45, 48, 16, s.tint.dark)
    s.disc(45, 48, 11, s.tint.light)
    s.stroke([(45, 48), (56, 40)], 3.4, RUBBER)
    s.disc(56, 40, 3.4, RUBBER_DARK)
    s.box(56, 68, 70, 76, RUBBER, corner=2)


def _level(s: Sketch) -> None:
    with s.turned(-20):
        s.box(4, 41, 96, 59, s.tint.base, corner=2)
        s.box(4, 52, 96, 59, s.tint.dark, corner=2)
        s.box(4, 41, 9, 59, RUBBER, corner=1.5)
        s.box(91, 41, 96, 59, RUBBER, corner=1.5)
        s.box(39, 43, 61, 54, WHITE, corner=3)
        s.box(40.5, 45, 59.5, 52.5, _BUBBLE, corner=3)
        s.oval(50, 48.6, 4.2, 3, WHITE)
        for x in (44.6, 55.4):
            s.box(x - 0.5, 45, x + 0.5, 52.5, LEAF_DARK)
        for x in (22, 78):
            s.disc(x, 50, 5.5, WHITE)
            s.disc(x, 50, 4, _BUBBLE)


def _rule(s: Sketch) -> None:
    stops = [(14, 70), (32, 26), (50, 70), (68, 26), (86, 70)]
    for place, (start, end) in enumerate(pairwise(stops)):
        s.stroke([start, end], 9, (WOOD_LIGHT, WOOD)[place % 2])
        for share in (0.2, 0.35, 0.5, 0.65, 0.8):
            x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
            s.stroke([(x - 1.5, y), (x + 1.5, y)], 1.2, WOOD_DARK)
    for x, y in stops:
        s.disc(x, y, 2.6, STEEL_DARK)


def _pencil(s: Sketch) -> None:
    with s.turned(40):
        s.box(43, 14, 57, 76, s.tint.base)
        s.box(43, 14, 47.6, 76, s.tint.light)
        s.box(52.4, 14, 57, 76, s.tint.dark)
        s.area([(43, 75), (57, 75), (50, 94)], WOOD_LIGHT)
        s.area([(47.6, 87.5), (52.4, 87.5), (50, 94)], RUBBER_DARK)
        s.box(43, 10, 57, 20, s.tint.dark, corner=2)


def _laser(s: Sketch) -> None:
    s.stroke([(50, 20), (50, 6)], 1.6, (0xE0, 0x50, 0x48))
    s.box(31, 18, 69, 88, RUBBER, corner=7)
    s.box(34, 20, 66, 86, s.tint.base, corner=5)
    s.box(38, 26, 62, 48, (0xD5, 0xE2, 0xD4), corner=2)
    s.box(42, 31, 58, 34, RUBBER, corner=1)
    s.box(42, 38, 53, 41, RUBBER, corner=1)
    s.disc(50, 59, 6, (0xE0, 0x50, 0x48))
    for x in (42, 50, 58):
        for y in (71, 79):
            s.box(x - 3, y - 2, x + 3, y + 2, s.tint.light, corner=1.4)


def _knife(s: Sketch) -> None:
    with s.turned(45):
        s.area([(45, 4), (55, 12), (55, 40), (45, 40)], STEEL_LIGHT)
        for y in (17, 24, 31):
            s.stroke([(45.6, y - 2), (54.4, y + 2)], 1, STEEL_DARK)
        s.box(41, 34, 59, 95, s.tint.base, corner=6)
        s.box(50, 34, 59, 95, s.tint.dark, corner=5)
        s.box(47, 42, 53, 68, RUBBER_DARK, corner=3)
        s.box(45.5, 44, 54.5, 54, RUBBER_LIGHT, corner=2)
        s.box(41, 84, 59, 88, RUBBER)


def _blades(s: Sketch) -> None:
    for place in range(4):
        with s.turned(30, by=(-12 + place * 9, 12 - place * 8)):
            s.area([(20, 46), (74, 46), (82, 56), (20, 56)], (STEEL, STEEL_LIGHT)[place % 2])
            for x in (32, 44, 56, 68):
                s.stroke([(x - 2, 46.5), (x + 2, 55.5)], 1, STEEL_DARK)
            s.disc(25, 51, 1.8, s.plate)
    s.box(16, 66, 52, 84, s.tint.base, corner=4)
    s.box(16, 76, 52, 84, s.tint.dark, corner=4)


def _saw(s: Sketch) -> None:
    with s.turned(-28):
        s.area([(34, 36), (96, 44), (96, 50), (34, 62)], STEEL_LIGHT)
        s.area([(34, 54), (96, 48), (96, 50), (34, 62)], STEEL)
        for x in range(36, 94, 5):
            y = 62 - (x - 34) * 0.194
            s.area([(x, y - 1), (x + 5, y - 2), (x + 3.5, y + 3)], STEEL)
        outline = [(4, 40), (14, 30), (36, 33), (40, 44), (38, 64), (26, 72), (8, 66), (8, 54)]
        s.area(outline, s.tint.base, corner=6)
        s.area([(40, 44), (38, 64), (26, 72), (8, 66), (7, 60), (30, 62), (34, 46)], s.tint.dark, corner=4)
        s.area([(15, 42), (28, 40), (28, 58), (17, 60)], s.plate, corner=6)


def _hacksaw(s: Sketch) -> None:
    with s.turned(-16):
        s.stroke([(10, 60), (10, 36), (68, 36), (70, 60)], 5, s.tint.base)
        s.box(10, 58, 70, 63, STEEL_LIGHT)
        for x in range(12, 68, 5):
            s.area([(x, 62.5), (x + 5, 62.5), (x + 4, 66)], STEEL_LIGHT)
        s.area([(66, 46), (82, 40), (94, 44), (94, 72), (84, 78), (76, 70), (70, 72)], RUBBER, corner=6)
        s.area([(78, 50), (87, 48), (87, 66), (80, 66)], s.plate, corner=5)


def _chisel(s: Sketch) -> None:
    with s.turned(45):
        s.area([(44, 6), (56, 6), (56, 46), (44, 46)], STEEL)
        s.area([(44, 6), (56, 6), (56, 16), (44, 20)], STEEL_LIGHT)
        s.box(46.5, 44, 53.5, 54, STEEL_DARK)
        s.box(43, 52, 57, 57, STEEL_DARK, corner=1)
        s.area([(43.5, 57), (56.5, 57), (59, 70), (58, 90), (42, 90), (41, 70)], WOOD, corner=3)
        s.area([(50, 57), (56.5, 57), (59, 70), (58, 90), (50, 90)], WOOD_DARK, corner=2)
        s.box(41.5, 84, 58.5, 94, s.tint.base, corner=3)


def _snips(s: Sketch) -> None:
    with s.turned(30):
        s.curve([(47, 50), (34, 66), (36, 92)], 7.5, s.tint.base)
        s.curve([(53, 50), (66, 66), (64, 92)], 7.5, s.tint.dark)
        s.area([(44, 4), (50, 26), (56, 50), (46, 56), (38, 40)], STEEL, corner=2)
        s.area([(56, 4), (50, 26), (44, 50), (54, 56), (62, 40)], STEEL_LIGHT, corner=2)
        s.disc(50, 46, 4, STEEL_DARK)


def _grip(s: Sketch) -> None:
    s.curve([(47, 42), (38, 54), (36, 70), (40, 92)], 8, s.tint.base)
    s.curve([(53, 42), (62, 54), (64, 70), (60, 92)], 8, s.tint.dark)


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "hammer": _hammer,
    "mallet": _mallet,
    "sledge": _sledge,
    "screwdriver": _screwdriver,
    "tool_case": _tool_case,
    "pliers": _pliers,
    "long_pliers": _long_pliers,
    "cutters": _cutters,
    "wrench": _wrench,
    "spanner": _spanner,
    "hex_keys": _hex_keys,
    "tape": _tape,
    "reel": _reel,
    "level": _level,
    "rule": _rule,
    "pencil": _pencil,
    "laser": _laser,
    "knife": _knife,
    "blades": _blades,
    "saw": _saw,
    "hacksaw": _hacksaw,
    "chisel": _chisel,
    "snips": _snips,
}
