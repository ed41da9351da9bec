"""Drawings of what protects people at work."""

from collections.abc import Callable
from typing import Final

from app.demo.pictures.colours import RUBBER, RUBBER_DARK, RUBBER_LIGHT, STEEL, STEEL_DARK, WHITE, Rgb, mixed
from app.demo.pictures.sketch import Sketch

_SHADED_WHITE: Final[Rgb] = mixed(WHITE, STEEL, 0.4)


def _gloves(s: Sketch) -> None:
    for turn, by, tone in ((14, (11, 3), s.tint.dark), (-10, (-7, 0), s.tint.base)):
        with s.turned(turn, by=by, scale=0.95):
            for x, top in ((35, 22), (44.5, 15), (54, 17), (63, 25)):
                s.stroke([(x, top), (x + (50 - x) * 0.1, 52)], 8.6, tone)
            s.stroke([(74, 44), (62, 62)], 8.6, tone)
            s.area([(31, 40), (67, 40), (67, 62), (62, 74), (36, 74)], tone, corner=5)
            s.box(34, 72, 64, 90, mixed(tone, WHITE, 0.55), corner=3)
            s.box(34, 78, 64, 82, tone)


def _glove_box(s: Sketch) -> None:
    s.ground(50, 84, 33)
    s.blob([(38, 40), (36, 26), (44, 24), (48, 14), (55, 22), (64, 22), (64, 40)], s.tint.light)
    s.area([(16, 38), (84, 38), (84, 84), (16, 84)], WHITE, corner=3)
    s.area([(16, 38), (84, 38), (84, 52), (16, 52)], s.tint.base, corner=3)
    s.oval(50, 42, 16, 4.6, s.tint.dark)
    s.box(24, 62, 52, 66, s.tint.base, corner=2)
    s.box(24, 71, 42, 74, s.tint.light, corner=1.5)
    s.disc(70, 68, 8, s.tint.base)
    s.stroke([(70, 64), (70, 72)], 2.6, WHITE)
    s.stroke([(66, 68), (74, 68)], 2.6, WHITE)


def _goggles(s: Sketch) -> None:
    s.curve([(16, 52), (8, 44), (6, 34)], 5, RUBBER)
    s.curve([(84, 52), (92, 44), (94, 34)], 5, RUBBER)
    s.area(
        [(12, 38), (30, 32), (70, 32), (88, 38), (86, 58), (72, 70), (58, 62), (42, 62), (28, 70), (14, 58)],
        s.tint.base,
        corner=7,
    )
    s.area(
        [(18, 42), (32, 37), (68, 37), (82, 42), (80, 56), (70, 64), (58, 56), (42, 56), (30, 64), (20, 56)],
        (0xC6, 0xDE, 0xE8),
        corner=6,
    )
    s.area([(28, 40), (38, 38.5), (30, 56), (25, 52)], WHITE, corner=2)


def _mask(s: Sketch) -> None:
    s.curve([(22, 44), (6, 34), (8, 60), (24, 62)], 1.8, STEEL_DARK)
    s.curve([(78, 44), (94, 34), (92, 60), (76, 62)], 1.8, STEEL_DARK)
    s.area([(20, 40), (50, 26), (80, 40), (78, 62), (50, 80), (22, 62)], WHITE, corner=8)
    s.area([(50, 26), (80, 40), (78, 62), (50, 80)], _SHADED_WHITE, corner=8)
    s.stroke([(43, 31), (50, 28.5), (57, 31)], 2.4, STEEL_DARK)
    s.disc(62, 56, 7.5, s.tint.base)
    s.disc(62, 56, 4.6, s.tint.light)


def _ear_defenders(s: Sketch) -> None:
    s.curve([(24, 56), (22, 26), (50, 12), (78, 26), (76, 56)], 6, RUBBER)
    s.curve([(34, 22), (50, 15), (66, 22)], 4, RUBBER_LIGHT)
    for x, inner in ((26, 36), (74, 64)):
        s.box(min(x, inner) - 3, 44, max(x, inner) + 3, 82, RUBBER_DARK, corner=7)
        s.box(x - 12, 42, x + 6 if x < 50 else x + 12, 84, s.tint.base, corner=8)
        s.box(x - 7, 52, x + 1 if x < 50 else x + 7, 74, s.tint.dark, corner=4)


def _helmet(s: Sketch) -> None:
    shade = s.tint.dark
    s.area([(17, 62), (19, 44), (30, 28), (50, 22), (70, 28), (81, 44), (83, 62)], s.tint.base, corner=10)
    s.area([(62, 24), (70, 28), (81, 44), (83, 62), (64, 62)], shade, corner=6)
    s.area([(42, 20), (58, 20), (60, 60), (40, 60)], s.tint.light, corner=5)
    s.area([(8, 60), (92, 60), (94, 68), (86, 72), (14, 72), (6, 68)], s.tint.base, corner=4)
    s.area([(14, 66), (86, 66), (86, 72), (14, 72)], shade, corner=3)


def _knee_pads(s: Sketch) -> None:
    for x, tone in ((31, s.tint.base), (69, s.tint.dark)):
        s.box(x - 21, 32, x + 21, 40, RUBBER_LIGHT, corner=3)
        s.box(x - 21, 64, x + 21, 72, RUBBER_LIGHT, corner=3)
        s.box(x - 15, 20, x + 15, 84, RUBBER, corner=11)
        s.box(x - 10.5, 26, x + 10.5, 78, tone, corner=9)
        s.oval(x, 52, 6.5, 13, mixed(tone, WHITE, 0.32))


def _trousers(s: Sketch) -> None:
    shade = s.tint.dark
    s.area(
        [(30, 14), (70, 14), (74, 40), (76, 88), (56, 88), (51, 46), (49, 46), (44, 88), (24, 88), (26, 40)],
        s.tint.base,
    )
    s.area([(50, 22), (70, 22), (74, 40), (76, 88), (56, 88), (51, 46), (50, 46)], shade, corner=2)
    s.box(29, 12, 71, 20, mixed(s.tint.base, RUBBER_DARK, 0.55), corner=2)
    s.box(47.5, 13.5, 52.5, 18.5, STEEL)
    s.stroke([(50, 21), (50, 36)], 1.4, s.tint.light)
    for x in (34, 66):
        s.box(x - 6.5, 55, x + 6.5, 69, RUBBER, corner=3)
        s.stroke([(x - 4, 62), (x + 4, 62)], 1.6, RUBBER_LIGHT)
    s.area([(26.5, 26), (37, 24), (38, 40), (26, 42)], s.tint.light, corner=2)
    s.area([(73.5, 26), (63, 24), (62, 40), (74, 42)], s.tint.light, corner=2)
    for left, right in ((24, 44), (56, 76)):
        s.box(left + 0.4, 80, right - 0.4, 83.5, s.tint.pale)


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "gloves": _gloves,
    "glove_box": _glove_box,
    "goggles": _goggles,
    "mask": _mask,
    "ear_defenders": _ear_defenders,
    "helmet": _helmet,
    "knee_pads": _knee_pads,
    "trousers": _trousers,
}
