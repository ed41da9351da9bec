"""Drawings of paint, glue and what they are put on with."""

from collections.abc import Callable
from typing import Final

from app.demo.pictures.colours import (
    BRASS,
    PAPER,
    RUBBER,
    RUBBER_DARK,
    STEEL,
    STEEL_DARK,
    STEEL_LIGHT,
    WHITE,
    WOOD,
    WOOD_DARK,
    Rgb,
    mixed,
)
from app.demo.pictures.sketch import Sketch

_BRISTLE: Final[Rgb] = (0xE3, 0xCC, 0xA0)
_BRISTLE_DARK: Final[Rgb] = (0xC9, 0xAC, 0x79)


def _bucket(s: Sketch) -> None:
    s.ground(50, 84, 27)
    s.curve([(24, 36), (28, 14), (50, 9), (72, 14), (76, 36)], 2.6, STEEL_DARK)
    s.area([(23, 34), (77, 34), (72, 84), (28, 84)], WHITE, corner=4)
    s.area([(60, 34), (77, 34), (72, 84), (58, 84)], mixed(WHITE, STEEL, 0.35), corner=4)
    s.area([(24.5, 48), (75.5, 48), (73, 74), (27, 74)], s.tint.base)
    s.area([(60, 48), (75.5, 48), (73, 74), (59, 74)], s.tint.dark)
    s.box(20, 29, 80, 37, STEEL_LIGHT, corner=3)
    s.box(34, 57, 52, 60, s.tint.pale, corner=1.4)
    s.box(34, 64, 46, 67, s.tint.pale, corner=1.4)


def _tin(s: Sketch) -> None:
    s.ground(50, 82, 27)
    s.box(24, 28, 76, 82, s.tint.base, corner=4)
    s.box(60, 28, 76, 82, s.tint.dark, corner=4)
    s.oval(50, 29, 26, 7.5, STEEL_DARK)
    s.oval(50, 27, 26, 7.5, STEEL_LIGHT)
    s.oval(50, 27, 20, 5, STEEL)
    s.box(24, 48, 76, 70, WHITE)
    s.box(60, 48, 76, 70, mixed(WHITE, STEEL, 0.4))
    s.box(31, 54, 51, 57.5, s.tint.base, corner=1.5)
    s.box(31, 61, 44, 64, s.tint.light, corner=1.5)


def _spray_can(s: Sketch) -> None:
    s.ground(50, 87, 20)
    s.box(33, 36, 67, 87, s.tint.base, corner=5)
    s.box(56, 36, 67, 87, s.tint.dark, corner=5)
    s.area([(35, 38), (40, 27), (60, 27), (65, 38)], STEEL, corner=3)
    s.box(42, 12, 58, 28, s.tint.dark, corner=4)
    s.box(42, 12, 50, 28, s.tint.base, corner=4)
    s.disc(46, 19, 1.8, WHITE)
    s.box(33, 52, 67, 72, WHITE)
    s.disc(50, 62, 6, s.tint.base)


def _flask(s: Sketch) -> None:
    s.ground(50, 87, 21)
    s.area([(43, 22), (57, 22), (58, 30), (69, 40), (69, 87), (31, 87), (31, 40), (42, 30)], s.tint.light, corner=5)
    s.area([(57, 30), (69, 40), (69, 87), (58, 87), (58, 40)], s.tint.base, corner=4)
    s.box(41, 12, 59, 24, s.tint.dark, corner=3)
    s.box(31, 50, 69, 74, WHITE)
    s.box(37, 56, 57, 59, s.tint.base, corner=1.4)
    s.box(37, 64, 50, 67, s.tint.light, corner=1.4)


def _canister(s: Sketch) -> None:
    s.ground(51, 86, 28)
    s.area([(24, 34), (38, 20), (78, 20), (78, 86), (24, 86)], s.tint.base, corner=6)
    s.area([(62, 20), (78, 20), (78, 86), (62, 86)], s.tint.dark, corner=6)
    s.area([(50, 28), (70, 28), (70, 40), (50, 40)], s.plate, corner=5)
    with s.turned(-45, by=(-21, -25)):
        s.box(43, 42, 57, 54, RUBBER, corner=2.5)
    s.box(32, 50, 66, 74, WHITE, corner=3)
    s.area([(49, 54), (55, 64), (53, 70), (45, 70), (43, 64)], BRASS, corner=4)


def _brush(s: Sketch) -> None:
    with s.turned(35):
        s.area([(33, 60), (67, 60), (66, 88), (58, 94), (42, 94), (34, 88)], _BRISTLE, corner=3)
        for x in (40, 46, 54, 60):
            s.stroke([(x, 64), (x, 90)], 1, _BRISTLE_DARK)
        s.area([(34, 80), (66, 80), (66, 88), (58, 94), (42, 94), (34, 88)], s.tint.base, corner=3)
        s.box(31, 46, 69, 63, STEEL, corner=1.5)
        s.box(31, 46, 69, 51, STEEL_LIGHT, corner=1.5)
        s.area([(33, 46), (67, 46), (57, 34), (55, 8), (45, 8), (43, 34)], WOOD, corner=4)
        s.area([(50, 46), (67, 46), (57, 34), (55, 8), (50, 8)], WOOD_DARK, corner=3)
        s.disc(50, 14, 2.2, s.plate)


