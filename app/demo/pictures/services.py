"""Drawings of what is done for people rather than handed over."""

from collections.abc import Callable
from typing import Final

from app.demo.pictures.colours import (
    BRASS,
    BRASS_DARK,
    HAIR,
    HAIR_DARK,
    PAPER,
    RUBBER,
    RUBBER_DARK,
    RUBBER_LIGHT,
    SKIN,
    SKIN_DARK,
    STEEL,
    STEEL_DARK,
    STEEL_LIGHT,
    WHITE,
    WOOD,
    WOOD_DARK,
    WOOD_LIGHT,
    Rgb,
    mixed,
)
from app.demo.pictures.sketch import Sketch

_WATER: Final[Rgb] = (0x7F, 0xB2, 0xD3)
_LIP: Final[Rgb] = (0xC9, 0x6A, 0x66)


def _haircut_long(s: Sketch) -> None:
    s.blob([(50, 10), (74, 18), (80, 44), (78, 78), (66, 84), (34, 84), (22, 78), (20, 44), (26, 18)], HAIR)
    _face(s)
    s.blob([(50, 18), (70, 26), (72, 48), (62, 34), (46, 30), (32, 44), (29, 40), (33, 24)], HAIR_DARK)


def _haircut_short(s: Sketch) -> None:
    _face(s)
    s.blob([(50, 12), (70, 18), (73, 38), (69, 46), (64, 33), (46, 31), (34, 36), (31, 46), (27, 38), (32, 18)], HAIR)
    s.curve([(36, 24), (48, 18), (62, 21)], 2, HAIR_DARK)


def _haircut_child(s: Sketch) -> None:
    _face(s)
    s.blob(
        [
            (50, 13),
            (68, 18),
            (73, 36),
            (70, 45),
            (66, 37),
            (58, 36),
            (50, 40),
            (42, 36),
            (34, 37),
            (30, 45),
            (27, 36),
            (32, 18),
        ],
        (0xC8, 0x94, 0x55),
    )
    s.disc(37, 60, 3.6, mixed(SKIN, _LIP, 0.35))
    s.disc(63, 60, 3.6, mixed(SKIN, _LIP, 0.35))


def _beard(s: Sketch) -> None:
    _face(s)
    s.blob([(50, 12), (70, 18), (73, 38), (69, 46), (64, 32), (46, 30), (34, 34), (31, 46), (27, 38), (32, 18)], HAIR)
    s.blob([(30, 50), (38, 60), (50, 57), (62, 60), (70, 50), (68, 72), (50, 86), (32, 72)], HAIR)
    s.curve([(44, 66), (50, 68), (56, 66)], 2.4, _LIP)


def _updo(s: Sketch) -> None:
    s.disc(50, 15, 12, HAIR_DARK)
    s.curve([(42, 14), (50, 9), (58, 15)], 2, HAIR)
    _face(s)
    s.blob([(50, 20), (68, 24), (74, 44), (70, 52), (64, 38), (50, 32), (36, 38), (30, 52), (26, 44), (32, 24)], HAIR)
    s.disc(30, 60, 2.4, BRASS)
    s.disc(70, 60, 2.4, BRASS)


def _wash(s: Sketch) -> None:
    s.stroke([(68, 46), (68, 20), (50, 20), (50, 28)], 5, STEEL)
    for y in (36, 43, 50):
        s.oval(50, y, 2, 3, _WATER)
    for x, y, size in ((34, 50, 8), (46, 54, 9), (60, 51, 8), (40, 46, 5.4), (54, 46, 6)):
        s.disc(x, y, size, WHITE)
    s.area([(12, 54), (88, 54), (76, 84), (24, 84)], s.tint.base, corner=10)
    s.area([(62, 54), (88, 54), (76, 84), (60, 84)], s.tint.dark, corner=9)
    s.box(10, 52, 90, 59, s.tint.light, corner=3)
    s.disc(26, 42, 3, WHITE)
    s.disc(74, 40, 2.4, WHITE)


