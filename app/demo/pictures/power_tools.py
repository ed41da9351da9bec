"""Drawings of power tools and of what they wear out."""

import math
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
)
from app.demo.pictures.sketch import Sketch


def _drill(s: Sketch) -> None:
    _pistol(s, nose=14)
    s.box(9, 35.5, 24, 38.5, STEEL)
    s.area([(9, 35.5), (5, 37), (9, 38.5)], STEEL)


def _impact_driver(s: Sketch) -> None:
    with s.turned(by=(-6, 0)):
        _pistol(s, nose=7)
        s.box(22, 34.5, 31, 39.5, STEEL_DARK, corner=1)


def _hammer_drill(s: Sketch) -> None:
    s.box(10, 36, 28, 39, STEEL)
    s.area([(24, 33), (34, 31), (34, 44), (24, 42)], RUBBER_LIGHT, corner=2)
    s.area([(33, 28), (78, 26), (84, 32), (84, 42), (76, 48), (33, 47)], s.tint.base, corner=5)
    s.area([(33, 38), (84, 38), (84, 42), (76, 48), (33, 47)], s.tint.dark, corner=3)
    s.area([(76, 36), (89, 36), (89, 74), (80, 78), (74, 70), (78, 58)], RUBBER, corner=5)
    s.box(72, 49, 78, 58, RUBBER_DARK, corner=2)
    s.area([(40, 45), (50, 45), (49, 72), (41, 72)], RUBBER, corner=4)
    s.box(40, 32, 62, 35, s.tint.light, corner=1.5)


def _battery_pack(s: Sketch) -> None:
    s.ground(50, 79, 31)
    s.area([(24, 42), (76, 42), (79, 78), (21, 78)], RUBBER, corner=6)
    s.area([(22.6, 62), (77.4, 62), (79, 78), (21, 78)], RUBBER_DARK, corner=6)
    s.box(32, 29, 68, 44, RUBBER_LIGHT, corner=4)
    for x in (38, 46, 54):
        s.box(x, 33, x + 4, 40, BRASS, corner=1)
    s.box(31, 50, 69, 59, s.tint.base, corner=2.5)
    for place, x in enumerate((37, 44, 51, 58)):
        s.disc(x + 2.5, 70, 2, s.tint.light if place < 3 else RUBBER_LIGHT)


def _chainsaw(s: Sketch) -> None:
    with s.turned(-9):
        s.box(6, 47, 58, 62, STEEL_DARK, corner=7)
        s.box(8, 49, 58, 60, STEEL_LIGHT, corner=5.5)
        s.box(22, 53.3, 50, 55.7, STEEL, corner=1.2)
        s.area([(50, 38), (84, 38), (92, 48), (92, 66), (84, 70), (52, 70)], s.tint.base, corner=5)
        s.area([(50, 58), (92, 58), (92, 66), (84, 70), (52, 70)], s.tint.dark, corner=4)
        s.curve([(52, 40), (54, 27), (70, 23), (80, 30), (80, 40)], 4.6, RUBBER)
        s.stroke([(46, 46), (43, 34), (47, 27)], 4, RUBBER_DARK)
        s.curve([(86, 44), (96, 52), (95, 66), (84, 66)], 4.6, RUBBER)
        for x in (63, 68, 73):
            s.stroke([(x, 46), (x, 53)], 2, s.tint.dark)


def _circular_saw(s: Sketch) -> None:
    _blade(s, 45, 58, 24, STEEL_LIGHT, teeth=24)
    s.disc(45, 58, 8, STEEL_DARK)
    s.area([(18, 56), (22, 40), (36, 30), (54, 30), (68, 40), (72, 56)], s.tint.base, corner=8)
    s.area([(58, 50), (60, 30), (70, 24), (86, 34), (84, 48), (78, 44), (72, 40), (68, 52)], RUBBER, corner=4)
    s.box(12, 55, 84, 60, STEEL, corner=2)
    s.box(28, 38, 52, 42, s.tint.light, corner=2)


def _jigsaw(s: Sketch) -> None:
    s.area([(27, 66), (33, 66), (33, 89), (30, 92), (27, 89)], STEEL)
    for y in (72, 77, 82):
        s.area([(27, y), (24.4, y + 2.5), (27, y + 5)], STEEL)
    s.area([(22, 30), (36, 24), (40, 34), (66, 34), (78, 42), (78, 58), (22, 64)], s.tint.base, corner=6)
    s.area([(22, 52), (78, 52), (78, 58), (22, 64)], s.tint.dark, corner=3)
    s.curve([(34, 32), (44, 20), (64, 20), (74, 30), (75, 44)], 7, RUBBER)
    s.box(16, 63, 80, 68, STEEL_DARK, corner=2)
    s.box(30, 44, 48, 47.5, s.tint.light, corner=1.5)


