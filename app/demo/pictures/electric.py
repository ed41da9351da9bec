"""Drawings of lamps, cables and batteries."""

from collections.abc import Callable
from typing import Final

from app.demo.pictures.colours import (
    BRASS,
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

_GLOW: Final[Rgb] = (0xF7, 0xDB, 0x7E)
_GLOW_PALE: Final[Rgb] = (0xFB, 0xEC, 0xB8)
_COPPER: Final[Rgb] = (0xC9, 0x7F, 0x4C)
_SHADED_WHITE: Final[Rgb] = mixed(WHITE, STEEL, 0.4)


def _bulb(s: Sketch) -> None:
    s.blob([(50, 8), (70, 16), (77, 36), (66, 54), (60, 66), (40, 66), (34, 54), (23, 36), (30, 16)], _GLOW)
    s.blob([(36, 22), (46, 15), (42, 30), (38, 44), (31, 36)], _GLOW_PALE)
    s.box(39, 64, 61, 70, WHITE, corner=2)
    s.box(40, 69, 60, 87, STEEL, corner=3)
    for y in (72, 77, 82):
        s.stroke([(40, y + 1), (60, y - 1)], 1.8, STEEL_DARK)
    s.area([(44, 87), (56, 87), (52, 92), (48, 92)], RUBBER, corner=1)


def _candle_bulb(s: Sketch) -> None:
    s.blob([(50, 6), (60, 24), (66, 44), (60, 60), (50, 65), (40, 60), (34, 44), (40, 24)], _GLOW)
    s.blob([(47, 20), (50, 30), (44, 50), (39, 44)], _GLOW_PALE)
    s.box(41, 62, 59, 69, WHITE, corner=2)
    s.box(42.5, 68, 57.5, 87, STEEL, corner=3)
    for y in (72, 77, 82):
        s.stroke([(43, y + 1), (57, y - 1)], 1.8, STEEL_DARK)
    s.area([(46, 87), (54, 87), (51.5, 92), (48.5, 92)], RUBBER, corner=1)


def _spotlight(s: Sketch) -> None:
    s.area([(24, 36), (76, 36), (62, 64), (38, 64)], WHITE, corner=4)
    s.area([(58, 36), (76, 36), (62, 64), (54, 64)], _SHADED_WHITE, corner=4)
    s.box(36, 62, 64, 76, WHITE, corner=3)
    for x in (42, 58):
        s.box(x - 2.5, 75, x + 2.5, 87, STEEL_DARK, corner=1.5)
    s.oval(50, 34, 28, 10, STEEL_LIGHT)
    s.oval(50, 33, 24, 8, _GLOW)
    s.oval(46, 31.5, 12, 3.4, _GLOW_PALE)


def _work_light(s: Sketch) -> None:
    s.ground(50, 87, 26)
    s.stroke([(30, 86), (34, 62), (66, 62), (70, 86)], 4, RUBBER)
    s.curve([(30, 34), (24, 62), (50, 66), (76, 62), (70, 34)], 3.4, RUBBER_LIGHT)
    s.box(22, 18, 78, 58, s.tint.base, corner=6)
    s.box(22, 48, 78, 58, s.tint.dark, corner=5)
    s.box(28, 24, 72, 51, _GLOW, corner=3)
    for x in (36, 46, 56):
        for y in (29, 38.5):
            s.box(x, y, x + 8, y + 7.5, _GLOW_PALE, corner=1.5)


def _head_torch(s: Sketch) -> None:
    s.curve([(20, 62), (16, 34), (50, 18), (84, 34), (80, 62)], 8, s.tint.base)
    s.curve([(22, 44), (36, 26), (50, 22)], 2.4, s.tint.light)
    s.box(30, 42, 70, 78, RUBBER, corner=10)
    s.disc(50, 60, 15, RUBBER_DARK)
    s.disc(50, 60, 12, STEEL_LIGHT)
    s.disc(50, 60, 8.5, _GLOW)
    s.disc(47, 57, 3.4, _GLOW_PALE)


def _cable(s: Sketch) -> None:
    for radius, tone in ((33, s.tint.dark), (27, s.tint.base), (21, s.tint.dark)):
        s.ring(48, 50, radius, 6.4, tone)
    s.ring(48, 50, 33.6, 1.6, s.tint.light)
    s.curve([(66, 76), (78, 82), (82, 74), (84, 62)], 6, s.tint.base)
    for place, tone in enumerate((_COPPER, BRASS, _COPPER)):
        s.stroke([(84, 62), (79 + place * 5, 48 + abs(place - 1) * 2)], 2.2, tone)
    with s.turned(-35):
        s.box(42, 8, 50, 34, WHITE, corner=1.5)


def _extension(s: Sketch) -> None:
    s.ring(50, 48, 27, 7, s.tint.base)
    s.ring(50, 48, 19, 6, s.tint.dark)
    s.curve([(70, 66), (82, 74), (76, 86)], 4.6, s.tint.base)
    s.curve([(34, 70), (26, 78), (28, 82)], 4.6, s.tint.dark)
    with s.turned(20, by=(-21, 32)):
        s.box(42, 42, 58, 58, RUBBER, corner=4)
        s.disc(47, 50, 1.6, STEEL_LIGHT)
        s.disc(53, 50, 1.6, STEEL_LIGHT)
    s.box(68, 78, 84, 88, RUBBER, corner=3)
    s.box(71, 86, 73.5, 94, STEEL)
    s.box(78.5, 86, 81, 94, STEEL)


def _socket_strip(s: Sketch) -> None:
    with s.turned(-24, scale=0.92):
        s.curve([(10, 50), (2, 50), (-6, 56), (-14, 50)], 4, RUBBER)
        s.box(8, 34, 94, 66, WHITE, corner=7)
        s.box(8, 56, 94, 66, _SHADED_WHITE, corner=6)
        s.box(78, 42, 88, 58, s.tint.base, corner=2.5)
        s.box(78, 42, 88, 50, s.tint.light, corner=2.5)
        for x in (22, 43, 64):
            _outlet(s, x, 49, 9)


def _socket(s: Sketch) -> None:
    s.box(18, 18, 82, 82, _SHADED_WHITE, corner=8)
    s.box(18, 18, 82, 79, WHITE, corner=8)
    s.box(26, 26, 74, 72, mixed(WHITE, STEEL, 0.12), corner=6)
    _outlet(s, 50, 49, 19)


def _cells(s: Sketch) -> None:
    for place, x in enumerate((20, 36, 52, 68)):
        s.box(x + 4, 20, x + 9, 26, STEEL, corner=1.5)
        s.box(x, 24, x + 13, 80, RUBBER, corner=3)
        s.box(x, 24, x + 13, 44, (s.tint.base, s.tint.light)[place % 2], corner=3)
        s.box(x, 38, x + 13, 45, BRASS)
        s.box(x + 2.4, 50, x + 4.6, 74, RUBBER_LIGHT, corner=1)


def _block_battery(s: Sketch) -> None:
    s.ground(50, 84, 24)
    for x in (42, 60):
        s.box(x - 5, 16, x + 5, 26, STEEL, corner=2)
    s.box(28, 24, 72, 84, RUBBER, corner=4)
    s.box(28, 24, 72, 46, s.tint.base, corner=4)
    s.box(28, 42, 72, 49, BRASS)
    s.box(34, 56, 37.5, 78, RUBBER_LIGHT, corner=1.5)
    s.stroke([(54, 35), (62, 35)], 2.6, WHITE)
    s.stroke([(58, 31), (58, 39)], 2.6, WHITE)


def _button_cell(s: Sketch) -> None:
    for x, y, size in ((60, 58, 25), (40, 44, 28)):
        s.oval(x, y + 6, size, size * 0.86, STEEL_DARK)
        s.oval(x, y, size, size * 0.86, STEEL_LIGHT)
        s.oval(x, y, size * 0.8, size * 0.69, STEEL)
    s.stroke([(33, 44), (47, 44)], 4, s.tint.base)
    s.stroke([(40, 37), (40, 51)], 4, s.tint.base)


def _outlet(s: Sketch, x: float, y: float, radius: float) -> None:
    s.disc(x, y, radius, STEEL)
    s.disc(x, y, radius * 0.88, STEEL_LIGHT)
    for side in (-1, 1):
        s.disc(x + side * radius * 0.4, y, radius * 0.16, RUBBER_DARK)
        s.box(
            x - radius * 0.12, y + side * radius * 0.8 - 1, x + radius * 0.12, y + side * radius * 0.8 + 1, STEEL_DARK
        )


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "bulb": _bulb,
    "candle_bulb": _candle_bulb,
    "spotlight": _spotlight,
    "work_light": _work_light,
    "head_torch": _head_torch,
    "cable": _cable,
    "extension": _extension,
    "socket_strip": _socket_strip,
    "socket": _socket,
    "cells": _cells,
    "block_battery": _block_battery,
    "button_cell": _button_cell,
}