def _colouring(s: Sketch) -> None:
    s.blob([(18, 20), (36, 14), (54, 26), (52, 52), (62, 74), (52, 86), (34, 78), (26, 54)], HAIR)
    s.blob([(40, 40), (52, 40), (52, 54), (62, 74), (52, 86), (38, 79)], s.tint.base)
    s.curve([(32, 26), (42, 44), (44, 66), (50, 78)], 2, s.tint.light)
    with s.turned(40, by=(22, -8)):
        s.box(46.5, 2, 53.5, 46, RUBBER, corner=3)
        s.box(41, 44, 59, 52, RUBBER_DARK, corner=2)
        s.area([(42, 52), (58, 52), (60, 72), (40, 72)], s.tint.dark, corner=2)


def _highlights(s: Sketch) -> None:
    for place, x in enumerate((20, 30, 40, 50, 60, 70)):
        tone = (HAIR, s.tint.base, HAIR_DARK, s.tint.light, HAIR, s.tint.base)[place]
        s.curve([(x, 14), (x + 8, 34), (x - 2, 58), (x + 8, 86)], 10.4, tone)
    for y in (34, 54, 74):
        with s.turned(-6):
            s.box(42, y - 7, 70, y + 7, STEEL_LIGHT, corner=2)
            s.box(42, y - 7, 70, y - 2.6, STEEL, corner=2)


def _hand(s: Sketch) -> None:
    for (x, top), (root, low) in (
        ((30, 28), (37, 56)),
        ((43, 17), (45, 52)),
        ((57, 18), (55, 52)),
        ((70, 30), (64, 58)),
    ):
        s.stroke([(x, top), (root, low)], 10, SKIN)
        s.oval(x + (root - x) * 0.02, top - 0.5, 3.5, 5, s.tint.base)
    s.stroke([(20, 58), (38, 72)], 10, SKIN)
    s.oval(19, 57, 4.4, 3.8, s.tint.base)
    s.area([(32, 48), (68, 48), (67, 74), (62, 96), (40, 96), (35, 74)], SKIN, corner=8)
    s.area([(40, 84), (63, 84), (62, 100), (40, 100)], s.tint.pale, corner=2)


def _foot(s: Sketch) -> None:
    s.blob([(30, 8), (48, 8), (50, 40), (68, 60), (86, 70), (86, 82), (60, 86), (34, 84), (24, 66), (28, 40)], SKIN)
    for x, size in ((86, 6), (78, 5), (71, 4.6)):
        s.disc(x, 76, size, SKIN)
    s.oval(90, 74.4, 2.8, 3.8, s.tint.base)
    s.blob([(30, 8), (36, 8), (34, 40), (32, 66), (40, 83), (30, 80), (24, 66), (28, 40)], SKIN_DARK)
    s.box(24, 3, 54, 22, s.tint.pale, corner=3)


def _brow(s: Sketch) -> None:
    s.area([(12, 36), (34, 20), (62, 20), (88, 32), (84, 36), (60, 29), (36, 30), (16, 41)], HAIR_DARK, corner=3)
    s.blob([(12, 60), (32, 46), (52, 42), (74, 48), (88, 60), (70, 72), (50, 76), (30, 72)], WHITE)
    s.disc(51, 58, 14, s.tint.base)
    s.disc(51, 58, 7.4, RUBBER_DARK)
    s.disc(56, 53, 3, WHITE)
    s.curve([(10, 60), (30, 46), (52, 41), (76, 47), (90, 60)], 4.4, HAIR_DARK)
    for x, y, dx, dy in ((22, 49, -6, -6), (34, 44, -4, -7), (66, 44, 4, -7), (78, 49, 6, -6)):
        s.stroke([(x, y), (x + dx, y + dy)], 2.6, HAIR_DARK)


def _facial(s: Sketch) -> None:
    s.blob([(50, 8), (72, 16), (78, 40), (72, 50), (28, 50), (22, 40), (28, 16)], s.tint.base)
    s.blob([(50, 8), (60, 10), (54, 22), (38, 28), (24, 30), (28, 16)], s.tint.light)
    _face(s)
    s.area([(28, 34), (38, 26), (62, 26), (72, 34), (72, 42), (28, 42)], s.tint.base, corner=5)
    for x in (40, 60):
        s.disc(x, 53, 7, (0xA9, 0xCB, 0x86))
        s.disc(x, 53, 4.6, (0xD3, 0xE5, 0xB4))