def _mitre_saw(s: Sketch) -> None:
    s.box(10, 74, 90, 82, RUBBER, corner=3)
    s.box(18, 67, 82, 75, STEEL, corner=2)
    s.area([(64, 70), (66, 36), (76, 36), (80, 70)], RUBBER, corner=4)
    _blade(s, 44, 50, 21, STEEL_LIGHT, teeth=22)
    s.area([(20, 51), (24, 34), (38, 25), (54, 26), (72, 38), (74, 50), (58, 51)], s.tint.base, corner=7)
    s.area([(21, 45), (73, 45), (74, 50), (58, 51), (20, 51)], s.tint.dark, corner=3)
    s.stroke([(36, 27), (26, 15), (15, 17)], 7, RUBBER)
    s.disc(44, 50, 5.5, STEEL_DARK)
    s.disc(71, 42, 4, STEEL_LIGHT)


def _saw_chain(s: Sketch) -> None:
    with s.turned(-18):
        for step in range(22):
            angle = step * math.tau / 22
            x, y = 50 + 31 * math.cos(angle), 50 + 20 * math.sin(angle)
            s.oval(x, y, 5.2, 3.8, RUBBER if step % 2 else STEEL_DARK)
            s.disc(x, y, 1.3, STEEL_LIGHT)
            if step % 2:
                out = 1.24
                s.disc(50 + 31 * out * math.cos(angle), 50 + 20 * out * 1.08 * math.sin(angle), 2.7, s.tint.base)


def _grinder(s: Sketch) -> None:
    with s.turned(-24):
        s.oval(22, 57, 19, 4.6, RUBBER_DARK)
        s.area([(6, 50), (38, 50), (36, 42), (12, 42)], STEEL_DARK, corner=4)
        s.area([(16, 34), (38, 34), (42, 52), (14, 52)], STEEL, corner=4)
        s.area([(36, 34), (66, 36), (66, 52), (36, 52)], s.tint.base, corner=4)
        s.area([(36, 44), (66, 44), (66, 52), (36, 52)], s.tint.dark, corner=3)
        s.area([(64, 35), (94, 38), (95, 50), (64, 53)], RUBBER, corner=5)
        s.stroke([(27, 35), (27, 16)], 7, RUBBER)
        s.box(44, 38, 58, 41, s.tint.light, corner=1.5)


def _sander(s: Sketch) -> None:
    s.box(20, 70, 76, 76, STEEL_DARK, corner=2)
    s.box(20, 75, 76, 79, (0xC0, 0x8A, 0x55), corner=1)
    s.area([(24, 70), (28, 52), (68, 52), (72, 70)], RUBBER, corner=4)
    s.blob([(30, 55), (30, 34), (48, 25), (66, 32), (68, 55), (49, 58)], s.tint.base)
    s.blob([(34, 52), (36, 38), (49, 31), (50, 52)], s.tint.light)
    s.area([(66, 46), (84, 52), (86, 66), (78, 68), (68, 58)], RUBBER_LIGHT, corner=4)


def _bench_grinder(s: Sketch) -> None:
    s.ground(50, 81, 34)
    s.area([(36, 62), (64, 62), (70, 80), (30, 80)], RUBBER, corner=3)
    s.box(28, 36, 72, 64, s.tint.base, corner=9)
    s.box(28, 52, 72, 64, s.tint.dark, corner=6)
    for x in (21, 79):
        s.box(x - 8, 28, x + 8, 72, STEEL_DARK, corner=5)
        s.box(x - 4.5, 32, x + 4.5, 68, STEEL_LIGHT, corner=3)
    s.disc(50, 72, 3, s.tint.light)
    s.box(38, 42, 62, 46, s.tint.light, corner=2)


def _cutting_disc(s: Sketch) -> None:
    s.disc(50, 50, 37, RUBBER)
    s.ring(50, 50, 33, 1.4, RUBBER_LIGHT)
    s.disc(50, 50, 21, s.tint.base)
    s.box(38, 33.5, 62, 36.5, s.tint.light, corner=1.5)
    s.ring(50, 50, 9, 3, STEEL_LIGHT)
    s.disc(50, 50, 6.5, s.plate)


def _diamond_disc(s: Sketch) -> None:
    s.disc(50, 50, 37, s.tint.dark)
    s.disc(50, 50, 32.5, STEEL)
    for step in range(9):
        angle = step * math.tau / 9
        ends = [(50 + r * math.cos(angle), 50 + r * math.sin(angle)) for r in (28, 39)]
        s.stroke(ends, 2.4, s.plate)
    s.ring(50, 50, 15, 5, STEEL_LIGHT)
    s.disc(50, 50, 6.5, s.plate)


def _saw_blade(s: Sketch) -> None:
    _blade(s, 50, 50, 36, STEEL, teeth=26)
    s.disc(50, 50, 24, STEEL_LIGHT)
    s.disc(50, 50, 15, s.tint.base)
    s.disc(50, 50, 6, s.plate)
    for degrees in (20, 140, 260):
        with s.turned(degrees):
            s.curve([(50, 20), (52, 23), (51, 28)], 2, STEEL_DARK)