def _roller(s: Sketch) -> None:
    s.stroke([(76, 26), (88, 26), (88, 44), (48, 50), (48, 60)], 3, STEEL_DARK)
    s.box(12, 15, 78, 37, s.tint.base, corner=7)
    s.box(12, 28, 78, 37, s.tint.dark, corner=5)
    s.box(18, 19, 60, 22.5, s.tint.light, corner=1.6)
    s.box(42.5, 58, 53.5, 92, RUBBER, corner=4)
    s.box(42.5, 58, 48, 92, mixed(RUBBER, WHITE, 0.12), corner=4)


def _tray(s: Sketch) -> None:
    s.area([(12, 34), (88, 34), (80, 80), (20, 80)], RUBBER, corner=6)
    s.area([(18, 38), (82, 38), (76, 76), (24, 76)], mixed(RUBBER, WHITE, 0.18), corner=5)
    s.area([(21, 54), (79, 54), (76, 76), (24, 76)], s.tint.base, corner=5)
    for x in (32, 44, 56, 68):
        s.stroke([(x, 43), (x, 48)], 3, RUBBER)
    s.blob([(22, 56), (36, 51), (50, 56), (64, 51), (78, 56), (60, 62), (40, 62)], s.tint.light)


def _tape_roll(s: Sketch) -> None:
    s.area([(50, 68), (88, 70), (88, 84), (50, 84)], s.tint.dark, corner=1)
    s.disc(48, 49, 35, s.tint.base)
    s.ring(48, 49, 29, 1.2, s.tint.dark)
    s.ring(48, 49, 23.5, 1.2, s.tint.dark)
    s.disc(48, 49, 17, PAPER)
    s.disc(48, 49, 13.5, s.plate)


def _film(s: Sketch) -> None:
    s.area([(30, 34), (90, 44), (86, 84), (60, 78), (30, 82)], mixed(s.plate, WHITE, 0.75), corner=3)
    s.stroke([(44, 46), (76, 52)], 1.4, STEEL_LIGHT)
    s.stroke([(42, 60), (74, 66)], 1.4, STEEL_LIGHT)
    s.box(16, 20, 38, 86, s.tint.base, corner=5)
    s.box(28, 20, 38, 86, s.tint.dark, corner=5)
    s.oval(27, 21, 11, 4, PAPER)
    s.oval(27, 21, 5, 1.8, STEEL_DARK)


def _glue(s: Sketch) -> None:
    s.ground(50, 88, 20)
    s.area([(46, 10), (54, 10), (57, 26), (43, 26)], s.tint.dark, corner=2)
    s.box(39, 25, 61, 33, s.tint.base, corner=2)
    s.area([(38, 33), (62, 33), (68, 44), (68, 88), (32, 88), (32, 44)], WHITE, corner=5)
    s.area([(57, 33), (62, 33), (68, 44), (68, 88), (57, 88)], mixed(WHITE, STEEL, 0.35), corner=4)
    s.box(32, 50, 68, 76, s.tint.base)
    s.box(57, 50, 68, 76, s.tint.dark)
    s.box(37, 56, 54, 60, s.tint.pale, corner=1.5)
    s.box(37, 65, 48, 68, s.tint.pale, corner=1.5)


def _small_tube(s: Sketch) -> None:
    with s.turned(32):
        s.area([(47, 6), (53, 6), (54, 22), (46, 22)], RUBBER, corner=1.5)
        s.box(42, 20, 58, 27, RUBBER_DARK, corner=1.5)
        s.area([(42, 27), (58, 27), (64, 40), (67, 88), (33, 88), (36, 40)], s.tint.base, corner=3)
        s.area([(52, 27), (58, 27), (64, 40), (67, 88), (52, 88)], s.tint.dark, corner=2)
        s.box(32, 85, 68, 93, STEEL_LIGHT, corner=1.5)
        s.box(42, 46, 58, 50, WHITE, corner=1.5)
        s.box(44, 56, 56, 72, WHITE, corner=2)


def _cartridge(s: Sketch) -> None:
    with s.turned(30):
        s.area([(47.6, 3), (52.4, 3), (55, 27), (45, 27)], WHITE, corner=1)
        s.box(42, 25, 58, 31, mixed(WHITE, STEEL, 0.5), corner=1.5)
        s.box(37, 30, 63, 95, WHITE, corner=3)
        s.box(53, 30, 63, 95, mixed(WHITE, STEEL, 0.35), corner=3)
        s.box(37, 44, 63, 80, s.tint.base)
        s.box(53, 44, 63, 80, s.tint.dark)
        s.box(41, 50, 51, 53.5, s.tint.pale, corner=1.4)
        s.box(41, 59, 48, 62, s.tint.pale, corner=1.4)


def _foam(s: Sketch) -> None:
    s.ground(50, 90, 18)
    s.stroke([(50, 22), (60, 14), (82, 12)], 3, RUBBER_DARK)
    s.box(44, 18, 58, 32, RUBBER, corner=3)
    s.area([(36, 40), (42, 30), (58, 30), (64, 40), (64, 90), (36, 90)], s.tint.base, corner=4)
    s.area([(54, 30), (58, 30), (64, 40), (64, 90), (54, 90)], s.tint.dark, corner=4)
    s.box(36, 50, 64, 72, WHITE)
    s.blob([(42, 62), (44, 56), (50, 57), (56, 55), (59, 62), (54, 67), (46, 67)], _BRISTLE)


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "bucket": _bucket,
    "tin": _tin,
    "spray_can": _spray_can,
    "flask": _flask,
    "canister": _canister,
    "brush": _brush,
    "roller": _roller,
    "tray": _tray,
    "tape_roll": _tape_roll,
    "film": _film,
    "glue": _glue,
    "small_tube": _small_tube,
    "cartridge": _cartridge,
    "foam": _foam,
}