def _lipstick(s: Sketch) -> None:
    s.ground(50, 90, 17)
    s.area([(41, 22), (56, 10), (59, 14), (59, 46), (41, 46)], s.tint.base, corner=2.5)
    s.area([(52, 13), (56, 10), (59, 14), (59, 46), (52, 46)], s.tint.dark, corner=2)
    s.box(38, 44, 62, 60, BRASS, corner=2)
    s.box(54, 44, 62, 60, BRASS_DARK, corner=2)
    s.box(34, 58, 66, 90, RUBBER, corner=3)
    s.box(56, 58, 66, 90, RUBBER_DARK, corner=3)


def _sharpening(s: Sketch) -> None:
    s.disc(42, 56, 30, STEEL)
    s.ring(42, 56, 25, 2, STEEL_LIGHT)
    s.disc(42, 56, 8, STEEL_DARK)
    s.disc(42, 56, 3.4, STEEL_LIGHT)
    with s.turned(-36, by=(18, -20)):
        s.area([(8, 46), (62, 44), (62, 57), (20, 57)], STEEL_LIGHT, corner=1.5)
        s.area([(12, 53), (62, 53), (62, 57), (20, 57)], STEEL_DARK, corner=1)
        s.box(60, 42, 94, 58, s.tint.base, corner=5)
    for (x, y), (to_x, to_y) in (((22, 36), (10, 26)), ((18, 42), (6, 40)), ((28, 30), (22, 16))):
        s.stroke([(x, y), (to_x, to_y)], 2.6, BRASS)


def _board(s: Sketch) -> None:
    s.area([(8, 58), (64, 58), (92, 78), (36, 78)], WOOD_LIGHT, corner=2)
    s.area([(36, 78), (92, 78), (92, 86), (36, 86)], WOOD_DARK, corner=1)
    s.area([(8, 58), (36, 78), (36, 86), (8, 66)], WOOD, corner=1)
    for shift in (0, 14, 28):
        s.curve([(22 + shift, 60), (36 + shift, 68), (52 + shift, 76)], 1.4, WOOD)
    with s.turned(-44, by=(6, -17)):
        s.area([(22, 44), (78, 50), (78, 54), (22, 66)], STEEL_LIGHT)
        for x in range(24, 76, 6):
            y = 66 - (x - 22) * 0.214
            s.area([(x, y - 1), (x + 6, y - 2.2), (x + 4, y + 3)], STEEL)
        s.area([(74, 40), (96, 44), (98, 60), (76, 66)], s.tint.base, corner=6)


def _mixing(s: Sketch) -> None:
    s.ground(50, 87, 27)
    for x, y, tone in ((34, 20, (0xDD, 0x9E, 0x35)), (50, 12, s.tint.base), (66, 20, (0xD4, 0x78, 0x8F))):
        s.area([(x, y - 8), (x + 6, y + 5), (x + 3, y + 11), (x - 3, y + 11), (x - 6, y + 5)], tone, corner=3)
    s.area([(24, 46), (76, 46), (72, 87), (28, 87)], STEEL_LIGHT, corner=5)
    s.area([(62, 46), (76, 46), (72, 87), (61, 87)], STEEL, corner=5)
    s.oval(50, 46, 29, 8, STEEL)
    s.oval(50, 46, 25, 6, s.tint.base)
    s.curve([(34, 47), (44, 43), (54, 49), (64, 45)], 3, (0xDD, 0x9E, 0x35))


def _hire(s: Sketch) -> None:
    s.curve([(36, 22), (30, 10), (44, 6), (46, 18)], 3, RUBBER_LIGHT)
    with s.turned(-10):
        s.area([(36, 16), (64, 16), (78, 32), (78, 90), (22, 90), (22, 32)], s.tint.base, corner=5)
        s.disc(50, 28, 5, s.plate)
        s.ring(50, 62, 18, 5, WHITE)
        s.stroke([(50, 62), (50, 51)], 4, WHITE)
        s.stroke([(50, 62), (58, 66)], 4, WHITE)