def _flap_disc(s: Sketch) -> None:
    for step in range(24):
        with s.turned(step * 15):
            tone = s.tint.base if step % 2 else s.tint.dark
            s.area([(50, 14), (63, 17), (60, 34), (50, 34)], tone, corner=2)
    s.disc(50, 50, 20, RUBBER)
    s.ring(50, 50, 11, 2, RUBBER_LIGHT)
    s.disc(50, 50, 6, s.plate)


def _jigsaw_blades(s: Sketch) -> None:
    for place, x in enumerate((26, 38, 50, 62, 74)):
        top = 18 + place % 2 * 4
        s.box(x - 2.4, top, x + 2.4, top + 12, STEEL_DARK, corner=1.5)
        s.area([(x - 3.5, top + 10), (x + 3.5, top + 10), (x + 3.5, 80), (x - 1, 84), (x - 3.5, 78)], STEEL)
        for y in range(34, 78, 5):
            s.area([(x + 3.4, y), (x + 6, y + 2.5), (x + 3.4, y + 5)], STEEL)
        s.box(x - 3.5, top + 10, x + 3.5, top + 16, s.tint.base)


def _twist_bit(s: Sketch) -> None:
    for degrees, by, length in ((38, (-15, 2), 0.86), (38, (3, 0), 1.0), (38, (21, -2), 0.76)):
        with s.turned(degrees, scale=length, by=by):
            s.box(45, 8, 55, 34, STEEL_DARK, corner=1.5)
            s.area([(45, 33), (55, 33), (55, 84), (50, 91), (45, 84)], STEEL)
            for y in range(36, 82, 10):
                s.area([(45, y + 7), (55, y), (55, y + 3.4), (45, y + 10.4)], STEEL_DARK)
            s.box(45, 26, 55, 31, s.tint.base)


def _spade_bit(s: Sketch) -> None:
    with s.turned(38):
        s.box(47.5, 6, 52.5, 62, STEEL_DARK, corner=1)
        s.area([(36, 60), (46, 56), (54, 56), (64, 60), (64, 82), (53, 82), (50, 93), (47, 82), (36, 82)], STEEL)
        s.area([(50, 56), (54, 56), (64, 60), (64, 82), (53, 82), (50, 93)], STEEL_LIGHT)
        s.box(46.5, 8, 53.5, 20, s.tint.base, corner=1.5)


def _hole_saw(s: Sketch) -> None:
    s.ground(50, 83, 27)
    s.box(46, 12, 54, 34, STEEL_DARK, corner=2)
    s.box(24, 34, 76, 78, s.tint.base, corner=3)
    s.box(24, 34, 40, 78, s.tint.light, corner=3)
    s.box(62, 34, 76, 78, s.tint.dark, corner=3)
    for x in range(24, 76, 7):
        s.area([(x, 77), (x + 7, 77), (x + 5, 84)], STEEL_DARK)
    s.box(46, 46, 54, 64, s.plate, corner=4)


def _pistol(s: Sketch, *, nose: int) -> None:
    s.area([(52, 44), (67, 44), (72, 72), (57, 74)], RUBBER, corner=4)
    s.box(49, 48, 55, 57, RUBBER_DARK, corner=2)
    s.area([(32, 26), (76, 26), (82, 31), (82, 42), (74, 48), (32, 48)], s.tint.base, corner=6)
    s.area([(32, 39), (82, 39), (82, 42), (74, 48), (32, 48)], s.tint.dark, corner=4)
    s.area([(34 - nose, 32), (33, 29), (33, 45), (34 - nose, 42)], RUBBER_LIGHT, corner=2)
    s.box(48, 72, 84, 85, RUBBER, corner=4)
    s.box(48, 71, 84, 76, s.tint.base, corner=2.5)
    s.box(42, 31, 66, 34, s.tint.light, corner=1.5)
    s.disc(75, 35, 2.4, WHITE)


def _blade(s: Sketch, x: float, y: float, radius: float, fill: tuple[int, int, int], *, teeth: int) -> None:
    outline = []
    for tooth in range(teeth):
        for part, out in ((0.0, 0.92), (0.7, 1.04), (0.74, 0.92)):
            angle = (tooth + part) * math.tau / teeth
            outline.append((x + radius * out * math.cos(angle), y + radius * out * math.sin(angle)))
    s.area(outline, fill)


DRAWINGS: Final[dict[str, Callable[[Sketch], None]]] = {
    "drill": _drill,
    "impact_driver": _impact_driver,
    "hammer_drill": _hammer_drill,
    "battery_pack": _battery_pack,
    "chainsaw": _chainsaw,
    "circular_saw": _circular_saw,
    "jigsaw": _jigsaw,
    "mitre_saw": _mitre_saw,
    "saw_chain": _saw_chain,
    "grinder": _grinder,
    "sander": _sander,
    "bench_grinder": _bench_grinder,
    "cutting_disc": _cutting_disc,
    "diamond_disc": _diamond_disc,
    "saw_blade": _saw_blade,
    "flap_disc": _flap_disc,
    "jigsaw_blades": _jigsaw_blades,
    "twist_bit": _twist_bit,
    "spade_bit": _spade_bit,
    "hole_saw": _hole_saw,
}