def _key(s: Sketch) -> None:
    with s.turned(40):
        s.box(45, 36, 55, 92, BRASS, corner=2)
        s.box(50, 36, 55, 92, BRASS_DARK, corner=2)
        for y, reach in ((66, 10), (75, 7), (84, 11)):
            s.box(54, y, 54 + reach, y + 6, BRASS_DARK, corner=1)
        s.disc(50, 24, 20, s.tint.base)
        s.ring(50, 24, 15, 2.4, s.tint.light)
        s.disc(50, 15, 5, s.plate)


def _course(s: Sketch) -> None:
    s.area([(8, 26), (50, 34), (92, 26), (92, 78), (50, 86), (8, 78)], s.tint.dark, corner=3)
    s.area([(12, 22), (40, 20), (50, 28), (50, 82), (40, 75), (12, 74)], PAPER, corner=3)
    s.area([(88, 22), (60, 20), (50, 28), (50, 82), (60, 75), (88, 74)], WHITE, corner=3)
    for y in (34, 42, 50):
        s.stroke([(20, y), (40, y + 1.4)], 2, STEEL)
    s.box(59, 34, 80, 52, s.tint.light, corner=2)
    s.area([(62, 49), (69, 39), (73, 45), (75, 43), (78, 49)], s.tint.base)
    s.stroke([(60, 60), (80, 58.6)], 2, STEEL)


def _stamp(s: Sketch) -> None:
    with s.turned(-6):
        s.box(20, 14, 80, 86, WHITE)
        for y in range(14, 90, 8):
            s.disc(20, y, 2.8, s.plate)
            s.disc(80, y, 2.8, s.plate)
        for x in range(20, 84, 8):
            s.disc(x, 14, 2.8, s.plate)
            s.disc(x, 86, 2.8, s.plate)
        s.box(28, 22, 72, 78, s.tint.light)
        s.disc(59, 37, 6.6, mixed(BRASS, WHITE, 0.3))
        s.area([(28, 70), (42, 46), (53, 60), (60, 52), (72, 68), (72, 78), (28, 78)], s.tint.base)
        s.area([(42, 46), (53, 60), (46, 78), (34, 78)], s.tint.dark)


def _bag(s: Sketch) -> None:
    s.ground(50, 88, 25)
    s.curve([(39, 36), (40, 16), (50, 12), (60, 16), (61, 36)], 3.6, WOOD_DARK)
    s.area([(26, 30), (74, 30), (77, 88), (23, 88)], WOOD_LIGHT, corner=2)
    s.area([(62, 30), (74, 30), (77, 88), (62, 88)], WOOD, corner=2)
    s.area([(50, 46), (60, 56), (50, 72), (40, 56)], s.tint.base, corner=4)
    s.area([(50, 46), (60, 56), (50, 72)], s.tint.dark, corner=3)


def _face(s: Sketch) -> None:
    s.area([(40, 72), (60, 72), (62, 90), (38, 90)], SKIN_DARK, corner=3)
    s.area([(14, 100), (20, 90), (40, 84), (60, 84), (80, 90), (86, 100)], s.tint.base, corner=5)
    s.blob([(50, 20), (68, 30), (70, 52), (62, 72), (50, 80), (38, 72), (30, 52), (32, 30)], SKIN)
    for x in (42, 58):
        s.disc(x, 52, 2, HAIR_DARK)
    s.curve([(44, 67), (50, 70), (56, 67)], 2.4, _LIP)


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "haircut_long": _haircut_long,
    "haircut_short": _haircut_short,
    "haircut_child": _haircut_child,
    "beard": _beard,
    "updo": _updo,
    "wash": _wash,
    "colouring": _colouring,
    "highlights": _highlights,
    "hand": _hand,
    "foot": _foot,
    "brow": _brow,
    "facial": _facial,
    "lipstick": _lipstick,
    "sharpening": _sharpening,
    "board": _board,
    "mixing": _mixing,
    "hire": _hire,
    "key": _key,
    "course": _course,
    "stamp": _stamp,
    "bag": _bag,
}
